/*
 * The search: which strategies, in which order, for how long.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_SEARCH_H
#define RACETRAP_RUNTIME_SEARCH_SEARCH_H

#include "runtime/search/execute.h"

/* All of it, as the environment says. Returns the exit status. */
int search_run(const struct execute_program *program);

#endif
