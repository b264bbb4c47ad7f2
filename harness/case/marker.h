/*
 * Markers: the expectation written on the source line itself.
 *
 *     counter += 1;          // want race
 *     free(node);            // want race|use-after-free: whoever comes first
 *
 * Grammar, anchored at both ends: code, then a line comment that is exactly
 * `want KIND`, alternatives separated by `|`, then optionally `: note`, to the
 * end of the line. A line comment that begins with `want` and is anything else
 * is an error, and so is a marker on a line without code. Block comments and
 * string literals are not looked into. Pure: no I/O.
 *
 * Ownership: struct markers owns its items; markers_free releases them.
 */
#ifndef RACETRAP_MARKER_H
#define RACETRAP_MARKER_H

#include "base/error.h"
#include "case/finding.h"

#include <stddef.h>

struct marker {
    const char *file; /* relative to the case's folder; borrowed from whoever had it scanned */
    unsigned line;    /* from 1 */
    kind_set kinds;   /* any of these */
};

struct markers {
    struct marker *items; /* of each file by ascending line */
    size_t count;
};

/*
 * Adds what is in one source. `file` is what its markers name, `path` is only for
 * errors. Returns 0, or -1 with *error set and *markers empty.
 */
int markers_scan(const char *source, const char *file, const char *path, struct markers *markers,
                 struct error *error);

/* The marker on a line, or NULL. */
const struct marker *markers_at(const struct markers *markers, const char *file, unsigned line);

void markers_free(struct markers *markers);

/* A copy of the source without its markers, line for line; the caller frees it. */
char *markers_blank(const char *source);

#endif
