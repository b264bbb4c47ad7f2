/*
 * One case for a projector: the story, buggy.c with what each detector says
 * under the marked lines, the diff to fixed.c, why the fix holds.
 */
#ifndef RACETRAP_CASE_TEXT_H
#define RACETRAP_CASE_TEXT_H

#include "base/error.h"
#include "case/case.h"
#include "run/suite.h"

#include <stdbool.h>
#include <stdio.h>

/* What is told of a detector where nothing was measured. */
struct case_text_detector {
    const char *name, *family, *version;
    bool sees_outcome_only;
};

/* All of it is borrowed. */
struct case_text {
    const struct bug_case *shown;
    const struct suite *suite; /* measured now; NULL: it is told from the case alone */
    const struct case_text_detector *detectors;
    size_t detector_count;
    bool color;
    FILE *stream;
};

int case_text_print(const struct case_text *view, struct error *error);

/* Only the code, with nothing that gives the answer away; line numbers stay. */
void case_text_print_blank(const struct case_text *view);

#endif
