/*
 * What a library function does to memory that the program hands to it, as one
 * access: announced before, and checked. What nobody can write is no access.
 */
#ifndef RACETRAP_RUNTIME_LIBC_RANGE_H
#define RACETRAP_RUNTIME_LIBC_RANGE_H

#include "runtime/engine/base.h"

void range_read(const void *at, size_t size, uintptr_t pc);
void range_write(void *at, size_t size, uintptr_t pc);

/* A write that is known only when it is done: checked, and no scheduling point. */
void range_wrote(void *at, size_t size, uintptr_t pc);

/* A string with its end; of at most `max` bytes. Returns its length at the time of the reading. */
size_t range_read_string(const char *text, uintptr_t pc);
size_t range_read_text(const char *text, size_t max, uintptr_t pc);

/* How long a string is, without any access. */
size_t range_length(const char *text, size_t max);

/*
 * The kernel is about to write here, and would fail with EFAULT where the page
 * is watched (see snapshot.h): writes a byte of each page first.
 */
void range_touch(void *at, size_t size);

#endif
