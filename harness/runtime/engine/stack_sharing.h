/*
 * Which part of each thread's stack other threads have touched: an access to
 * one's own stack is a scheduling point only there.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_STACK_SHARING_H
#define RACETRAP_RUNTIME_ENGINE_STACK_SHARING_H

#include "runtime/engine/base.h"
#include "runtime/engine/fiber.h"
#include "runtime/engine/thread.h"

/* Stacks: what others have touched of each. Kept from one schedule to the next by the search. */
struct stack_sharing {
    uintptr_t low[THREADS_MAX],
        high[THREADS_MAX]; /* as distances from the stack's lowest address */
};

/* What every schedule of this process begins with. Borrowed. */
void stack_sharing_use(const struct stack_sharing *known);

/* Begins a schedule: with that, whatever the last one has shown. */
void stack_sharing_renew(void);

/* This process goes its own way: what it is shown is none of its parent's business. */
void stack_sharing_separate(void);

/* Whether this schedule has shown more than it began with. */
bool stack_sharing_has_news(void);

/* Adds what this schedule has shown; returns whether it was news. */
bool stack_sharing_learn(struct stack_sharing *known);

static inline bool stack_holds(uintptr_t address)
{
    return address - FIBER_STACKS < FIBER_STACKS_SIZE;
}

/* An access to a stack, by the current thread: to one's own it counts only where others have been.
 */
bool stack_is_shared(uintptr_t address, size_t size);

/* Which part of a stack others have touched, as far as is known. Returns its size; 0: none. */
size_t stack_shared_part(unsigned owner, uintptr_t *address);

/* Whether nobody else can see what the current thread does there: on its stack, or to errno. */
static inline bool stack_is_private(uintptr_t address, size_t size)
{
    return stack_holds(address) ? !stack_is_shared(address, size)
                                : UNLIKELY(local_is_libc(&thread_current->fiber.local, address));
}

#endif
