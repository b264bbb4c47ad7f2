/*
 * Shadow memory: for each piece of the program's memory, which thread last
 * wrote it and which have read it since, as in FastTrack (Flanagan and Freund,
 * PLDI 2009), with atomic accesses kept apart: two atomic accesses never race,
 * an atomic and a plain one can.
 *
 * A cell stands for the bytes of one aligned granule of eight that are always
 * accessed alike, and is split into a cell a byte when they are not. Nothing is
 * cleared between schedules: a cell of an older generation is empty. So is one
 * of a block of the heap when it is touched for the first time, but for who
 * asked for the block.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_SHADOW_H
#define RACETRAP_RUNTIME_ENGINE_SHADOW_H

#include "runtime/engine/base.h"
#include "runtime/engine/clock.h"

enum access {
    ACCESS_READ,
    ACCESS_WRITE,
    ACCESS_ATOMIC_READ,
    ACCESS_ATOMIC_WRITE,
    ACCESS_FREE,
    ACCESS_ALLOCATE, /* of a block of the heap: it counts as written; see heap_sign */
};

/* The other side of a race, or of a use after free. */
struct shadow_conflict {
    uintptr_t address; /* of the first byte concerned */
    epoch other;
    enum access other_access;
    bool freed; /* the memory was given back: the other side is who did that */
};

/* Begins a schedule: all cells are empty. */
void shadow_begin(void);

/* How often something was freed since. */
extern uint32_t shadow_frees;

/*
 * Notes an access of [address, address + size) by `thread`, whose clock is
 * `clock`. Returns whether it conflicts with an earlier one that does not
 * happen before it, or with memory that was freed; then tells the first.
 */
bool shadow_access(unsigned thread, const struct clock *clock, uintptr_t address, size_t size,
                   enum access access, struct shadow_conflict *conflict);

/*
 * An atomic read once more, of the same bytes, at most eight within eight
 * aligned ones. Where it conflicts with nothing, it is remembered in place of
 * the one before; else nothing is noted, and it is false.
 */
bool shadow_read_again(unsigned thread, const struct clock *clock, uintptr_t address, size_t size);

/* Empties the cells of memory that begins a new life. */
void shadow_forget(uintptr_t address, size_t size);

#endif
