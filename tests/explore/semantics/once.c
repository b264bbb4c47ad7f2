/*
 * pthread_once: POSIX.1-2017, also where the function is cancelled or ends the
 * thread: then it is as if it had never been called.
 */
#include "check.h"

static pthread_once_t early = PTHREAD_ONCE_INIT, late = PTHREAD_ONCE_INIT,
                      outer = PTHREAD_ONCE_INIT, inner = PTHREAD_ONCE_INIT,
                      ended = PTHREAD_ONCE_INIT, cancelled = PTHREAD_ONCE_INIT;
static int early_calls, late_calls, outer_calls, inner_calls, ended_calls, cancelled_calls;

static void early_function(void)
{
    early_calls++;
}

__attribute__((constructor)) static void before_main(void)
{
    if (pthread_once(&early, early_function) != 0 || early_calls != 1) {
        abort();
    }
}

static void late_function(void)
{
    late_calls++;
}

static void *call_late(void *argument)
{
    CHECK(pthread_once(&late, late_function), 0);
    CHECK(late_calls, 1); /* it is over, whoever was in it */
    return argument;
}

static void threads_check(void)
{
    pthread_t first = start(call_late, NULL), second = start(call_late, NULL);

    call_late(NULL);
    call_late(NULL);
    finish(first);
    finish(second);
    CHECK(late_calls, 1);
}

static void inner_function(void)
{
    inner_calls++;
}

static void outer_function(void)
{
    CHECK(pthread_once(&inner, inner_function), 0);
    outer_calls++;
}

static void nested_check(void)
{
    CHECK(pthread_once(&outer, outer_function), 0);
    CHECK(pthread_once(&inner, inner_function), 0);
    CHECK(outer_calls, 1);
    CHECK(inner_calls, 1);
}

static void ending_function(void)
{
    if (++ended_calls == 1) {
        pthread_exit((void *)7);
    }
}

static void *call_ending(void *argument)
{
    CHECK(pthread_once(&ended, ending_function), 0);
    return argument;
}

/* Somebody who waits gets to call it in place of the one that ended. */
static void end_check(void)
{
    pthread_t first = start(call_ending, NULL), second = start(call_ending, NULL);
    long results = finish(first) + finish(second);

    CHECK(results, 7);
    CHECK(ended_calls, 2);
    CHECK(pthread_once(&ended, ending_function), 0);
    CHECK(ended_calls, 2);
}

static void cancelled_function(void)
{
    if (++cancelled_calls == 1) {
        CHECK(pthread_cancel(pthread_self()), 0);
        pthread_testcancel();
        CHECK_TRUE(!"the thread goes on after its cancellation");
    }
}

static void *call_cancelled(void *argument)
{
    CHECK(pthread_once(&cancelled, cancelled_function), 0);
    return argument;
}

int main(void)
{
    CHECK(pthread_once(&early, early_function), 0);
    CHECK(early_calls, 1);
    threads_check();
    nested_check();
    end_check();
    CHECK(elsewhere(call_cancelled, NULL), (long)(intptr_t)PTHREAD_CANCELED);
    CHECK(elsewhere(call_cancelled, NULL), 0);
    CHECK(cancelled_calls, 2);
    return 0;
}
