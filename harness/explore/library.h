/*
 * The files that the program is loaded from: itself and its libraries.
 */
#ifndef RACETRAP_EXPLORE_LIBRARY_H
#define RACETRAP_EXPLORE_LIBRARY_H

#include "explore/base.h"

/* Calls `each` for all but ourselves and the kernel's. `base` is what is to be subtracted from an
 * address to find it in the file; `is_seen`: its accesses are seen, or it is the C library. */
typedef void library_function(const char *path, uintptr_t base, bool is_seen, void *context);
void library_each(library_function *each, void *context);

/* Whether this is code or data of the runtime itself. */
bool library_is_ours(uintptr_t address);

/* Where the program itself is. */
const char *library_program(void);

#endif
