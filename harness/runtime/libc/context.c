/*
 * Stacks of the program's own: getcontext and swapcontext, as POSIX.1-2004 has
 * them, and setcontext. A context goes on in whichever thread asks for it. What
 * lies on its stack is memory like any other; only the calls that have not
 * returned are kept apart (call_stack.h). makecontext only writes what it is
 * given, and needs nothing.
 */
#include "runtime/engine/call.h"
#include "runtime/engine/call_stack.h"
#include "runtime/libc/range.h"

#include <ucontext.h>

static const uintptr_t STACK_SIZE_MAX = (uintptr_t)1 << 32;

/* A context that was only saved says nothing of its stack: then its stack pointer is not there. */
static void stack_note(const ucontext_t *context)
{
    uintptr_t limit = (uintptr_t)context->uc_stack.ss_sp;
    size_t size = context->uc_stack.ss_size;

    if (size < STACK_SIZE_MAX && (uintptr_t)context->uc_mcontext.gregs[REG_RSP] - limit <= size) {
        call_stack_note(limit, size);
    }
    call_stack_was_left = true;
    thread_current->calls = &CALL_STACK_NONE;
}

/* The kernel writes the signal mask. */
static void save_begin(ucontext_t *to, uintptr_t pc)
{
    range_touch(to, sizeof *to);
    range_write(to, sizeof *to, pc);
}

EXPORT int swapcontext(ucontext_t *restrict from, const ucontext_t *restrict to)
{
    if (call_is_seen(CALLER)) {
        save_begin(from, CALLER);
        range_read(to, sizeof *to, CALLER);
        stack_note(to);
    }
    int status = LIBC(swapcontext)(from, to);
    if (schedule_active) {
        thread_current->calls = &CALL_STACK_NONE; /* of another thread, maybe */
    }
    return status;
}

EXPORT int setcontext(const ucontext_t *context)
{
    if (call_is_seen(CALLER)) {
        range_read(context, sizeof *context, CALLER);
        stack_note(context);
    }
    return LIBC(setcontext)(context);
}

typedef int save_function(ucontext_t *context);

__attribute__((used, visibility("hidden"))) save_function *context_save_begin(ucontext_t *to,
                                                                              uintptr_t pc)
{
    if (call_is_seen(pc)) {
        save_begin(to, pc);
    }
    return LIBC(getcontext);
}

/* Returns once more when the context is taken up again: there must be nothing of ours in it. */
EXPORT __attribute__((naked)) int getcontext(ucontext_t *context __attribute__((unused)))
{
    /* a naked function may not name its argument, which is in %rdi */
    __asm__("push %rdi\n\t"
            "mov 8(%rsp), %rsi\n\t"
            "call context_save_begin\n\t"
            "pop %rdi\n\t"
            "jmp *%rax");
}
