/*
 * Whether the end of a run under Valgrind lets its report be trusted. Pure.
 */
#ifndef RACETRAP_VALGRIND_END_H
#define RACETRAP_VALGRIND_END_H

#include "base/error.h"
#include "detect/valgrind_crash.h"
#include "system/process.h"

#include <stdbool.h>
#include <stddef.h>

struct valgrind_end {
    const char *tool, *path; /* for errors */
    bool finished;           /* the report says so */
    size_t finding_count;
    const struct valgrind_crash *crash;
};

/* `ended` by itself. -1: ERROR_UNABLE where the tool died of this program, else ERROR_REPORT. */
int valgrind_end_check(const struct valgrind_end *end, const struct process_result *ended,
                       struct error *error);

#endif
