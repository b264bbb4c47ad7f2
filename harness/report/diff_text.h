/*
 * The difference between the two programs of a case, for a terminal; diff(1)
 * finds it.
 */
#ifndef RACETRAP_DIFF_TEXT_H
#define RACETRAP_DIFF_TEXT_H

#include "base/error.h"
#include "case/case.h"

#include <stdbool.h>
#include <stdio.h>

/* Without header comments and markers, which are no part of the fix. */
int diff_text_print(const struct bug_case *shown, bool color, FILE *stream, struct error *error);

#endif
