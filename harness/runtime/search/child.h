/*
 * Processes forked from one that has never run a schedule.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_CHILD_H
#define RACETRAP_RUNTIME_SEARCH_CHILD_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* Starts one that does `work`, and ends. */
pid_t child_start(void (*work)(void *), void *argument);

/* Does `work` in such a process, and waits for it; kills it where `is_over` says so. Returns
 * whether it has ended by itself. */
bool child_run(void (*work)(void *), void *argument, bool (*is_over)(void));

#endif
