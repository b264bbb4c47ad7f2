/*
 * The calls that have not returned, as the compiler's hooks tell of them. They
 * belong to the memory that a stack lies in, and not to a thread: a program
 * may have stacks of its own and go from one to the other (makecontext, or by
 * its own means), and another thread may go on where one has left.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_CALL_STACK_H
#define RACETRAP_RUNTIME_ENGINE_CALL_STACK_H

#include "runtime/engine/base.h"

enum { FRAMES_MAX = 1024 }; /* deeper calls are counted and not kept */

/* A call that has not returned: from where, and where the stack was, which tells what a longjmp has
 * left behind. */
struct frame {
    uintptr_t call;
    uintptr_t stack;
};

struct call_stack {
    uintptr_t limit;     /* its lowest address */
    uintptr_t low, high; /* how deep it has been used, and its end */
    unsigned depth;
    struct frame *frames; /* FRAMES_MAX of them */
};

/* A thread has gone from one stack to another: what it has of its own need not be where it is. */
extern bool call_stack_was_left;

/* Nobody's: whoever comes next looks where it is. */
extern struct call_stack CALL_STACK_NONE;

/* Begins a schedule: the program has no stacks of its own. */
void call_stacks_begin(void);

/* Makes one of these addresses, without any calls. */
void call_stack_make(struct call_stack *stack, uintptr_t limit, size_t size);

/* The program has told that a stack of its own is there. */
void call_stack_note(uintptr_t limit, size_t size);

/* The one that `here` is in: of the program's own, else `own`, else one that is guessed. Notes how
 * deep it is used. */
struct call_stack *call_stack_find(struct call_stack *own, uintptr_t here);

/* Whether `here` is in the part of it that has been used. */
static inline bool call_stack_holds(const struct call_stack *stack, uintptr_t here)
{
    return here - stack->low < stack->high - stack->low;
}

/* A function was called, whose stack begins at `here`. Frames that a longjmp has left behind are
 * those whose stack is below. */
static inline void call_stack_enter(struct call_stack *stack, uintptr_t call, uintptr_t here)
{
    if (UNLIKELY(stack->depth > FRAMES_MAX) && stack->frames[FRAMES_MAX - 1].stack <= here) {
        stack->depth = FRAMES_MAX;
    }
    while (stack->depth > 0 && stack->depth <= FRAMES_MAX &&
           stack->frames[stack->depth - 1].stack <= here) {
        stack->depth--;
    }
    if (LIKELY(stack->depth < FRAMES_MAX)) {
        stack->frames[stack->depth] = (struct frame){ call, here };
    }
    stack->depth++;
}

#endif
