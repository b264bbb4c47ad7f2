/*
 * Memory that the program has mapped to share it with other processes.
 */
#ifndef RACETRAP_RUNTIME_LIBC_MAPPING_H
#define RACETRAP_RUNTIME_LIBC_MAPPING_H

#include "runtime/engine/base.h"

/* Begins a schedule: there is none. */
void mapping_begin(void);

/* It was mapped, as mmap's flags say; and unmapped. */
void mapping_note(uintptr_t at, size_t size, int flags);
void mapping_forget(uintptr_t at, size_t size);

/* The one that begins there was unmapped. */
void mapping_forget_at(uintptr_t at);

bool mapping_is_shared(uintptr_t address);

#endif
