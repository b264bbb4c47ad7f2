// incomplete
// says starts threads
// needs fork
// A child that starts threads of its own is run, in one order.
#include <assert.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *add(void *argument)
{
    pthread_mutex_lock(&lock);
    count++;
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];
    int status;

    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 2; i++) {
            pthread_create(&threads[i], NULL, add, NULL);
        }
        for (int i = 0; i < 2; i++) {
            pthread_join(threads[i], NULL);
        }
        _exit(count);
    }
    assert(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 2);
    return 0;
}
