/*
 * sigaction, signal: POSIX.1-2017, 2.4 and under the functions' names. The
 * kernel is told of a handler for what it may send itself (a fault, SIGPIPE),
 * and of nothing else: what the program sends, it gets from here. A signal that
 * comes at a time of its own (alarm, a timer) would make a schedule differ from
 * run to run, and is refused. alarm without a handler means "kill me if I
 * hang", and that the explorer does anyway.
 */
#include "runtime/libc/signal.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/call.h"
#include "runtime/libc/family.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"
#include "runtime/libc/signal_set.h"

#include <errno.h>

static struct disposition dispositions[SIGNALS];
static bool is_set; /* one of them is something else than its default */

void signal_begin(void)
{
    if (is_set) {
        base_fill(dispositions, 0, sizeof dispositions);
    }
    is_set = false;
}

struct disposition *signal_disposition(int number)
{
    return &dispositions[number];
}

/* Those that the runtime needs itself: what the program sets without a handler is only kept. */
static bool is_ours(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL ||
           number == SIGABRT || number == SIGALRM;
}

bool signal_has_handler(int number)
{
    return dispositions[number].handler != SIG_DFL && dispositions[number].handler != SIG_IGN;
}

bool signal_is_ignored(int number)
{
    return dispositions[number].handler == SIG_IGN ||
           (dispositions[number].handler == SIG_DFL &&
            (number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT));
}

bool signal_stops(int number)
{
    return dispositions[number].handler == SIG_DFL &&
           (number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU);
}

void signal_tell(void)
{
    struct member *member = family_exists() ? family_member(family_self()) : NULL;

    if (member == NULL) {
        return;
    }
    member->handled = member->ignored = 0;
    for (int i = 1; i < SIGNALS; i++) {
        member->handled |= signal_has_handler(i) ? signal_bit(i) : 0;
        member->ignored |= dispositions[i].handler == SIG_IGN ? signal_bit(i) : 0;
    }
    member->ignored |= (dispositions[SIGCHLD].flags & SA_NOCLDWAIT) != 0 ? signal_bit(SIGCHLD) : 0;
}

static bool is_valid(int number)
{
    return number > 0 && number < SIGNALS && number != SIGKILL && number != SIGSTOP;
}

static void action_tell(int number, struct sigaction *old, uintptr_t pc)
{
    if (old != NULL) {
        range_write(old, sizeof *old, pc);
        base_fill(old, 0, sizeof *old);
        old->sa_handler = dispositions[number].handler;
        old->sa_flags = dispositions[number].flags;
        base_copy(&old->sa_mask, &dispositions[number].mask, sizeof dispositions[number].mask);
    }
}

/* All threads are one for the kernel: a mask, or a stack, of one would be everybody's. */
static int kernel_set(int number, const struct sigaction *action)
{
    struct sigaction real = { 0 };

    base_copy(&real, action, sizeof real);
    if (!is_ours(number)) {
        real.sa_flags = (real.sa_flags & ~SA_ONSTACK) | SA_NODEFER;
        sigemptyset(&real.sa_mask);
    }
    return LIBC(sigaction)(number, &real, NULL);
}

static int action_set(int number, const struct sigaction *action, struct sigaction *old,
                      uintptr_t pc)
{
    bool is_handler = action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;

    range_read(action, sizeof *action, pc);
    if (is_handler) {
        outside_use(pc, "handles signal %d", number);
        assumption_rests(ASSUMPTION_SIGNALS);
    }
    action_tell(number, old, pc);
    dispositions[number].handler = action->sa_handler;
    dispositions[number].flags = action->sa_flags;
    base_copy(&dispositions[number].mask, &action->sa_mask, sizeof dispositions[number].mask);
    is_set = true;
    signal_tell();
    bool kernel_knows = is_handler ? number != SIGCHLD : !is_ours(number);
    return schedule_settings.fork_mode && kernel_knows ? kernel_set(number, action) : 0;
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
        action_tell(number, old, CALLER);
        return 0;
    }
    return action_set(number, action, old, CALLER);
}

void (*signal_set(int number, void (*handler)(int), int flags, uintptr_t pc))(int)
{
    if (!is_valid(number)) {
        errno = EINVAL;
        return SIG_ERR;
    }
    const struct sigaction action = { .sa_handler = handler, .sa_flags = flags };
    void (*old)(int) = dispositions[number].handler;
    return action_set(number, &action, NULL, pc) == 0 ? old : SIG_ERR;
}

EXPORT void (*signal(int number, void (*handler)(int)))(int)
{
    return call_is_seen(CALLER) ? signal_set(number, handler, SA_RESTART, CALLER)
                                : LIBC(signal)(number, handler);
}

EXPORT void (*bsd_signal(int number, void (*handler)(int)))(int)
{
    return call_is_seen(CALLER) ? signal_set(number, handler, SA_RESTART, CALLER)
                                : LIBC(signal)(number, handler);
}

EXPORT void (*ssignal(int number, void (*handler)(int)))(int)
{
    return call_is_seen(CALLER) ? signal_set(number, handler, SA_RESTART, CALLER)
                                : LIBC(signal)(number, handler);
}
