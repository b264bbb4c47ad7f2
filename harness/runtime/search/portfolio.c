#include "runtime/search/portfolio.h"
#include "runtime/strategy/strategies.h"

#include <string.h>

enum { PHASE_SHIFT = 60, NUMBER_SHIFT = 3 };

static const struct strategy *const ROUNDS[] = { &STRATEGY_RANDOM, &STRATEGY_PCT, &STRATEGY_POS,
                                                 &STRATEGY_READS_FROM, &STRATEGY_BOUNDED };
enum { ROUND_COUNT = sizeof ROUNDS / sizeof ROUNDS[0] };

static bool is_stateful(const struct strategy *strategy)
{
    return strategy == &STRATEGY_DPOR || strategy == &STRATEGY_BOUNDED ||
           strategy == &STRATEGY_READS_FROM;
}

static void entry_add(struct portfolio *portfolio, const struct strategy *strategy, unsigned phase,
                      uint64_t schedules, uint64_t points)
{
    struct portfolio_entry *entry = &portfolio->items[portfolio->count++];

    entry->strategy = strategy;
    entry->phase = phase;
    entry->stateful = is_stateful(strategy);
    entry->schedules = schedules > 0 && schedules < UINT64_MAX / 2 ? schedules : 1;
    entry->points = points;
}

static const struct strategy *strategy_find(const char *name)
{
    if (strcmp(name, STRATEGY_NO_PREEMPTION.name) == 0) {
        return &STRATEGY_NO_PREEMPTION;
    }
    if (strcmp(name, STRATEGY_DPOR.name) == 0) {
        return &STRATEGY_DPOR;
    }
    for (unsigned i = 0; i < ROUND_COUNT; i++) {
        if (strcmp(name, ROUNDS[i]->name) == 0) {
            return ROUNDS[i];
        }
    }
    base_die("there is no strategy %s; there are no-preemption, dpor, random, pct, pos, reads-from "
             "and preemption-bounded",
             name);
}

void portfolio_plan(struct portfolio *portfolio, const struct settings *settings, uint64_t length)
{
    uint64_t by_points = settings->points / (length > 0 ? length : 1) + 1;
    uint64_t schedules = settings->schedules < by_points ? settings->schedules : by_points;

    portfolio->count = 0;
    if (settings->strategy[0] != '\0') {
        entry_add(portfolio, strategy_find(settings->strategy), 0, settings->schedules,
                  settings->points);
        return;
    }
    entry_add(portfolio, &STRATEGY_NO_PREEMPTION, 0, 1, UINT64_MAX);
    entry_add(portfolio, &STRATEGY_DPOR, 1, settings->schedules / 2 - 1, settings->points / 2);
    for (unsigned i = 0; i < ROUND_COUNT; i++) {
        entry_add(portfolio, ROUNDS[i], 2, schedules / 2 / ROUND_COUNT, UINT64_MAX);
    }
}

portfolio_order portfolio_order_of(const struct portfolio *portfolio, unsigned entry,
                                   uint64_t number)
{
    return (uint64_t)portfolio->items[entry].phase << PHASE_SHIFT | number << NUMBER_SHIFT | entry;
}

bool portfolio_is_mine(const struct portfolio *portfolio, unsigned entry, uint64_t number,
                       uint64_t worker, uint64_t workers)
{
    const struct portfolio_entry *asked = &portfolio->items[entry];

    if (!asked->stateful && asked->strategy != &STRATEGY_NO_PREEMPTION) {
        return number % workers == worker;
    }
    return (asked->phase == 2 ? entry % workers : 0) == worker;
}
