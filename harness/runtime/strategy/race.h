/*
 * The races of a schedule: pairs of operations that conflict, with nothing
 * else that orders them. Each leads to a schedule with the other order.
 */
#ifndef RACETRAP_RUNTIME_STRATEGY_RACE_H
#define RACETRAP_RUNTIME_STRATEGY_RACE_H

#include "runtime/strategy/path.h"

/* How the path came to its end. */
struct path_end {
    uint64_t unfinished;             /* a bit a thread that would have gone on, had it been let */
    const struct operation *pending; /* by thread: what it would have done */
    const uint32_t *causes;          /* by thread: as in struct step */
    bool abandoned;                  /* the search itself has ended it */
};

/* Orders the path's steps, and adds to `backtrack` what each race asks for. */
void races_find(struct path *path, const struct path_end *end);

#endif
