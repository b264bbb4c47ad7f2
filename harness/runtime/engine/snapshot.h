/*
 * The program's writable memory, and how it comes back to what it was before
 * main: the segments of the program and of every library but this one, and the
 * heap from before main.
 *
 * Only pages that are known to be written are copied. All are protected once;
 * the first write to one ends in snapshot_fault, which lets it pass and remembers
 * the page for good.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_SNAPSHOT_H
#define RACETRAP_RUNTIME_ENGINE_SNAPSHOT_H

#include "runtime/engine/base.h"

/* Takes the picture, or takes it anew. When the program is about to run. */
void snapshot_take(void);

/* From now on writes are noticed: for a process that restores. */
void snapshot_watch(void);

/* Brings every page that was written back. */
void snapshot_restore(void);

/* A fault at this address: whether it was a write to be noticed, and may be tried again. */
bool snapshot_fault(uintptr_t address);

/* Whether the address is in memory that snapshot_restore takes care of. */
bool snapshot_holds(uintptr_t address);

/* Writes a byte of each page of it: the kernel, which is about to write there, would fail where a
 * page is protected. */
void snapshot_touch(uintptr_t at, size_t size);

#endif
