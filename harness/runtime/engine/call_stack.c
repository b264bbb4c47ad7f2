#include "runtime/engine/call_stack.h"
#include "runtime/engine/heap.h"
#include "runtime/engine/snapshot.h"

enum {
    STACKS_MAX = 1024, /* of the program's own; of more, those seen first are forgotten */
    GUESS_BELOW = 64 << 10,
    GUESS_ABOVE = 4 << 10,
};

struct call_stack CALL_STACK_NONE;
bool call_stack_was_left;

static struct call_stack stacks[STACKS_MAX];
static unsigned count, next;

void call_stacks_begin(void)
{
    for (unsigned i = 0; i < count; i++) {
        stacks[i].limit = stacks[i].low = stacks[i].high = 0;
    }
    count = next = 0;
    call_stack_was_left = false;
}

void call_stack_make(struct call_stack *stack, uintptr_t limit, size_t size)
{
    stack->limit = limit;
    stack->low = stack->high = limit + size;
    stack->depth = 0;
    if (stack->frames == NULL) {
        stack->frames = base_map(FRAMES_MAX * sizeof *stack->frames);
    }
}

/* The newest one: it may lie within an older one, or where that was. */
static struct call_stack *own_find(uintptr_t here)
{
    for (unsigned i = 0; i < count; i++) {
        struct call_stack *stack = &stacks[(next + STACKS_MAX - 1 - i) % STACKS_MAX];
        if (here - stack->limit < stack->high - stack->limit) {
            return stack;
        }
    }
    return NULL;
}

static struct call_stack *own_add(uintptr_t limit, size_t size)
{
    struct call_stack *stack = &stacks[next];

    next = (next + 1) % STACKS_MAX;
    count += count < STACKS_MAX;
    call_stack_make(stack, limit, size);
    return stack;
}

void call_stack_note(uintptr_t limit, size_t size)
{
    const struct call_stack *known = own_find(limit);

    if (known == NULL || known->limit != limit || known->high != limit + size) {
        own_add(limit, size);
        snapshot_touch(limit, size); /* libc has what the kernel is to fill on its stack */
    }
}

/* Nobody has told of it: the block of the heap that it lies in, or what is near. */
static struct call_stack *guess(uintptr_t here)
{
    struct heap_block block = heap_block_around(here);

    call_stack_was_left = true;
    return block.state == HEAP_LIVE && here - block.address < block.size
               ? own_add(block.address, block.size)
               : own_add(here - GUESS_BELOW, GUESS_BELOW + GUESS_ABOVE);
}

struct call_stack *call_stack_find(struct call_stack *own, uintptr_t here)
{
    struct call_stack *stack = own_find(here);

    if (LIKELY(stack == NULL) && here - own->limit < own->high - own->limit) {
        stack = own;
    }
    if (UNLIKELY(stack == NULL)) {
        stack = guess(here);
    }
    if (here < stack->low) {
        stack->low = here;
    }
    return stack;
}
