/*
 * The explored program's heap: at a fixed address, and given out in the order
 * in which it is asked for, so that the same schedule sees the same addresses.
 * Freed memory rests until the heap is nearly used up, so that its later use
 * is a finding and not a surprise.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_HEAP_H
#define RACETRAP_RUNTIME_ENGINE_HEAP_H

#include "runtime/engine/base.h"

enum heap_state { HEAP_NOT_A_BLOCK, HEAP_LIVE, HEAP_FREED };

struct heap_block {
    uintptr_t address;
    size_t size; /* as it was asked for */
    enum heap_state state;
    uintptr_t site; /* the program counter that asked for it */
};

/* Where it lies. */
#define HEAP_BASE ((uintptr_t)0x200000000000)
#define HEAP_SIZE ((size_t)4 << 30)

enum { HEAP_MIB_MAX = 512 }; /* how much there is, in 2^20 bytes */

/* Begins a schedule: all that was given out since heap_keep is forgotten. */
void heap_begin(void);

/* What has been given out so far stays in every schedule. */
void heap_keep(void);

/* [*begin, *end) is what has been given out. */
void heap_used(uintptr_t *begin, uintptr_t *end);

/*
 * A block, aligned to `alignment` (a power of two, at least 16), filled with a
 * pattern; NULL where there is no more. *reused says that it had another life
 * in this schedule.
 */
void *heap_allocate(size_t size, size_t alignment, uintptr_t site, bool *reused);

/* The block that begins at `address`. */
struct heap_block heap_block_at(const void *address);

/* The block that `address` is in. */
struct heap_block heap_block_around(uintptr_t address);

/* The epoch (clock.h) in which a live block was asked for. */
void heap_sign(void *address, uint32_t epoch);

/* That of the live block that `address` is in; 0: none, or nobody has said. */
uint32_t heap_birth(uintptr_t address);

/* The block must be live. */
void heap_free(void *address);

bool heap_holds(uintptr_t address);

#endif
