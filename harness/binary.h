/*
 * What is inside a built program (ELF, read with libelf): whether it carries
 * the instrumentation that a detector needs. A program that lost it would be
 * silent for the wrong reason.
 */
#ifndef RACETRAP_BINARY_H
#define RACETRAP_BINARY_H

#include "error.h"

enum binary_need {
    BINARY_PLAIN, /* debug information, a dynamic libc, and no sanitizer */
    BINARY_TSAN,  /* debug information and calls to __tsan_func_entry */
};

/* Returns 0, or -1 (ERROR_BUILD) saying what is missing. */
int binary_check(const char *path, enum binary_need need, struct error *error);

#endif
