// clean
// needs fork
// A thread forks while it holds a lock: the child has it too, and may end with it.
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, other = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *run(void *argument)
{
    int status;

    pthread_mutex_lock(&lock);
    pid_t child = fork();
    if (child == 0) {
        assert(pthread_mutex_trylock(&lock) != 0);
        pthread_mutex_lock(&other);
        exit(++count);
    }
    assert(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 1);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    assert(count == 0);
    return 0;
}
