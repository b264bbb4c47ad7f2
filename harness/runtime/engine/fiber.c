#include "runtime/engine/fiber.h"

#include <sys/mman.h>
#include <sys/syscall.h>

#ifndef __x86_64__
#error "the explorer switches fibers on x86-64 only, as yet"
#endif

enum {
    PATTERN_SIZE = 8 << 10, /* how much of a stack is filled with a pattern; the rest is zero */
    PATTERN = 0xbe,
};
enum { MXCSR_DEFAULT = 0x1f80, X87_DEFAULT = 0x37f };

static unsigned count;

void fiber_registers_switch(void **save, void *load); /* fiber_switch.S */

static void fiber_make(unsigned number)
{
    uintptr_t stack = fiber_stack(number);

    base_kernel(SYS_mprotect, stack - FIBER_GUARD_SIZE, FIBER_GUARD_SIZE, PROT_NONE, 0, 0, 0);
    base_fill((char *)stack + FIBER_STACK_SIZE - PATTERN_SIZE, PATTERN, PATTERN_SIZE);
    local_add(number);
}

void fiber_prepare(unsigned wanted)
{
    if (count == 0) {
        base_map_at(FIBER_STACKS, FIBER_STACKS_SIZE);
    }
    for (; count < wanted; count++) {
        fiber_make(count);
    }
}

unsigned fiber_count(void)
{
    return count;
}

void fiber_begin(struct fiber *fiber, unsigned number, void (*entry)(void))
{
    void **stack = (void **)(fiber_stack(number) + FIBER_STACK_SIZE - 64);

    *--stack = NULL;          /* where `entry` would return to */
    *--stack = (void *)entry; /* where the first switch returns to */
    for (unsigned i = 0; i < 6; i++) {
        *--stack = NULL;
    }
    stack--;
    ((uint32_t *)stack)[0] = MXCSR_DEFAULT;
    ((uint32_t *)stack)[1] = X87_DEFAULT;
    fiber->stack_pointer = stack;
    local_begin(&fiber->local, number);
}

void fiber_wipe(unsigned number, uintptr_t low)
{
    uintptr_t top = fiber_stack(number) + FIBER_STACK_SIZE;

    low &= ~(uintptr_t)15;
    if (low < top - PATTERN_SIZE) {
        base_fill((void *)low, 0, top - PATTERN_SIZE - low);
        low = top - PATTERN_SIZE;
    }
    base_fill_pieces((void *)low, PATTERN, top - low);
}

void fiber_switch(struct fiber *from, const struct fiber *to)
{
    local_switch(&from->local, &to->local);
    fiber_registers_switch(&from->stack_pointer, to->stack_pointer);
}
