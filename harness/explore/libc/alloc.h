/*
 * The heap, for functions that return a new block to the program.
 */
#ifndef RACETRAP_EXPLORE_ALLOC_H
#define RACETRAP_EXPLORE_ALLOC_H

#include "explore/base.h"

/* malloc, called from `pc`. */
void *alloc_block(size_t size, uintptr_t pc);

#endif
