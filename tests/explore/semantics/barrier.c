/*
 * Barriers: POSIX.1-2017, pthread_barrier_init, _wait, _destroy.
 */
#include "check.h"

enum { THREADS = 3, ROUNDS = 3 };

static pthread_barrier_t barrier;
static int arrived[ROUNDS], serials;
static int filled[THREADS];

/* One is enough for itself. */
static void single_check(void)
{
    CHECK(pthread_barrier_init(&barrier, NULL, 1), 0);
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_barrier_wait(&barrier), PTHREAD_BARRIER_SERIAL_THREAD);
    }
    CHECK(pthread_barrier_destroy(&barrier), 0);
}

/* Nobody leaves a round before all have come, and what they wrote is there. */
static void *rounds(void *argument)
{
    int me = (int)(intptr_t)argument;

    for (int i = 0; i < ROUNDS; i++) {
        filled[me] = i + 1;
        __atomic_fetch_add(&arrived[i], 1, __ATOMIC_RELAXED);
        int status = pthread_barrier_wait(&barrier);
        CHECK(__atomic_load_n(&arrived[i], __ATOMIC_RELAXED), THREADS);
        for (int j = 0; j < THREADS; j++) {
            CHECK(filled[j], i + 1);
        }
        if (status == PTHREAD_BARRIER_SERIAL_THREAD) {
            serials++; /* only one does this in a round, and rounds are ordered */
        } else {
            CHECK(status, 0);
        }
        status = pthread_barrier_wait(&barrier);
        CHECK_TRUE(status == 0 || status == PTHREAD_BARRIER_SERIAL_THREAD);
    }
    return NULL;
}

static void rounds_check(void)
{
    pthread_barrierattr_t attributes;

    CHECK(pthread_barrierattr_init(&attributes), 0);
    CHECK(pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED), 0);
    CHECK(pthread_barrier_init(&barrier, &attributes, THREADS), 0);
    CHECK(pthread_barrierattr_destroy(&attributes), 0);
    pthread_t first = start(rounds, (void *)1), second = start(rounds, (void *)2);
    rounds(NULL);
    finish(first);
    finish(second);
    CHECK(serials, ROUNDS);
    CHECK(pthread_barrier_destroy(&barrier), 0);
}

/* The serial thread may destroy it as soon as it is back: the others wait no more. */
static void *destroy_serial(void *argument)
{
    int status = pthread_barrier_wait(&barrier);

    (void)argument;
    if (status == PTHREAD_BARRIER_SERIAL_THREAD) {
        CHECK(pthread_barrier_destroy(&barrier), 0);
    }
    return NULL;
}

static void destroy_check(void)
{
    CHECK(pthread_barrier_init(&barrier, NULL, 2), 0);
    pthread_t other = start(destroy_serial, NULL);
    destroy_serial(NULL);
    finish(other);
    CHECK(pthread_barrier_init(&barrier, NULL, 1), 0);
    CHECK(pthread_barrier_wait(&barrier), PTHREAD_BARRIER_SERIAL_THREAD);
    CHECK(pthread_barrier_destroy(&barrier), 0);
}

int main(void)
{
    single_check();
    rounds_check();
    destroy_check();
    return 0;
}
