/*
 * Reports: one signature, one file a format. They see results, never detectors,
 * and decide nothing.
 */
#ifndef RACETRAP_REPORT_H
#define RACETRAP_REPORT_H

#include "base/error.h"
#include "run/suite.h"

#include <stdbool.h>
#include <stdio.h>

struct report_style {
    bool color;
    bool strict;                /* a closed gap is a failure */
    const char *program;        /* how this program was called, for commands to repeat */
    const char *default_cases;  /* cases below it are named without their folder */
    const char *repeat_options; /* what the user chose beyond the defaults, with a leading blank */
};

/* Writes to the stream; returns 0, or -1 where the report cannot be made. */
typedef int report_function(const struct suite *suite, const struct report_style *style,
                            FILE *stream, struct error *error);

report_function report_text;  /* the matrix and every departure, for people */
report_function report_json;  /* run.schema.json */
report_function report_junit; /* JUnit XML, as CI servers read it */

/* The command that repeats one trial; the caller frees it. */
char *report_repeat_command(const struct suite *suite, const struct report_style *style,
                            const struct suite_trial *trial);

/* Quotes for a POSIX shell, only where that is needed; the caller frees it. */
char *report_shell_quote(const char *text);

/*
 * A copy that any format can hold: valid UTF-8 without control characters but
 * newline and tab; what is not becomes `?`. The caller frees it.
 */
char *report_clean(const char *text);

#endif
