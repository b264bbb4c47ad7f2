/*
 * sigprocmask, pthread_sigmask and sigpending: POSIX.1-2017. Each thread has a
 * mask, which is only kept: all threads are one thread of the system, and the
 * signals that the runtime itself needs must come. A thread begins with its
 * creator's mask by POSIX; here with none.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/family.h"
#include "runtime/libc/range.h"
#include "runtime/libc/signal.h"

#include <errno.h>

enum { HANDLERS_MAX = 8 };

static struct mask {
    bool used;
    unsigned thread;  /* serial of whom it belongs to: slots are used again */
    uint64_t blocked; /* a bit a signal */
    uint64_t waiting; /* sent to this thread, and blocked */
    unsigned handler_count;
    struct handling {
        const struct call_stack *calls; /* where it runs */
        uintptr_t frame;
        uint64_t blocked; /* when it began */
    } handlers[HANDLERS_MAX];
} masks[THREADS_MAX];

static bool any_used;

void signal_mask_begin(void)
{
    for (unsigned i = 0; any_used && i < THREADS_MAX; i++) {
        masks[i].used = false;
    }
    any_used = false;
}

static void mask_clear(struct mask *mask, const struct thread *thread)
{
    any_used = true;
    mask->used = true;
    mask->thread = thread->serial;
    mask->blocked = mask->waiting = 0;
    mask->handler_count = 0;
}

/* A handler that was left by a longjmp does not block anything any more: its frame is not there. */
static void left_drop(struct mask *mask, uintptr_t here)
{
    while (mask->handler_count > 0) {
        const struct handling *handling = &mask->handlers[mask->handler_count - 1];
        if (handling->calls != thread_current->calls || here <= handling->frame) {
            return;
        }
        mask->blocked = handling->blocked;
        mask->handler_count--;
    }
}

static struct mask *mask_of(const struct thread *thread)
{
    struct mask *mask = &masks[thread->id];

    if (!mask->used || mask->thread != thread->serial) {
        mask_clear(mask, thread);
    }
    return mask;
}

static struct mask *mask_current(void)
{
    struct mask *mask = mask_of(thread_current);

    left_drop(mask, (uintptr_t)__builtin_frame_address(0));
    return mask;
}

uint64_t *signal_mask_of(const struct thread *thread)
{
    return &mask_of(thread)->blocked;
}

uint64_t *signal_waiting_of(const struct thread *thread)
{
    return &mask_of(thread)->waiting;
}

uint64_t *signal_mask(void)
{
    return &mask_current()->blocked;
}

uint64_t *signal_waiting(void)
{
    return &mask_current()->waiting;
}

bool signal_is_blocked(int number)
{
    return (mask_current()->blocked & signal_bit(number)) != 0;
}

void signal_handler_enter(const struct disposition *disposition, int number, const void *frame)
{
    struct mask *mask = mask_current();

    if (mask->handler_count == HANDLERS_MAX) {
        schedule_refuse("has more than %d signal handlers under way in a thread", HANDLERS_MAX);
    }
    mask->handlers[mask->handler_count++] =
        (struct handling){ thread_current->calls, (uintptr_t)frame, mask->blocked };
    mask->blocked |= disposition->mask;
    if ((disposition->flags & SA_NODEFER) == 0) {
        mask->blocked |= signal_bit(number);
    }
}

void signal_handler_leave(void)
{
    struct mask *mask = &masks[thread_current->id];

    if (mask->handler_count > 0) {
        mask->blocked = mask->handlers[--mask->handler_count].blocked;
    }
}

/* glibc's sigset_t begins with a bit for each signal from 1 on. */
static int mask_set(int how, const sigset_t *set, sigset_t *old, uintptr_t pc)
{
    struct mask *mask = mask_current();
    uint64_t before = mask->blocked, given = 0;

    if (set != NULL) {
        range_read(set, sizeof given, pc);
        base_copy(&given, set, sizeof given);
        given &= ~(signal_bit(SIGKILL) | signal_bit(SIGSTOP));
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
    signal_take(pc); /* what was blocked may have come before */
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

EXPORT int sigpending(sigset_t *set)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigpending)(set);
    }
    const struct mask *mask = mask_current();
    uint64_t waiting = mask->waiting | signal_waiting_for_process();
    waiting &= mask->blocked;
    range_write(set, sizeof *set, CALLER);
    sigemptyset(set);
    base_copy(set, &waiting, sizeof waiting);
    return 0;
}
