/*
 * Nobody can go on: who waits for what, and whether they wait in a circle.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_DEADLOCK_H
#define RACETRAP_RUNTIME_DIAGNOSE_DEADLOCK_H

#include "runtime/engine/schedule.h"

/* Adds the deadlock, or the wake-up that was lost, to the result's violations. */
void deadlock_judge(struct schedule_result *result);

#endif
