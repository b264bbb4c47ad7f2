/*
 * Processes forked from one that has never run a schedule.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_CHILD_H
#define RACETRAP_RUNTIME_SEARCH_CHILD_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* Starts one that does `work`, and ends. */
pid_t child_start(void (*work)(void *), void *argument);

/* Waits for it. */
void child_wait(pid_t child);

/* Both. */
void child_run(void (*work)(void *), void *argument);

#endif
