/*
 * The files that the program is loaded from: itself and its libraries.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_LINK_MAP_H
#define RACETRAP_RUNTIME_SEARCH_LINK_MAP_H

#include "runtime/engine/base.h"

/* Calls `each` for all but ourselves and the kernel's. `base` is what is to be subtracted from an
 * address to find it in the file; `is_seen`: its accesses are seen, or it is the C library. */
typedef void link_map_function(const char *path, uintptr_t base, bool is_seen, void *context);
void link_map_each(link_map_function *each, void *context);

/* What a library does that cannot be seen, as a sentence: one without instrumentation that locks or
 * starts threads. NULL: there is none. */
const char *link_map_unseen(void);

/* The same for ourselves alone. */
void link_map_own(link_map_function *each, void *context);

/* Whether this is code or data of the runtime itself. */
bool link_map_is_ours(uintptr_t address);

/* Where the program itself is. */
const char *link_map_program(void);

#endif
