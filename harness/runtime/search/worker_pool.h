/*
 * The workers of a search: started, watched, and replaced where a schedule has
 * taken one along.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_WORKER_POOL_H
#define RACETRAP_RUNTIME_SEARCH_WORKER_POOL_H

#include "runtime/search/worker.h"

#include <signal.h>

struct worker_pool {
    const struct settings *settings;
    const struct portfolio *portfolio;
    struct search_state *state;
    double began;     /* on the monotonic clock, seconds */
    bool interrupted; /* somebody wanted it to end */
};

/* The signals that the pool waits for; they have to be blocked. */
void worker_pool_signals(sigset_t *signals);

/* Seconds on the monotonic clock: the real one. */
double worker_pool_clock(void);

/* Until all is done, or enough. */
void worker_pool_run(struct worker_pool *pool);

#endif
