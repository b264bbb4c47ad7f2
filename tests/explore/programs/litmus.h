/*
 * What the litmus programs share: two places, and threads that store to them and load from them.
 */
#ifndef RACETRAP_LITMUS_H
#define RACETRAP_LITMUS_H

#include <pthread.h>
#include <stdatomic.h>

typedef void *litmus_thread(void *unused);

enum { LITMUS_THREADS_MAX = 8 };

static atomic_int x, y;

static inline int litmus_run(litmus_thread *const *runs, int count)
{
    pthread_t threads[LITMUS_THREADS_MAX];

    for (int i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, runs[i], NULL) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}

#endif
