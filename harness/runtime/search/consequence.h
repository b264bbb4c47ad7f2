/*
 * A race: what does it do? After the search has stopped at one it goes on for a bounded
 * share of its budget, and looks for a schedule in which it matters: a wrong
 * result, a crash, a deadlock. No race detector tells that.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_CONSEQUENCE_H
#define RACETRAP_RUNTIME_SEARCH_CONSEQUENCE_H

#include "runtime/search/worker.h"

struct consequence {
    bool was_sought;
    uint64_t schedules;           /* that were tried */
    struct witness_list *witness; /* one at most; what it does */
    struct stack_sharing sharing; /* that its schedule is told with */
};

/* Before the profile: what the program prints has to be known, where nobody says it. */
void consequence_begin(struct search_state *state, const struct settings *settings);

/* Whether it is to be sought, of what was found. */
bool consequence_is_due(const struct search_state *state, const struct settings *settings);

/*
 * Seeks it: `search` runs one, with the settings as they then are, `prove` confirms what is in
 * state->witnesses and makes it smaller. What the state has of the first search is kept.
 */
void consequence_seek(struct consequence *consequence, struct search_state *state,
                      struct settings *settings, void (*search)(void), void (*prove)(void));

#endif
