/*
 * `while` looks again after every wake-up: a consumer goes on only if an item
 * is there while it holds the mutex, and nobody can take that item away before
 * it does. It no longer matters who is woken, how often, or for what.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CONSUMERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t item_added = PTHREAD_COND_INITIALIZER;
static int items, taken_from_nothing;

static void must(int error)
{
    if (error != 0) {
        exit(EXIT_FAILURE);
    }
}

static void *consume(void *unused)
{
    (void)unused;
    must(pthread_mutex_lock(&lock));
    while (items == 0) {
        must(pthread_cond_wait(&item_added, &lock));
    }
    if (items > 0) {
        items--;
    } else {
        taken_from_nothing++;
    }
    must(pthread_mutex_unlock(&lock));
    return NULL;
}

static void add_items(void)
{
    const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };

    for (int i = 0; i < CONSUMERS; i++) {
        must(nanosleep(&pause, NULL));
        must(pthread_mutex_lock(&lock));
        items++;
        must(pthread_cond_broadcast(&item_added));
        must(pthread_mutex_unlock(&lock));
    }
}

int main(void)
{
    pthread_t consumers[CONSUMERS];

    for (int i = 0; i < CONSUMERS; i++) {
        must(pthread_create(&consumers[i], NULL, consume, NULL));
    }
    add_items();
    for (int i = 0; i < CONSUMERS; i++) {
        must(pthread_join(consumers[i], NULL));
    }
    printf("items left: %d, taken from nothing: %d\n", items, taken_from_nothing);
    return EXIT_SUCCESS;
}
