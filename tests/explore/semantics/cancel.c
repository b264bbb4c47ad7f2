/*
 * Cancellation: POSIX.1-2017, 2.9.5, pthread_cancel, pthread_setcancelstate,
 * pthread_setcanceltype, pthread_testcancel, pthread_cleanup_push.
 */
#include "check.h"

#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

static const long CANCELED = (long)(intptr_t)PTHREAD_CANCELED;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static sem_t never;
static char trail[16];
static size_t trail_length;

static void trail_add(void *letter)
{
    trail[trail_length++] = (char)(intptr_t)letter;
}

static void trail_check(const char *expected)
{
    for (size_t i = 0; i < trail_length || expected[i] != '\0'; i++) {
        CHECK(trail[i], expected[i]);
        trail[i] = '\0';
    }
    trail_length = 0;
}

static void *sleep_long(void *argument)
{
    for (;;) {
        sleep(1);
    }
    return argument;
}

static void *wait_semaphore(void *argument)
{
    CHECK(sem_wait(&never), 0);
    return argument;
}

static void *wait_semaphore_timed(void *argument)
{
    struct timespec until = later(CLOCK_REALTIME);

    CHECK_ERRNO(sem_timedwait(&never, &until), ETIMEDOUT);
    return wait_semaphore(argument); /* if it was allowed to wait so long */
}

static void *test(void *argument)
{
    for (;;) {
        pthread_testcancel();
    }
    return argument;
}

static void *join_other(void *argument)
{
    CHECK(pthread_join(*(pthread_t *)argument, NULL), 0);
    return NULL;
}

/* Each call that is a cancellation point, before and while it waits. */
static void points_check(void)
{
    static void *(*const points[])(void *) = { sleep_long, wait_semaphore, wait_semaphore_timed,
                                               test };
    pthread_t waited = start(wait_semaphore, NULL);
    pthread_t joiner = start(join_other, &waited);

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        pthread_t thread = start(points[i], NULL);
        CHECK(pthread_cancel(thread), 0);
        CHECK(pthread_kill(thread, 0), 0); /* it is there as long as it is not joined */
        CHECK(finish(thread), CANCELED);
    }
    CHECK(pthread_cancel(joiner), 0);
    CHECK(finish(joiner), CANCELED);
    CHECK(pthread_cancel(waited), 0); /* who was to be joined still can be */
    CHECK(finish(waited), CANCELED);
}

static void unlock(void *argument)
{
    (void)argument;
    CHECK(pthread_mutex_trylock(&mutex), EBUSY); /* the wait has taken it again */
    CHECK(pthread_mutex_unlock(&mutex), 0);
    trail_add((void *)(intptr_t)'u');
}

static void *wait_condition(void *argument)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    pthread_cleanup_push(unlock, NULL);
    for (;;) {
        pthread_cond_wait(&cond, &mutex);
    }
    pthread_cleanup_pop(0);
    return argument;
}

static void condition_check(void)
{
    pthread_t thread = start(wait_condition, NULL);

    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(pthread_cancel(thread), 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(finish(thread), CANCELED);
    CHECK(pthread_mutex_trylock(&mutex), 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    trail_check("u");
}

/* A cancelled waiter does not take along a signal that another one could have had. */
static int let_go, went;

static void just_unlock(void *argument)
{
    (void)argument;
    CHECK(pthread_mutex_unlock(&mutex), 0);
}

static void *wait_to_go(void *argument)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    pthread_cleanup_push(just_unlock, NULL);
    while (let_go == 0) {
        pthread_cond_wait(&cond, &mutex);
    }
    went++;
    CHECK(pthread_cond_signal(&cond), 0);
    pthread_cleanup_pop(1);
    return argument;
}

static void signal_check(void)
{
    pthread_t first = start(wait_to_go, NULL), second = start(wait_to_go, NULL);

    CHECK(pthread_mutex_lock(&mutex), 0);
    let_go = 1;
    CHECK(pthread_cond_signal(&cond), 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(pthread_cancel(first), 0);
    long result = finish(first);
    CHECK_TRUE(result == 0 || result == CANCELED);
    CHECK(finish(second), 0);
    CHECK_TRUE(went >= 1);
}

static void *nest(void *argument)
{
    pthread_cleanup_push(trail_add, (void *)(intptr_t)'a');
    pthread_cleanup_push(trail_add, (void *)(intptr_t)'b');
    pthread_cleanup_push(trail_add, (void *)(intptr_t)'c');
    pthread_cleanup_pop(1);
    pthread_cleanup_push(trail_add, (void *)(intptr_t)'d');
    pthread_cleanup_pop(0);
    if (argument != NULL) {
        pthread_exit(argument);
    }
    sleep_long(NULL);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

/* The handlers that are left are called, the newest first: by a cancellation and by pthread_exit.
 */
static void handlers_check(void)
{
    pthread_t thread = start(nest, NULL);

    CHECK(pthread_cancel(thread), 0);
    CHECK(finish(thread), CANCELED);
    trail_check("cba");
    CHECK(elsewhere(nest, (void *)9), 9);
    trail_check("cba");
}

static void states_check(void)
{
    int old = -1;

    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old), 0);
    CHECK(old, PTHREAD_CANCEL_ENABLE);
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old), 0);
    CHECK(old, PTHREAD_CANCEL_DISABLE);
    CHECK(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old), 0);
    CHECK(old, PTHREAD_CANCEL_DEFERRED);
    CHECK(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &old), 0);
    CHECK(old, PTHREAD_CANCEL_ASYNCHRONOUS);
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL), 0);
}

/* A request that comes while it is disabled is kept. */
static sem_t ready, requested;

static void *disabled(void *argument)
{
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL), 0);
    CHECK(sem_post(&ready), 0);
    CHECK(sem_wait(&requested), 0);
    pthread_testcancel();
    usleep(1);
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL), 0); /* this is no such point */
    trail_add((void *)(intptr_t)'e');
    pthread_testcancel();
    CHECK_TRUE(!"the thread goes on after its cancellation");
    return argument;
}

static void *asynchronous(void *argument)
{
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL), 0);
    CHECK(sem_post(&ready), 0);
    CHECK(sem_wait(&requested), 0);
    CHECK(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL), 0);
    trail_add((void *)(intptr_t)'e');
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL), 0); /* at once */
    CHECK_TRUE(!"the thread goes on after its cancellation");
    return argument;
}

static void kept_check(void *(*function)(void *))
{
    CHECK(sem_init(&ready, 0, 0), 0);
    CHECK(sem_init(&requested, 0, 0), 0);
    pthread_t thread = start(function, NULL);
    CHECK(sem_wait(&ready), 0);
    CHECK(pthread_cancel(thread), 0);
    CHECK(sem_post(&requested), 0);
    CHECK(finish(thread), CANCELED);
    trail_check("e");
    CHECK(sem_destroy(&ready), 0);
    CHECK(sem_destroy(&requested), 0);
}

static void *cancel_self(void *argument)
{
    CHECK(pthread_cancel(pthread_self()), 0);
    trail_add((void *)(intptr_t)'s'); /* deferred: it goes on up to here */
    pthread_testcancel();
    return argument;
}

static void *cancel_self_asynchronous(void *argument)
{
    CHECK(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL), 0);
    CHECK(pthread_cancel(pthread_self()), 0);
    CHECK_TRUE(!"the thread goes on after its cancellation");
    return argument;
}

static void *end(void *argument)
{
    return argument;
}

int main(void)
{
    CHECK(sem_init(&never, 0, 0), 0);
    points_check();
    condition_check();
    signal_check();
    handlers_check();
    states_check();
    kept_check(disabled);
    kept_check(asynchronous);
    CHECK(elsewhere(cancel_self, NULL), CANCELED);
    trail_check("s");
    CHECK(elsewhere(cancel_self_asynchronous, NULL), CANCELED);
    pthread_t ended = start(end, (void *)3);
    CHECK(pthread_cancel(ended), 0);
    CHECK(finish(ended), 3); /* it has no such point: its result stays */
    CHECK(sem_destroy(&never), 0);
    return 0;
}
