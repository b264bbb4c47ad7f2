// forks
// A thread waits until another one has made a file: a loop that looks, and what was done before the
// file was made happens before.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

static int number;

static void *make(void *unused)
{
    number = 5;
    assert(open("racetrap-ready", O_WRONLY | O_CREAT, 0600) >= 0);
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, make, NULL);
    while (access("racetrap-ready", F_OK) != 0) {
        sched_yield();
    }
    assert(number == 5);
    pthread_join(thread, NULL);
    return 0;
}
