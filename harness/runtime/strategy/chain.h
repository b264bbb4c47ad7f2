/*
 * The steps of a path that touch the same place, as a chain from the newest to
 * the oldest: where races are looked for. A place is a granule of memory; a
 * step that touches more than one at once is wide, and in a chain of its own.
 */
#ifndef RACETRAP_RUNTIME_STRATEGY_CHAIN_H
#define RACETRAP_RUNTIME_STRATEGY_CHAIN_H

#include "runtime/strategy/path.h"

enum { CHAIN_NONE = -1, CHAIN_GRANULE_SHIFT = 3 };

/* Begins a path: all chains are empty. */
void chains_begin(void);

bool chain_is_wide(const struct operation *operation);

/* Adds step `at` of the path, which is the newest one. */
void chain_link(struct path *path, int32_t at);

/* The newest step that touches a granule, the newest wide one, a thread's latest; or CHAIN_NONE. */
int32_t chain_newest(uintptr_t granule);
int32_t chain_newest_wide(void);
int32_t chain_latest_of(unsigned thread);

/* The step before `at` in the chain of a granule. */
int32_t chain_next(const struct path *path, int32_t at, uintptr_t granule);

#endif
