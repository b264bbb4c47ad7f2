/*
 * Which steps of a failing schedule a reader needs to see: those on what the
 * finding is about, those that begin and end threads, and the first and the
 * last one at each switch; of a long schedule the last twenty of them, and what
 * may never be missing. Pure.
 */
#ifndef RACETRAP_STEP_CHOICE_H
#define RACETRAP_STEP_CHOICE_H

#include "explore/exploration.h"

#include <stddef.h>

/* The marks (step_mark.h) of those of the first `end` steps that are shown; 0: it is not. The
 * caller frees them. */
unsigned char *step_choice_make(const struct exploration_finding *finding, size_t end);

#endif
