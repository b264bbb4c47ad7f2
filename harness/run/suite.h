/*
 * Many trials, in parallel over the cores: every selected case, variant and
 * detector, and what can only be said of a case when all its trials are done.
 *
 * Ownership: struct suite borrows the corpus; suite_free releases the rest.
 */
#ifndef RACETRAP_SUITE_H
#define RACETRAP_SUITE_H

#include "case/corpus.h"
#include "detect/detector.h"
#include "run/trial.h"

#include <stdbool.h>
#include <stddef.h>

struct suite_detector {
    const char *name;
    const struct detector *detector;
    struct detector_state state;
};

struct suite_trial {
    const struct corpus_entry *entry;
    enum variant variant;
    size_t detector; /* index into suite.detectors */
    unsigned detector_cost;
    struct trial_result result;
};

/* What is wrong with a case as a whole: a stale marker, a bug nobody caught, a broken folder. */
struct suite_problem {
    const struct corpus_entry *entry;
    enum verdict verdict;
    char *file; /* NULL: no particular one */
    unsigned line;
    char *reason;
};

struct suite_plan {
    const struct corpus *corpus;
    const struct detector *const *detectors; /* ends with NULL */
    bool variants[VARIANT_COUNT];
    struct trial_options trial;
    unsigned jobs;
    const char *canary; /* the folder of a pair that every detector must catch */
    /* Called after each trial, one call at a time; may be NULL. */
    void (*progress)(void *context, size_t done, size_t total, const struct suite_trial *last);
    void *progress_context;
};

struct suite {
    const struct corpus *corpus;
    struct suite_detector detectors[DETECTORS_MAX];
    size_t detector_count;
    struct suite_trial *trials; /* by case, then detector, then variant */
    size_t trial_count;
    struct suite_problem *problems;
    size_t problem_count;
    bool complete; /* every detector was asked about every variant, so cases can be judged whole */
    bool interrupted;
    size_t compiled;
    double seconds;
};

/* Returns 0 whatever the verdicts; -1 where a detector could not be asked for its version. */
int suite_run(const struct suite_plan *plan, struct suite *suite, struct error *error);
void suite_free(struct suite *suite);

struct suite_count {
    size_t expected, departures, gaps, broken, skipped, not_run;
    size_t cases, caught, fixed; /* cases; caught by any detector; fixed under all */
};
struct suite_count suite_count(const struct suite *suite);

#endif
