// finds wrong-exit
/* Who gives up while a thread still runs, with a lock in its hand, tells that it failed. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int rounds;

static void *work(void *unused)
{
    (void)unused;
    for (int i = 0; i < 4; i++) {
        atomic_fetch_add(&rounds, 1);
        usleep(10);
    }
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, work, NULL) != 0) {
        return 2;
    }
    pthread_mutex_lock(&lock);
    if (atomic_load(&rounds) == 2) {
        exit(1);
    }
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
