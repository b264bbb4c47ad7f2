/*
 * What each step of a failing schedule has to do with what the finding is about. Pure.
 */
#ifndef RACETRAP_STEP_MARK_H
#define RACETRAP_STEP_MARK_H

#include "explore/exploration.h"

#include <stdbool.h>
#include <stddef.h>

/* What a step is to the reader, as bits. */
enum step_mark {
    STEP_BLAMED = 1,    /* the finding names it */
    STEP_TIMED_OUT = 2, /* a wait was over by its time */
    STEP_LOST = 4,    /* an update is lost by it: the read, the write between, the write over it */
    STEP_OBJECT = 8,  /* on what the finding is about */
    STEP_LIFE = 16,   /* of threads */
    STEP_SWITCH = 32, /* the first or the last of a thread's turn */
};

/* The marks of the first `end` steps; 0: nothing. The caller frees them. */
unsigned char *step_marks_make(const struct exploration_finding *finding, size_t end);

/* Whether one thread alone does what is wrong, however the others run. */
bool step_is_alone(const struct exploration_finding *finding);

/* Whether its sides are threads that wait: for an operation that they could not execute. */
bool step_waits(const struct exploration_finding *finding);

/* Whether its side was long before what makes it wrong: something was taken, and never given back.
 */
bool step_is_leak(const struct exploration_finding *finding);

/* Whether the side is this very step. */
bool step_is_side(const struct exploration_side *side, const struct exploration_step *step);

#endif
