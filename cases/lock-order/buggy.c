/*
 * Two transfers between the same two accounts lock them in opposite order.
 * Each goes well alone; if they overlap, each may hold what the other needs:
 *
 *     thread 1 (savings -> current)     thread 2 (current -> savings)
 *     lock savings
 *                                       lock current
 *     lock current: waits               lock savings: waits, for ever
 *
 * The second customer comes a little later, and so the first transfer is over
 * before the second begins: the program works, in every test and on every
 * demonstration, until one day a thread is held up for long enough. A lock-order
 * graph shows the cycle without that bad luck.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t savings_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t current_lock = PTHREAD_MUTEX_INITIALIZER;
static int savings = 100, current = 100;

static void must(int error)
{
    if (error != 0) {
        exit(EXIT_FAILURE);
    }
}

static void *spend(void *unused)
{
    (void)unused;
    must(pthread_mutex_lock(&savings_lock));
    must(pthread_mutex_lock(&current_lock)); // want lock-order|deadlock
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
    must(pthread_mutex_lock(&savings_lock)); // want lock-order|deadlock
    current -= 10;
    savings += 10;
    must(pthread_mutex_unlock(&savings_lock));
    must(pthread_mutex_unlock(&current_lock));
    return NULL;
}

int main(void)
{
    const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
    pthread_t spender, saver;

    must(pthread_create(&spender, NULL, spend, NULL));
    must(nanosleep(&pause, NULL));
    must(pthread_create(&saver, NULL, save, NULL));
    must(pthread_join(spender, NULL));
    must(pthread_join(saver, NULL));
    printf("savings %d, current %d\n", savings, current);
    return EXIT_SUCCESS;
}
