/*
 * Older names for what is done with signals: sysv_signal (which signal means
 * where only POSIX is asked for), bsd_signal, siginterrupt, sigblock: Linux's
 * manual pages; sigset, sighold, sigrelse, sigignore: POSIX.1-2017.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/signal.h"
#include "runtime/libc/signal_set.h"

#include <errno.h>

/* That is what they are here for. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

typedef void handler(int);

EXPORT handler *__sysv_signal(int number, handler *function)
{
    return call_is_seen(CALLER)
               ? signal_set(number, function, (int)SA_RESETHAND | SA_NODEFER, CALLER)
               : LIBC(__sysv_signal)(number, function);
}

EXPORT handler *sysv_signal(int number, handler *function) __attribute__((alias("__sysv_signal")));

/* As SIG_HOLD in sigset. */
static handler *hold(int number)
{
    handler *old = signal_disposition(number)->handler;

    *signal_mask() |= signal_bit(number);
    return old;
}

static bool is_number(int number)
{
    bool is = number > 0 && number < SIGNALS && number != SIGKILL && number != SIGSTOP;

    errno = is ? errno : EINVAL;
    return is;
}

static int release(int number, uintptr_t pc)
{
    *signal_mask() &= ~signal_bit(number);
    signal_take(pc);
    return 0;
}

EXPORT handler *sigset(int number, handler *function)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigset)(number, function);
    }
    if (!is_number(number)) {
        return SIG_ERR;
    }
    bool was_held = signal_is_blocked(number);
    handler *old = function == SIG_HOLD ? hold(number) : signal_set(number, function, 0, CALLER);
    if (function != SIG_HOLD) {
        release(number, CALLER);
    }
    return was_held ? SIG_HOLD : old;
}

EXPORT int sighold(int number)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sighold)(number);
    }
    if (!is_number(number)) {
        return -1;
    }
    hold(number);
    return 0;
}

EXPORT int sigrelse(int number)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigrelse)(number);
    }
    return is_number(number) ? release(number, CALLER) : -1;
}

EXPORT int sigignore(int number)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigignore)(number);
    }
    return signal_set(number, SIG_IGN, 0, CALLER) == SIG_ERR ? -1 : 0;
}

EXPORT int siginterrupt(int number, int interrupts)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(siginterrupt)(number, interrupts);
    }
    if (!is_number(number)) {
        return -1;
    }
    struct disposition *disposition = signal_disposition(number);
    disposition->flags =
        interrupts ? disposition->flags & ~SA_RESTART : disposition->flags | SA_RESTART;
    return 0;
}

/* Masks of BSD have a bit for each signal up to 32. */
EXPORT int sigblock(int mask)
{
    if (!call_is_seen(CALLER)) {
        return -1;
    }
    uint64_t old = *signal_mask();
    *signal_mask() |= (unsigned)mask;
    return (int)old;
}

EXPORT int sigsetmask(int mask)
{
    if (!call_is_seen(CALLER)) {
        return -1;
    }
    uint64_t old = *signal_mask();
    *signal_mask() = (unsigned)mask;
    signal_take(CALLER);
    return (int)old;
}
