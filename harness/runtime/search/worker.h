/*
 * A worker: a process that runs its share of the schedules, one after another.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_WORKER_H
#define RACETRAP_RUNTIME_SEARCH_WORKER_H

#include "runtime/engine/output.h"
#include "runtime/engine/stack_sharing.h"
#include "runtime/search/portfolio.h"
#include "runtime/search/settings.h"
#include "runtime/search/witness.h"

enum { WORKERS_MAX = 256 };

/* How far an entry was searched. */
struct entry_state {
    uint64_t schedules, points;
    enum search search; /* SEARCH_GOES_ON also where the limit came first */
};

struct worker_state {
    struct entry_state entries[PORTFOLIO_MAX];
    unsigned threads; /* the most that a schedule had */
    uint64_t cut;     /* schedules that were longer than is allowed */
    uint64_t switches;
    uint64_t hash; /* over the hashes of all schedules */
    /* the schedule that runs, so that the search can go on after a crash that took the worker */
    unsigned phase, entry;
    uint64_t number;
    bool running, finished;
    struct schedule_result *result;
};

/* Lies in shared memory. */
struct search_state {
    portfolio_order best;      /* of the findings: no need to look beyond it */
    bool exhausted;            /* DPOR has seen everything */
    bool stop;                 /* somebody wants it to end */
    enum schedule_end refused; /* why it cannot go on: SCHEDULE_UNSUPPORTED or _THREADS */
    bool was_refused, needs_fork;
    char reason[160];
    int refused_code;
    char unseen[160]; /* what of the program was not seen, first of all; empty: nothing */
    struct stack_sharing sharing;
    uint32_t sharing_lock;
    bool sharing_is_final; /* it changes too often to begin anew each time */
    bool has_news;   /* a schedule has shown more of the stacks: those before did not see it all */
    int exit_status; /* of the first schedule that came to its end; EXIT_STATUS_ANY: of none */
    bool exit_is_learnt;       /* nobody said what is right */
    bool exit_differs;         /* it is not 0 there, and 0 elsewhere: then 0 is right */
    struct output_usual usual; /* what the first schedule has printed */
    uint64_t length;           /* of a schedule, in points, about */
    uint64_t steps; /* the most that a schedule of the profile had that came to its end */
    struct witness_list *witnesses;
    struct worker_state workers[WORKERS_MAX];
};

/* What the process does until its share is done. It goes on where an earlier one was lost. */
void worker_run(struct search_state *state, const struct settings *settings,
                const struct portfolio *portfolio, unsigned worker);

#endif
