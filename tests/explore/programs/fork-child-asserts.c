// finds crash
// says in a child process, in thread 2 the assertion
// needs fork
// What another thread was about to do when the process was forked is never done in the child.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int begun, done;

static void *work(void *argument)
{
    atomic_store(&begun, 1);
    atomic_store(&done, 1);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    pid_t child = fork();
    if (child == 0) {
        assert(atomic_load(&begun) == atomic_load(&done));
        _exit(0);
    }
    waitpid(child, NULL, 0);
    pthread_join(thread, NULL);
    return 0;
}
