/*
 * What the process is made of: the program and its libraries, which of them is
 * the C library, and which data nobody can write. As it was when the program
 * was started.
 */
#ifndef RACETRAP_EXPLORE_MODULE_H
#define RACETRAP_EXPLORE_MODULE_H

#include "explore/base.h"

/* Looks, once, before the program runs. */
void module_prepare(void);

/* Whether the code at `pc` is libc's, the dynamic loader's, or this library's own. */
bool module_is_libc(uintptr_t pc);

/* Whether what lies at `address` is read-only, as a string literal is. */
bool module_is_constant(uintptr_t address);

/* The program, or a library of it: its file, and where it was loaded. `is_seen`: its accesses are
 * instrumented, or it belongs to the system. */
typedef void module_function(const char *path, uintptr_t base, bool is_seen, void *context);

/* Calls `each` for all of them but this one. */
void module_each(module_function *each, void *context);

#endif
