/*
 * The heap, for functions that return a new block to the program.
 */
#ifndef RACETRAP_RUNTIME_LIBC_MALLOC_H
#define RACETRAP_RUNTIME_LIBC_MALLOC_H

#include "runtime/engine/base.h"

/* malloc, called from `pc`. */
void *malloc_block(size_t size, uintptr_t pc);

#endif
