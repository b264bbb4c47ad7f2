/*
 * A step of a schedule in words.
 */
#ifndef RACETRAP_STEP_TEXT_H
#define RACETRAP_STEP_TEXT_H

#include "explore/exploration.h"

/* What a step read or wrote, or did, and to what: "reads 7 from counter", "locks m". The caller
 * frees it. */
char *step_text_act(const struct exploration_step *step);

/* The same of a finding's side that is no step: "waits for m". The caller frees it. */
char *step_text_side(const struct exploration_side *side);

/* The function that a thread began with; NULL where neither steps nor sides tell. */
const char *step_text_entry(const struct exploration_finding *finding, unsigned thread);

#endif
