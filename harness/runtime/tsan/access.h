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

/* A volatile access counts as a relaxed atomic one, if the program was built so that they can be
 * told apart. Once, before it runs. */
void access_volatile_is_atomic(void);

/* Whether an access to this address, by the current thread, is a point. */
bool access_is_point(uintptr_t address);

#endif
