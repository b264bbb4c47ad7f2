// clean
// Each thread has a number of its own; that of the first is the process's, and the system knows of
// no other.
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { THREADS = 3 };

static pid_t numbers[THREADS];

static void *run(void *argument)
{
    *(pid_t *)argument = gettid();
    assert(syscall(SYS_gettid) == gettid());
    assert(kill(gettid(), 0) == 0 && tgkill(getpid(), gettid(), 0) == 0);
    return argument;
}

int main(void)
{
    pthread_t threads[THREADS];

    assert(gettid() == getpid() && syscall(SYS_gettid) == getpid());
    for (int round = 0; round < 2; round++) {
        pthread_create(&threads[round], NULL, run, &numbers[round]);
        pthread_join(threads[round], NULL); /* slots are used again, and numbers are not */
    }
    pthread_create(&threads[2], NULL, run, &numbers[2]);
    pthread_join(threads[2], NULL);
    for (int i = 0; i < THREADS; i++) {
        assert(numbers[i] > 0 && numbers[i] != getpid());
        for (int j = 0; j < i; j++) {
            assert(numbers[i] != numbers[j]);
        }
    }
    return 0;
}
