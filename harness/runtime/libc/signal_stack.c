/*
 * sigaltstack: POSIX.1-2017. Each thread has one of its own; the kernel's, of
 * which there is one for all of them, is the runtime's.
 */
#include "runtime/engine/call.h"
#include "runtime/engine/thread.h"
#include "runtime/libc/range.h"
#include "runtime/libc/signal.h"

#include <errno.h>

static struct signal_stack {
    unsigned thread; /* 1 + the serial of whom it belongs to; 0: there is none */
    uintptr_t begin;
    size_t size;
} stacks[THREADS_MAX];

static bool any;
static const unsigned AUTODISARM = 1u << 31; /* of Linux: it need not be known here */

void signal_stack_begin(void)
{
    for (unsigned i = 0; any && i < THREADS_MAX; i++) {
        stacks[i].thread = 0;
    }
    any = false;
}

static struct signal_stack *current(void)
{
    struct signal_stack *stack = &stacks[thread_current->id];

    return stack->thread == thread_current->serial + 1 ? stack : NULL;
}

static bool is_there(const struct signal_stack *stack)
{
    return (uintptr_t)__builtin_frame_address(0) - stack->begin < stack->size;
}

uintptr_t signal_stack_top(void)
{
    const struct signal_stack *stack = current();

    return stack == NULL || is_there(stack) ? 0 : stack->begin + stack->size;
}

static int failed(int error)
{
    errno = error;
    return -1;
}

static int stack_set(const stack_t *given)
{
    int flags = (int)((unsigned)given->ss_flags & ~AUTODISARM);

    if (flags != 0 && flags != SS_ONSTACK && flags != SS_DISABLE) {
        return failed(EINVAL);
    }
    if (flags == SS_DISABLE) {
        stacks[thread_current->id].thread = 0;
        return 0;
    }
    if (given->ss_size < (size_t)MINSIGSTKSZ) {
        return failed(ENOMEM);
    }
    any = true;
    stacks[thread_current->id] = (struct signal_stack){ thread_current->serial + 1,
                                                        (uintptr_t)given->ss_sp, given->ss_size };
    call_stack_note((uintptr_t)given->ss_sp, given->ss_size);
    return 0;
}

static void stack_tell(const struct signal_stack *stack, stack_t *old)
{
    base_fill(old, 0, sizeof *old);
    old->ss_flags = SS_DISABLE;
    if (stack != NULL) {
        old->ss_sp = (void *)stack->begin;
        old->ss_size = stack->size;
        old->ss_flags = is_there(stack) ? SS_ONSTACK : 0;
    }
}

EXPORT int sigaltstack(const stack_t *restrict given, stack_t *restrict old)
{
    const struct signal_stack *stack;

    if (!call_is_seen(CALLER)) {
        return LIBC(sigaltstack)(given, old);
    }
    stack = current();
    if (given != NULL) {
        range_read(given, sizeof *given, CALLER);
        if (stack != NULL && is_there(stack)) {
            return failed(EPERM);
        }
    }
    stack_t wanted = { 0 };
    if (given != NULL) {
        base_copy(&wanted, given, sizeof wanted);
    }
    if (old != NULL) {
        range_write(old, sizeof *old, CALLER);
        stack_tell(stack, old);
    }
    return given != NULL ? stack_set(&wanted) : 0;
}
