/*
 * The bug of lock-order, arranged so that it strikes every time: a barrier
 * holds both threads until each has its first lock.
 *
 *     thread 1                          thread 2
 *     lock savings                      lock current
 *     ------------------- both are here -------------------
 *     lock current: waits               lock savings: waits, for ever
 *
 * A lock that is never acquired adds no edge to a lock-order graph, so the
 * detectors that draw one see nothing: the program just stands still. A
 * watchdog can tell that, and the explorer, which knows who waits for whom.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t savings_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t current_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both_hold_one;
static int savings = 100, current = 100;

static void must(int error)
{
    if (error != 0 && error != PTHREAD_BARRIER_SERIAL_THREAD) {
        exit(EXIT_FAILURE);
    }
}

static void *spend(void *unused)
{
    (void)unused;
    must(pthread_mutex_lock(&savings_lock));
    must(pthread_barrier_wait(&both_hold_one));
    must(pthread_mutex_lock(&current_lock)); // want deadlock
    savings -= 10;
    current += 10;
    must(pthread_mutex_unlock(&current_lock));
    must(pthread_mutex_unlock(&savings_lock));
    return NULL;
}

static void *save(void *unused)
{
    (void)unused;
    must(pthread_mutex_lock(&current_lock));
    must(pthread_barrier_wait(&both_hold_one));
    must(pthread_mutex_lock(&savings_lock)); // want deadlock
    current -= 10;
    savings += 10;
    must(pthread_mutex_unlock(&savings_lock));
    must(pthread_mutex_unlock(&current_lock));
    return NULL;
}

int main(void)
{
    pthread_t spender, saver;

    must(pthread_barrier_init(&both_hold_one, NULL, 2));
    must(pthread_create(&spender, NULL, spend, NULL));
    must(pthread_create(&saver, NULL, save, NULL));
    must(pthread_join(spender, NULL));
    must(pthread_join(saver, NULL));
    must(pthread_barrier_destroy(&both_hold_one));
    printf("savings %d, current %d\n", savings, current);
    return EXIT_SUCCESS;
}
