/*
 * Accesses that are no atomic ones to the compiler, and shall count as such.
 */
#ifndef RACETRAP_RUNTIME_TSAN_ATOMIC_H
#define RACETRAP_RUNTIME_TSAN_ATOMIC_H

#include "runtime/engine/base.h"

/* The program is about to load and to store by itself; the order is memory_order_relaxed. */
void atomic_load_relaxed(const volatile void *address, size_t size, uintptr_t pc);
void atomic_store_relaxed(volatile void *address, size_t size, uintptr_t pc);

#endif
