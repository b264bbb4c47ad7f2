/*
 * Memory that is there or the program is not: racetrap cannot judge anything
 * without memory, so a failed allocation ends it (abort) instead of being an
 * error that every caller would have to pass on. The caller frees with free().
 */
#ifndef RACETRAP_ALLOC_H
#define RACETRAP_ALLOC_H

#include <stddef.h>

void *alloc_zeroed(size_t count, size_t size);
void *alloc_resized(void *memory, size_t count, size_t size);
char *alloc_copy(const char *text);
char *alloc_copy_n(const char *text, size_t size);
__attribute__((format(printf, 1, 2))) char *alloc_format(const char *format, ...);

#endif
