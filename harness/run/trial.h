/*
 * A trial: one case, one variant, one detector, N runs, judged.
 *
 * Ownership: trial_run fills struct trial_result; trial_result_free releases it.
 */
#ifndef RACETRAP_TRIAL_H
#define RACETRAP_TRIAL_H

#include "base/string_list.h"
#include "case/case.h"
#include "detect/detector.h"
#include "judge/judge.h"

#include <stdbool.h>

struct trial {
    const struct bug_case *tried;
    enum variant variant;
    const struct detector *detector;
};

struct trial_options {
    unsigned runs;       /* chances of a bug to be caught */
    unsigned fixed_runs; /* how often a fix, or a blind detector, must be silent */
    double timeout;      /* seconds a run */
    unsigned seed;       /* of a detector that searches by chance */
    const char *folder;  /* where programs and reports are kept */
    bool build_only;
};

struct trial_result {
    enum verdict verdict;
    char *reason;
    char *file; /* the source line that the verdict is about; NULL: none */
    unsigned line;
    unsigned runs, hits;      /* hits: the runs in which something was found, expected or not */
    char *extent;             /* how much a detector that searches has looked at; or NULL */
    char *incomplete;         /* what was not seen where nothing was found; or NULL */
    char *aside;              /* what was reported of others than the program; or NULL */
    struct findings findings; /* of the last run in which there were any */
    bool *markers_hit;        /* one for each marker of the case */
    struct string_list argv, environment; /* what was run, as the last run was started */
    double seconds;                       /* of all runs, without building */
    bool output_capped;
    bool randomised; /* address randomisation could not be switched off */
};

/* `version` is the detector's. Never fails: what went wrong is the verdict. */
void trial_run(const struct trial *trial, const char *version, const struct trial_options *options,
               struct trial_result *result);
void trial_result_free(struct trial_result *result);

#endif
