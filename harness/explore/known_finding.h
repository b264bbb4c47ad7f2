/*
 * Findings that are known, and shall be passed over: `KIND`, `KIND@FUNCTION`
 * or `KIND@FILE:LINE`, where `*` is any kind. Read, checked, and put into the
 * addresses that the runtime asks for (runtime/diagnose/ignore.h).
 *
 * Ownership: struct known_findings owns everything in it; known_findings_free
 * releases all.
 */
#ifndef RACETRAP_KNOWN_FINDING_H
#define RACETRAP_KNOWN_FINDING_H

#include "base/error.h"

#include <stddef.h>

struct known_finding {
    char *text; /* as it was given */
    char *kind;
    char *function;     /* NULL: no place, or a line */
    char *file;         /* NULL: no place, or a function */
    unsigned line;      /* in `file` */
    char *from;         /* the file that names it; NULL: the command line */
    unsigned from_line; /* in `from` */
};

struct known_findings {
    struct known_finding *items;
    size_t count;
};

/* Adds one. `from` is the file that it stands in, or NULL. -1: it is none; the error says why. */
int known_findings_add(struct known_findings *known, const char *text, const char *from,
                       unsigned from_line, struct error *error);

/* Adds those of a file: one a line; what follows a # is a comment, and an empty line nothing. */
int known_findings_read(struct known_findings *known, const char *path, struct error *error);

/*
 * The same as the runtime reads it, with the addresses that the functions and
 * lines have in the program. NULL where there are none. -1: the program has no
 * such function or line. The caller frees the text.
 */
int known_findings_resolve(const struct known_findings *known, const char *program, char **text,
                           struct error *error);

void known_findings_free(struct known_findings *known);

/* The kinds of finding that the explorer knows, by number; NULL at the end. */
const char *known_finding_kind(size_t index);

#endif
