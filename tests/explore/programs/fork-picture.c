// clean
// needs fork
// traces 4
// The child's memory is that of the moment when it was forked: before, between or after two writes;
// and the thread's end is one more thing that may have been.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int value;

static void *work(void *argument)
{
    atomic_store(&value, 1);
    atomic_store(&value, 2);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int status;

    pthread_create(&thread, NULL, work, NULL);
    pid_t child = fork();
    if (child == 0) {
        int seen = atomic_load(&value);
        _exit(seen + (seen == atomic_load(&value) ? 0 : 100));
    }
    assert(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) <= 2);
    pthread_join(thread, NULL);
    return 0;
}
