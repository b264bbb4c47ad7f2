/*
 * What went wrong, as data: a code, the place, and a sentence that says what
 * was found, what was expected and what to do. Nothing here prints; the
 * command line puts it into words for its user.
 *
 * Ownership: a struct error owns nothing; it can be copied freely.
 */
#ifndef RACETRAP_ERROR_H
#define RACETRAP_ERROR_H

#include <stddef.h>

enum error_code {
    ERROR_NONE,
    ERROR_USAGE,    /* the command was called wrongly */
    ERROR_CASE,     /* a case breaks the rules of the corpus */
    ERROR_BUILD,    /* a case does not compile, or lost its instrumentation */
    ERROR_REPORT,   /* a detector's report cannot be trusted */
    ERROR_UNABLE,   /* a detector cannot run this program: it refused it, or died of it */
    ERROR_SCHEDULE, /* a recorded schedule is damaged, or not of this program */
    ERROR_SYSTEM,   /* the operating system refused something */
    ERROR_INTERRUPTED,
};

struct error {
    enum error_code code;
    unsigned line;   /* 0: no particular line */
    char file[1024]; /* empty: no particular file */
    char text[6144];
};

/* Fills *error and returns -1, so that a function can end with `return error_set(...)`. */
__attribute__((format(printf, 5, 6))) int error_set(struct error *error, enum error_code code,
                                                    const char *file, unsigned line,
                                                    const char *format, ...);

/* The same for a failed system call: appends the meaning of errno. */
__attribute__((format(printf, 3, 4))) int error_set_errno(struct error *error, const char *file,
                                                          const char *format, ...);

/* "file:line: text", with whatever of it is known. The caller frees it. */
char *error_describe(const struct error *error);

#endif
