/*
 * The program's writable memory, and how it comes back to what it was before
 * main: the segments of the program and of every library but this one, and the
 * heap from before main.
 *
 * Only pages that are known to be written are copied. All are protected once;
 * the first write to one ends in world_fault, which lets it pass and remembers
 * the page for good.
 */
#ifndef RACETRAP_EXPLORE_WORLD_H
#define RACETRAP_EXPLORE_WORLD_H

#include "explore/base.h"

/* Takes the picture, or takes it anew. When the program is about to run. */
void world_snapshot(void);

/* From now on writes are noticed: for a process that restores. */
void world_watch(void);

/* Brings every page that was written back. */
void world_restore(void);

/* A fault at this address: whether it was a write to be noticed, and may be tried again. */
bool world_fault(uintptr_t address);

/* Whether the address is in memory that world_restore takes care of. */
bool world_holds(uintptr_t address);

#endif
