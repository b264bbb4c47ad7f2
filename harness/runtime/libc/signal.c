/*
 * sigaction, signal, raise, kill: POSIX.1-2017, 2.4 and under the functions'
 * names. A handler runs in the thread that raises the signal, at once: a signal
 * that comes at a time of its own (alarm, a timer) would make a schedule
 * differ from run to run, and is refused. alarm without a handler means "kill
 * me if I hang", and that the explorer does anyway.
 */
#include "runtime/libc/signal.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/call.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"

#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { SIGNALS = 65 };

static void (*dispositions[SIGNALS])(int); /* what the program has set: SIG_DFL is 0 */
static bool is_set;                        /* one of them is something else */

void signal_begin(void)
{
    for (int i = 0; is_set && i < SIGNALS; i++) {
        dispositions[i] = SIG_DFL;
    }
    is_set = false;
}

/* Those that the runtime needs itself: what the program sets without a handler is only kept. */
static bool is_ours(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL ||
           number == SIGABRT || number == SIGALRM;
}

static bool is_handler(void (*disposition)(int))
{
    return disposition != SIG_DFL && disposition != SIG_IGN;
}

static bool is_valid(int number)
{
    return number > 0 && number < SIGNALS && number != SIGKILL && number != SIGSTOP;
}

static void action_tell(int number, struct sigaction *old)
{
    if (old != NULL) {
        base_fill(old, 0, sizeof *old);
        old->sa_handler = dispositions[number];
    }
}

static int action_set(int number, const struct sigaction *action, struct sigaction *old,
                      uintptr_t pc)
{
    if (is_handler(action->sa_handler)) {
        outside_use(pc, "handles signal %d", number);
        assumption_rests(ASSUMPTION_SIGNALS);
        dispositions[number] = action->sa_handler;
        is_set = true;
        if (old != NULL) {
            range_touch(old, sizeof *old);
        }
        return LIBC(sigaction)(number, action, old);
    }
    action_tell(number, old);
    dispositions[number] = action->sa_handler;
    is_set = true;
    return schedule_settings.fork_mode && !is_ours(number) ? LIBC(sigaction)(number, action, NULL)
                                                           : 0;
}

EXPORT int sigaction(int number, const struct sigaction *restrict action,
                     struct sigaction *restrict old)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigaction)(number, action, old);
    }
    if (number <= 0 || number >= SIGNALS || (action != NULL && !is_valid(number))) {
        errno = EINVAL;
        return -1;
    }
    if (action == NULL) {
        action_tell(number, old);
        return 0;
    }
    return action_set(number, action, old, CALLER);
}

EXPORT void (*signal(int number, void (*handler)(int)))(int)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(signal)(number, handler);
    }
    if (!is_valid(number)) {
        errno = EINVAL;
        return SIG_ERR;
    }
    const struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };
    void (*old)(int) = dispositions[number];
    return action_set(number, &action, NULL, CALLER) == 0 ? old : SIG_ERR;
}

static bool is_harmless(int number)
{
    return number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT;
}

/* The process gets a signal. Without a handler, its end is a crash like any other. */
static int signal_send(int number, uintptr_t pc)
{
    if (number < 0 || number >= SIGNALS) {
        errno = EINVAL;
        return -1;
    }
    if (number == 0 || signal_is_blocked(number) || dispositions[number] == SIG_IGN ||
        (dispositions[number] == SIG_DFL && is_harmless(number))) {
        return 0;
    }
    if (is_handler(dispositions[number])) {
        outside_use(pc, "sends itself signal %d", number);
        return LIBC(raise)(number);
    }
    schedule_finish(number == SIGABRT ? SCHEDULE_ABORTED : SCHEDULE_CRASHED, number);
}

EXPORT int raise(int number)
{
    return call_is_seen(CALLER) ? signal_send(number, CALLER) : LIBC(raise)(number);
}

EXPORT int kill(pid_t process, int number)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(kill)(process, number);
    }
    if (process == getpid()) {
        return signal_send(number, CALLER);
    }
    if (number != 0) {
        outside_use(CALLER, "sends signal %d to another process", number);
    }
    return LIBC(kill)(process, number);
}

static void timer_refuse(uintptr_t pc, const char *name)
{
    if (call_is_seen(pc) && is_handler(dispositions[SIGALRM])) {
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
