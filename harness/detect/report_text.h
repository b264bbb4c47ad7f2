/*
 * A report in the making, for parsers: text that grows up to a bound, and
 * whether a source file belongs to the case.
 */
#ifndef RACETRAP_REPORT_TEXT_H
#define RACETRAP_REPORT_TEXT_H

#include <stddef.h>

enum { EXCERPT_LIMIT = 8 << 10 };

struct excerpt {
    char text[EXCERPT_LIMIT];
    size_t size;
};

void excerpt_clear(struct excerpt *excerpt);

/* Appends; what does not fit is dropped. */
void excerpt_add(struct excerpt *excerpt, const char *text, size_t length);

/* The part of `path` below `folder`, or NULL where it is not below it. */
const char *path_below(const char *path, const char *folder);

#endif
