/*
 * The portfolio: which schedules are run, in which order, and by whom.
 *
 * Every schedule that can be run has a place in one order, whatever number of
 * processes shares the work: first the one without preemption; then those of
 * DPOR, up to half of what may be run; then rounds, in each of which every
 * other strategy has one. The finding that counts is the first in this order:
 * so it is the same one, however many look.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_PORTFOLIO_H
#define RACETRAP_RUNTIME_SEARCH_PORTFOLIO_H

#include "runtime/engine/strategy.h"
#include "runtime/search/settings.h"

enum { PORTFOLIO_MAX = 8 };

struct portfolio_entry {
    const struct strategy *strategy;
    unsigned phase;     /* entries of the same phase take turns */
    bool stateful;      /* each schedule depends on those before: one process does them all */
    uint64_t schedules; /* at most */
    uint64_t points;    /* at most */
};

struct portfolio {
    unsigned count;
    struct portfolio_entry items[PORTFOLIO_MAX];
};

/* A schedule's place in the order. */
typedef uint64_t portfolio_order;
static const portfolio_order PORTFOLIO_NEVER = UINT64_MAX;

/*
 * Fills in the portfolio. A schedule has about `length` points, by which a limit
 * on points is turned into one on schedules.
 */
void portfolio_plan(struct portfolio *portfolio, const struct settings *settings, uint64_t length);

portfolio_order portfolio_order_of(const struct portfolio *portfolio, unsigned entry,
                                   uint64_t number);

/* Whether schedule `number` of an entry is for worker `worker` of `workers`. */
bool portfolio_is_mine(const struct portfolio *portfolio, unsigned entry, uint64_t number,
                       uint64_t worker, uint64_t workers);

#endif
