/*
 * What is inside a built program (ELF, read with libelf): whether it carries
 * the instrumentation that a detector needs. A program that lost it would be
 * silent for the wrong reason. And which build it is.
 */
#ifndef RACETRAP_BINARY_H
#define RACETRAP_BINARY_H

#include "base/error.h"

#include <stdbool.h>

enum binary_need {
    BINARY_PLAIN,   /* debug information, a dynamic libc, and no sanitizer */
    BINARY_TSAN,    /* debug information and calls to __tsan_func_entry */
    BINARY_EXPLORE, /* the same calls, into libracetrap_explore and not libtsan */
};

enum { BINARY_ID_MAX = 129 };

/* Returns 0, or -1 (ERROR_BUILD) saying what is missing. */
int binary_check(const char *path, enum binary_need need, struct error *error);

/* Whether it has volatile accesses that can be told from others. */
int binary_tells_volatile(const char *path, bool *tells, struct error *error);

/* The build id that the linker gave it, in hexadecimal; empty where it gave none. */
int binary_build_id(const char *path, char id[BINARY_ID_MAX], struct error *error);

#endif
