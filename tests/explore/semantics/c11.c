/*
 * Threads of C11: 7.26 of the standard, all of threads.h.
 */
#include "check.h"

#include <threads.h>

static mtx_t mutex;
static cnd_t cond;
static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static int counter, called, destroyed, let_go;

static int give(void *argument)
{
    return *(int *)argument;
}

static int exit_with(void *argument)
{
    thrd_exit(*(int *)argument);
}

static int is_main(void *argument)
{
    return thrd_equal(thrd_current(), *(thrd_t *)argument);
}

static int run(thrd_start_t function, void *argument)
{
    thrd_t thread;
    int code = UNDEFINED;

    CHECK(thrd_create(&thread, function, argument), thrd_success);
    CHECK(thrd_join(thread, &code), thrd_success);
    return code;
}

static void threads_check(void)
{
    static int negative = -7, large = 0x7fffffff;
    thrd_t self = thrd_current(), thread;

    CHECK(run(give, &negative), -7);
    CHECK(run(exit_with, &negative), -7);
    CHECK(run(give, &large), 0x7fffffff);
    CHECK(run(is_main, &self), 0);
    CHECK_TRUE(thrd_equal(self, thrd_current()));
    CHECK(thrd_create(&thread, give, &large), thrd_success);
    CHECK(thrd_join(thread, NULL), thrd_success);
    CHECK(thrd_create(&thread, give, &large), thrd_success);
    CHECK(thrd_detach(thread), thrd_success);
    thrd_yield();
}

static void sleep_check(void)
{
    struct timespec before, after, duration = { 0, 1000 };

    CHECK(timespec_get(&before, TIME_UTC), TIME_UTC);
    CHECK(thrd_sleep(&duration, NULL), 0);
    CHECK(thrd_sleep(&duration, &duration), 0);
    CHECK(timespec_get(&after, TIME_UTC), TIME_UTC);
    CHECK_TRUE(after.tv_sec > before.tv_sec ||
               (after.tv_sec == before.tv_sec && after.tv_nsec >= before.tv_nsec + 2000));
}

enum { TIMED = 100 }; /* not the standard's: which call it is */

static int try(void *which)
{
    int status = *(int *)which == TIMED ? mtx_timedlock(&mutex, &PAST) : mtx_trylock(&mutex);

    if (status == thrd_success) {
        CHECK(mtx_unlock(&mutex), thrd_success);
    }
    return status;
}

static void mutex_check(int type)
{
    int plain = 0, timed = TIMED;

    CHECK(mtx_init(&mutex, type), thrd_success);
    CHECK(run(try, &plain), thrd_success);
    CHECK(mtx_lock(&mutex), thrd_success);
    CHECK(run(try, &plain), thrd_busy);
    CHECK(mtx_trylock(&mutex), (type & mtx_recursive) != 0 ? thrd_success : thrd_busy);
    if ((type & mtx_timed) != 0) {
        CHECK(run(try, &timed), thrd_timedout);
    }
    if ((type & mtx_recursive) != 0) {
        CHECK(mtx_lock(&mutex), thrd_success);
        CHECK(mtx_unlock(&mutex), thrd_success);
        CHECK(mtx_unlock(&mutex), thrd_success);
        CHECK(run(try, &plain), thrd_busy);
    }
    CHECK(mtx_unlock(&mutex), thrd_success);
    CHECK(run(try, &plain), thrd_success);
    if ((type & mtx_timed) != 0) {
        CHECK(run(try, &timed), thrd_success);
    }
    mtx_destroy(&mutex);
}

static int count(void *argument)
{
    CHECK(mtx_lock(&mutex), thrd_success);
    counter++;
    CHECK(cnd_signal(&cond), thrd_success);
    CHECK(mtx_unlock(&mutex), thrd_success);
    (void)argument;
    return 0;
}

static int wait_to_go(void *argument)
{
    CHECK(mtx_lock(&mutex), thrd_success);
    while (let_go == 0) {
        CHECK(cnd_wait(&cond, &mutex), thrd_success);
    }
    let_go--;
    CHECK(mtx_trylock(&mutex), thrd_busy);
    CHECK(mtx_unlock(&mutex), thrd_success);
    (void)argument;
    return 0;
}

static void condition_check(int (*wake)(cnd_t *), int times, int together)
{
    thrd_t first, second;

    CHECK(thrd_create(&first, wait_to_go, NULL), thrd_success);
    CHECK(thrd_create(&second, wait_to_go, NULL), thrd_success);
    for (int i = 0; i < times; i++) {
        CHECK(mtx_lock(&mutex), thrd_success);
        let_go += together;
        CHECK(wake(&cond), thrd_success);
        CHECK(mtx_unlock(&mutex), thrd_success);
    }
    CHECK(thrd_join(first, NULL), thrd_success);
    CHECK(thrd_join(second, NULL), thrd_success);
    CHECK(let_go, 0);
}

static void conditions_check(void)
{
    struct timespec until;
    thrd_t thread;
    int status = thrd_success;

    CHECK(mtx_init(&mutex, mtx_plain), thrd_success);
    CHECK(cnd_init(&cond), thrd_success);
    CHECK(cnd_signal(&cond), thrd_success);
    CHECK(cnd_broadcast(&cond), thrd_success);
    CHECK(mtx_lock(&mutex), thrd_success);
    CHECK(cnd_timedwait(&cond, &mutex, &PAST), thrd_timedout);
    CHECK(mtx_trylock(&mutex), thrd_busy);
    CHECK(mtx_unlock(&mutex), thrd_success);
    condition_check(cnd_signal, 2, 1);
    condition_check(cnd_broadcast, 1, 2);

    until = later(CLOCK_REALTIME);
    CHECK(thrd_create(&thread, count, NULL), thrd_success);
    CHECK(mtx_lock(&mutex), thrd_success);
    while (counter == 0 && status == thrd_success) {
        status = cnd_timedwait(&cond, &mutex, &until);
    }
    CHECK_TRUE(status == thrd_success || is_over(CLOCK_REALTIME, &until));
    CHECK(mtx_unlock(&mutex), thrd_success);
    CHECK(thrd_join(thread, NULL), thrd_success);
    cnd_destroy(&cond);
    mtx_destroy(&mutex);
}

static void call(void)
{
    called++;
}

static int call_it(void *argument)
{
    call_once(&once, call);
    CHECK(called, 1);
    (void)argument;
    return 0;
}

static void destroy(void *value)
{
    destroyed += *(int *)value;
}

static int set(void *argument)
{
    CHECK_TRUE(tss_get(key) == NULL);
    CHECK(tss_set(key, argument), thrd_success);
    CHECK_TRUE(tss_get(key) == argument);
    return 0;
}

static void storage_check(void)
{
    static int three = 3;

    CHECK(tss_create(&key, destroy), thrd_success);
    CHECK(run(set, &three), 0);
    CHECK(destroyed, 3);
    CHECK_TRUE(tss_get(key) == NULL);
    tss_delete(key);
    CHECK(tss_set(key, &three), thrd_error);
}

int main(void)
{
    thrd_t other;

    threads_check();
    sleep_check();
    mutex_check(mtx_plain);
    mutex_check(mtx_timed);
    mutex_check(mtx_plain | mtx_recursive);
    mutex_check(mtx_timed | mtx_recursive);
    conditions_check();
    CHECK(thrd_create(&other, call_it, NULL), thrd_success);
    call_it(NULL);
    CHECK(thrd_join(other, NULL), thrd_success);
    storage_check();
    return 0;
}
