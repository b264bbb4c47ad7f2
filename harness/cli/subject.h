/*
 * What is explored: a case's program, that of source files, or one that somebody has
 * built; and what a schedule file must say to find it again.
 *
 * Ownership: struct subject owns everything in it; subject_free releases all.
 */
#ifndef RACETRAP_SUBJECT_H
#define RACETRAP_SUBJECT_H

#include "base/error.h"
#include "base/string_list.h"
#include "cli/install.h"
#include "explore/schedule_file.h"

#include <stdbool.h>

/* What the user says of it. All but `operand` may be NULL. */
struct subject_wish {
    const struct string_list *operands;          /* a case, a program, or source files */
    const struct string_list *flags, *libraries; /* to build with, beyond a case's own */
    const char *variant, *compiler, *expect;
    const struct string_list *folders; /* of cases; empty: the installed ones */
    const char *build_folder;          /* absolute */
    bool atomic_volatile;              /* a volatile access is a relaxed atomic one */
};

struct subject {
    char *program; /* absolute */
    char *name;    /* short: "deadlock.buggy", "queue.c", "a.out" */
    char *source;  /* a case's folder or a source file, absolute; NULL: only the program is known */
    struct string_list beside;           /* the other source files */
    struct string_list flags, libraries; /* that the user named; paths in them are absolute */
    char *folder;                        /* where the sources are; NULL: not known */
    char *variant;                       /* of a case; NULL: it is none */
    char *compiler;                      /* NULL: not built here */
    bool atomic_volatile;                /* built so that volatile accesses can be told */
    char *expect;                        /* a file with what it shall print; NULL: anything */
};

/* Finds it, and builds it where that is to be done. */
int subject_find(const struct install *install, const struct subject_wish *wish,
                 struct subject *subject, struct error *error);

/* The same for what a schedule file names. -1 also where it is not that build any more. */
int subject_find_recorded(const struct install *install, const struct schedule_file *file,
                          const char *path, const char *build_folder, struct subject *subject,
                          struct error *error);
void subject_free(struct subject *subject);

#endif
