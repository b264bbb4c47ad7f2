/*
 * Signals that come at a time of their own, and waiting for one: POSIX.1-2017,
 * alarm, setitimer, timer_create, pause, sigsuspend, sigwait. Neither can be
 * explored.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/signal.h"

#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void timer_refuse(uintptr_t pc, const char *name)
{
    if (call_is_seen(pc) && signal_has_handler(SIGALRM)) {
        schedule_refuse("asks for a signal at a time (%s): no schedule can tell when it comes",
                        name);
    }
}

EXPORT unsigned alarm(unsigned seconds)
{
    timer_refuse(CALLER, "alarm");
    return call_is_seen(CALLER) ? 0 : LIBC(alarm)(seconds);
}

EXPORT useconds_t ualarm(useconds_t value, useconds_t interval)
{
    timer_refuse(CALLER, "ualarm");
    return call_is_seen(CALLER) ? 0 : LIBC(ualarm)(value, interval);
}

EXPORT int setitimer(__itimer_which_t which, const struct itimerval *restrict value,
                     struct itimerval *restrict old)
{
    if (call_is_seen(CALLER)) {
        schedule_refuse("asks for a signal at a time (setitimer): no schedule can tell when it "
                        "comes");
    }
    return LIBC(setitimer)(which, value, old);
}

EXPORT int timer_create(clockid_t clock, struct sigevent *restrict event, timer_t *restrict timer)
{
    if (call_is_seen(CALLER)) {
        schedule_refuse("asks for a signal at a time (timer_create): no schedule can tell when it "
                        "comes");
    }
    return LIBC(timer_create)(clock, event, timer);
}

/* To wait for a signal is to wait for the world outside. */
// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define SIGNAL_WAIT(name, parameters, arguments)                                                   \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            schedule_refuse("waits for a signal (" #name "): that cannot be explored");            \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

SIGNAL_WAIT(pause, (void), ())
SIGNAL_WAIT(sigsuspend, (const sigset_t *set), (set))
SIGNAL_WAIT(sigwait, (const sigset_t *restrict set, int *restrict number), (set, number))
SIGNAL_WAIT(sigwaitinfo, (const sigset_t *restrict set, siginfo_t *restrict info), (set, info))
SIGNAL_WAIT(sigtimedwait,
            (const sigset_t *restrict set, siginfo_t *restrict info,
             const struct timespec *restrict time),
            (set, info, time))
