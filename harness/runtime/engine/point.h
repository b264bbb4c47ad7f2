/*
 * Scheduling points, for who begins and ends schedules: what a thread does at
 * one is declared in schedule.h.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_POINT_H
#define RACETRAP_RUNTIME_ENGINE_POINT_H

#include "runtime/engine/schedule.h"

/* What each thread has announced. */
extern struct operation point_pending[THREADS_MAX];

/* Begins a schedule, in which this strategy chooses. */
void points_begin(const struct strategy *strategy);

/* From now on this one chooses, at every point, however many threads there are. */
void points_use(const struct strategy *strategy);

/* Fills in what was counted. */
void points_note(struct schedule_result *result);

#endif
