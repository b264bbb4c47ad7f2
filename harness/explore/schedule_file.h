/*
 * One recorded schedule as a small text file: what was run, how it was built,
 * and the choices. A file that was damaged, or is of another build of the
 * program, is refused: a schedule says nothing about any other program.
 *
 * A line is a word, a blank and a value, in which a backslash is written \\ and
 * a newline \n. The last line is a checksum of all before it. Words that a case
 * or a source file does not need are left out.
 *
 * Ownership: struct schedule_file owns everything in it; schedule_file_free
 * releases all.
 */
#ifndef RACETRAP_SCHEDULE_FILE_H
#define RACETRAP_SCHEDULE_FILE_H

#include "base/error.h"
#include "base/string_list.h"

#include <stddef.h>

struct schedule_file {
    char *program;  /* absolute */
    char *build_id; /* hexadecimal; empty where the linker gave it none */
    char *source;   /* what it was built from: a case's folder or a file, absolute; NULL: unknown */
    struct string_list beside;           /* other source files, absolute */
    struct string_list flags, libraries; /* that somebody named for building it */
    char *variant;                       /* of the case; NULL: it is none */
    char *compiler;                      /* NULL: unknown */
    struct string_list arguments;
    struct string_list ignores; /* known findings that were passed over */
    char *volatile_as; /* "atomic": a volatile access is a relaxed atomic one; NULL: a plain one */
    char *expect;      /* a file with what it shall print; NULL: anything */
    char *strategy, *seed;
    char *mode;        /* "restore" or "fork" */
    char *kind;        /* what came of it */
    char *exit_status; /* the right one; NULL: not known */
    char *schedule;    /* the choices, as runtime/search/trace_text.c writes them */
};

int schedule_file_write(const struct schedule_file *file, const char *path, struct error *error);

/* -1 (ERROR_SCHEDULE) names line, what was found and what is expected; there is nothing to free. */
int schedule_file_read(const char *path, struct schedule_file *file, struct error *error);

/* The same for its text; `path` is for errors. Pure. */
int schedule_file_parse(const char *text, size_t size, const char *path, struct schedule_file *file,
                        struct error *error);

/* Whether `program` is the build that it was recorded with. `path` is the schedule file's. */
int schedule_file_check(const struct schedule_file *file, const char *path, const char *program,
                        struct error *error);

void schedule_file_free(struct schedule_file *file);

#endif
