/*
 * A step of a schedule in words.
 */
#ifndef RACETRAP_STEP_TEXT_H
#define RACETRAP_STEP_TEXT_H

#include "explore/exploration.h"

/* What a step of this finding read or wrote, or did: "reads 7", "-1 -> 0", "locks". The caller
 * frees it. */
char *step_text_act(const struct exploration_finding *finding, const struct exploration_step *step);

/* The function that a thread began with; NULL where no step tells. */
const char *step_text_entry(const struct exploration_finding *finding, unsigned thread);

#endif
