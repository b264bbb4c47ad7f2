/*
 * A trial at work: what its runs have shown so far.
 */
#ifndef RACETRAP_SESSION_H
#define RACETRAP_SESSION_H

#include "judge/judge.h"
#include "run/trial.h"

struct session {
    const struct trial *trial;
    const struct trial_options *options;
    struct trial_result *result;
    struct judge_rules rules;
    struct judge_tally tally;
    unsigned hangs; /* that are not declared */
    char *program;
    char *unable; /* why the detector could not run it, as declared */
};

/* Takes the findings of one run, and owns them then. Returns whether the trial is decided, so that
 * no further run is needed. */
bool session_take(struct session *session, struct findings *findings);

/* Takes a run that failed: 0 where the detector cannot run this program, and need not; else -1. */
int session_take_unable(struct session *session, const struct error *error);

/* How the run went as a whole; NULL: well. */
const struct finding *session_outcome(const struct findings *findings);

#endif
