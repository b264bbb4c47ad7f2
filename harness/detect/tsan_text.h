/*
 * What one process said in ThreadSanitizer's words (compiler-rt's
 * tsan_report.cpp is their source). Only reports that are known here are
 * findings. Every other line in which ThreadSanitizer speaks means that the tool
 * broke. Pure.
 *
 * Ownership: tsan_text_free releases all but the findings.
 */
#ifndef RACETRAP_TSAN_TEXT_H
#define RACETRAP_TSAN_TEXT_H

#include "base/error.h"
#include "case/finding.h"
#include "detect/tsan_echo.h"

#include <stdbool.h>
#include <stddef.h>

struct tsan_text {
    const char *case_folder;
    const char *path; /* of what is read, for errors */
    struct findings *findings;
    struct error *error;
    bool keeps_unplaced;     /* a report without a place in the case is no error */
    bool died;               /* the process ended as it does when the tool ends it */
    unsigned long announced; /* "reported N warnings"; a forked child counts its parent's too */
    size_t complete;
    bool crashed; /* then there is no closing count */

    /* While it is read. */
    unsigned line;
    const char *report; /* start of the current one; NULL between reports */
    unsigned report_line;
    size_t kind;                        /* which report it is */
    bool in_primary, placed, reporting; /* of the current stack: it says where; that is known; it is
                                           that of the thread which wrote the report */
    bool has_handler;                   /* `handler` is set */
    struct tsan_frame handler;          /* the innermost frame of the first stack */
    struct tsan_echo echo;
};

/*
 * Reads a text line by line; lines are NUL-terminated in place meanwhile. Returns
 * 1 where it stops in the middle: in a line, which is left out where lines must
 * be whole (the tool's last words need not be), or in a report, which counts as far as it goes. -1:
 * ERROR_UNABLE where the tool died of this program, else ERROR_REPORT.
 */
int tsan_text_read(struct tsan_text *text, char *content, bool lines_are_whole);

void tsan_text_free(struct tsan_text *text);

#endif
