// clean
// needs fork
// What stdio has in its buffer is there twice after a fork; a stream that another thread held is
// free in the child, a pthread_once that it was in begins anew, and nobody waits for a condition.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int calls, turn;

static void begin(void)
{
    calls++;
    sched_yield();
}

static void *work(void *argument)
{
    flockfile(stdout);
    pthread_once(&once, begin);
    funlockfile(stdout);
    pthread_mutex_lock(&lock);
    while (!turn) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int status;

    printf("once\n");
    pthread_create(&thread, NULL, work, NULL);
    pid_t child = fork();
    if (child == 0) {
        printf("child\n");
        pthread_once(&once, begin);
        pthread_cond_signal(&changed);
        fflush(stdout);
        _exit(calls == 1 || calls == 2 ? 0 : 1);
    }
    assert(waitpid(child, &status, 0) == child && status == 0);
    off_t size = lseek(STDOUT_FILENO, 0, SEEK_CUR); /* where it is a file */
    assert(size <= 0 || size == 11);
    pthread_mutex_lock(&lock);
    turn = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
