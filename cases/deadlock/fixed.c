/*
 * Both threads lock savings first, and nobody waits for the other while holding
 * a lock: the barrier now comes before the locks. Whoever waits for current
 * holds savings, so the circle of waiting cannot close.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t savings_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t current_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both_started;
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
    must(pthread_barrier_wait(&both_started));
    must(pthread_mutex_lock(&savings_lock));
    must(pthread_mutex_lock(&current_lock));
    savings -= 10;
    current += 10;
    must(pthread_mutex_unlock(&current_lock));
    must(pthread_mutex_unlock(&savings_lock));
    return NULL;
}

static void *save(void *unused)
{
    (void)unused;
    must(pthread_barrier_wait(&both_started));
    must(pthread_mutex_lock(&savings_lock));
    must(pthread_mutex_lock(&current_lock));
    current -= 10;
    savings += 10;
    must(pthread_mutex_unlock(&current_lock));
    must(pthread_mutex_unlock(&savings_lock));
    return NULL;
}

int main(void)
{
    pthread_t spender, saver;

    must(pthread_barrier_init(&both_started, NULL, 2));
    must(pthread_create(&spender, NULL, spend, NULL));
    must(pthread_create(&saver, NULL, save, NULL));
    must(pthread_join(spender, NULL));
    must(pthread_join(saver, NULL));
    must(pthread_barrier_destroy(&both_started));
    printf("savings %d, current %d\n", savings, current);
    return EXIT_SUCCESS;
}
