/*
 * The difference between the two programs of a case, for a terminal; diff(1)
 * finds it.
 */
#ifndef RACETRAP_DIFF_VIEW_H
#define RACETRAP_DIFF_VIEW_H

#include "case.h"
#include "error.h"

#include <stdbool.h>

/* Without header comments and markers, which are no part of the fix. */
int diff_view_print(const struct bug_case *shown, bool color, struct error *error);

#endif
