/*
 * The workers of a search: started, watched, and replaced where a schedule has
 * taken one along.
 */
#ifndef RACETRAP_EXPLORE_CREW_H
#define RACETRAP_EXPLORE_CREW_H

#include "explore/worker.h"

#include <signal.h>

struct crew {
    const struct settings *settings;
    const struct tracks *tracks;
    struct search_state *state;
    double began;     /* on the monotonic clock, seconds */
    bool interrupted; /* somebody wanted it to end */
};

/* The signals that the crew waits for; they have to be blocked. */
void crew_signals(sigset_t *signals);

/* Seconds on the monotonic clock: the real one. */
double crew_clock(void);

/* Until all is done, or enough. */
void crew_run(struct crew *crew);

#endif
