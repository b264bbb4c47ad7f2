/*
 * The workers of a search: started, watched, and replaced where a schedule has
 * taken one along.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_WORKER_POOL_H
#define RACETRAP_RUNTIME_SEARCH_WORKER_POOL_H

#include "runtime/search/worker.h"

struct worker_pool {
    const struct settings *settings;
    const struct portfolio *portfolio;
    struct search_state *state;
};

/* Until all is done, or enough, or the time is over. */
void worker_pool_run(struct worker_pool *pool);

#endif
