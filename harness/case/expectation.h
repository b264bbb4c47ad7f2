/*
 * What is expected of one detector on one case, in the version that is here:
 * the sections of case.ini that apply, the narrowest winning.
 *
 *     name and version  >  name  >  family and version  >  family  >  must, marked, clean
 *
 * A detector that cannot run the buggy program cannot run the fixed one either,
 * unless a section that is at least as narrow says otherwise.
 *
 * Pure. Ownership: an expectation borrows its texts from the struct meta.
 */
#ifndef RACETRAP_EXPECTATION_H
#define RACETRAP_EXPECTATION_H

#include "base/error.h"
#include "case/meta.h"

#include <stdbool.h>

struct expectation {
    enum meta_expect expect; /* of the buggy program; never EXPECT_UNSAID */
    const char *why;         /* "" where `must` */
    bool buggy_alarms;       /* false alarms beside the marked lines are known */
    const char *buggy_why;
    enum meta_fixed fixed; /* of the fixed program; never FIXED_UNSAID */
    const char *fixed_why;
};

/* `path` is only for errors. Returns 0, or -1 where two sections contradict each other. */
int expectation_find(const struct meta *meta, const char *path, const char *detector,
                     const char *family, const char *version, struct expectation *expectation,
                     struct error *error);

/* Dotted versions by number: below, at, or above 0. "3.9" is below "3.25". */
int version_compare(const char *left, const char *right);

#endif
