/*
 * Accesses of the program to its memory: a scheduling point, and a check
 * against all earlier accesses.
 */
#ifndef RACETRAP_RUNTIME_TSAN_ACCESS_H
#define RACETRAP_RUNTIME_TSAN_ACCESS_H

#include "runtime/engine/base.h"

/* What a library function does to memory that the program hands to it. */
void access_read(const volatile void *address, size_t size, uintptr_t pc);
void access_write(volatile void *address, size_t size, uintptr_t pc);

/* A write that is known only when it is done: checked, but no scheduling point. */
void access_wrote(volatile void *address, size_t size, uintptr_t pc);

/* Stacks: what others have touched of each. Kept from one schedule to the next by the search. */
struct access_sharing {
    uintptr_t low[THREADS_MAX],
        high[THREADS_MAX]; /* as distances from the stack's lowest address */
};

/* What every schedule of this process begins with. Borrowed. */
void access_sharing_use(const struct access_sharing *known);

/* Begins a schedule: with that, whatever the last one has shown. */
void access_sharing_renew(void);

/* This process goes its own way: what it is shown is none of its parent's business. */
void access_sharing_separate(void);

/* Adds what this schedule has shown; returns whether it was news. */
bool access_sharing_learn(struct access_sharing *known);

/* Whether an access to this address, by the current thread, is a point. */
bool access_is_point(uintptr_t address);

/* The caller's program counter, for an exported function. */
#define CALLER ((uintptr_t)__builtin_return_address(0))

#endif
