/*
 * Fibers: the explored program's threads are stacks of one kernel thread, and
 * a switch is a change of registers and of thread-local storage (x86-64 System
 * V ABI).
 */
#ifndef RACETRAP_RUNTIME_ENGINE_FIBER_H
#define RACETRAP_RUNTIME_ENGINE_FIBER_H

#include "runtime/engine/base.h"
#include "runtime/engine/local_storage.h"

/* The stacks lie side by side, each above a guard. */
#define FIBER_STACKS ((uintptr_t)0x300000000000)
enum {
    FIBER_STACK_SIZE = 256 << 10,
    FIBER_GUARD_SIZE = 64 << 10,
    FIBER_STRIDE = FIBER_STACK_SIZE + FIBER_GUARD_SIZE,
    FIBER_STACKS_SIZE = FIBER_STRIDE * THREADS_MAX,
};

/* A fiber that waits. */
struct fiber {
    void *stack_pointer;
    struct local local;
};

/* Makes fibers up to `count`, or the rest of them; fiber 0 is the caller's own. Before anything
 * runs. */
void fiber_prepare(unsigned count);
unsigned fiber_count(void);

/* The lowest address of a fiber's stack. */
static inline uintptr_t fiber_stack(unsigned fiber)
{
    return FIBER_STACKS + (uintptr_t)fiber * FIBER_STRIDE + FIBER_GUARD_SIZE;
}

/* Lets `fiber`, on its own stack and with fresh thread-local storage, begin with `entry`. */
void fiber_begin(struct fiber *fiber, unsigned number, void (*entry)(void));

/* Wipes what a fiber has left on its stack from `low` upwards. */
void fiber_wipe(unsigned number, uintptr_t low);

/* Saves the running fiber in `from` and goes on with `to`. */
void fiber_switch(struct fiber *from, const struct fiber *to);

#endif
