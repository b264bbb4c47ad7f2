/*
 * sigprocmask and pthread_sigmask: POSIX.1-2017. Each thread has a mask, which
 * is only kept: all threads are one thread of the system, and the signals that
 * the runtime itself needs must come. A thread begins with its creator's mask
 * by POSIX; here with none.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/range.h"
#include "runtime/libc/signal.h"

#include <errno.h>
#include <signal.h>

static struct mask {
    bool used;
    unsigned ordinal; /* of the thread that it belongs to: slots are used again */
    uint64_t blocked; /* a bit a signal */
} masks[THREADS_MAX];

static bool any_used;

void signal_mask_begin(void)
{
    for (unsigned i = 0; any_used && i < THREADS_MAX; i++) {
        masks[i].used = false;
    }
    any_used = false;
}

static struct mask *mask_current(void)
{
    struct mask *mask = &masks[thread_current->id];

    if (!mask->used || mask->ordinal != thread_current->ordinal) {
        any_used = true;
        *mask = (struct mask){ .used = true, .ordinal = thread_current->ordinal };
    }
    return mask;
}

bool signal_is_blocked(int number)
{
    return number > 0 && (mask_current()->blocked >> (number - 1) & 1) != 0;
}

/* glibc's sigset_t begins with a bit for each signal from 1 on. */
static int mask_set(int how, const sigset_t *set, sigset_t *old, uintptr_t pc)
{
    struct mask *mask = mask_current();
    uint64_t before = mask->blocked, given = 0;

    if (set != NULL) {
        range_read(set, sizeof given, pc);
        base_copy(&given, set, sizeof given);
        switch (how) {
        case SIG_BLOCK:
            mask->blocked |= given;
            break;
        case SIG_UNBLOCK:
            mask->blocked &= ~given;
            break;
        case SIG_SETMASK:
            mask->blocked = given;
            break;
        default:
            return EINVAL;
        }
    }
    if (old != NULL) {
        range_write(old, sizeof *old, pc);
        sigemptyset(old);
        base_copy(old, &before, sizeof before);
    }
    return 0;
}

EXPORT int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
    return call_is_seen(CALLER) ? mask_set(how, set, old, CALLER)
                                : LIBC(pthread_sigmask)(how, set, old);
}

EXPORT int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigprocmask)(how, set, old);
    }
    int error = mask_set(how, set, old, CALLER);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}
