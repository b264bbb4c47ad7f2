#include "explore/tracks.h"

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

static void track_add(struct tracks *tracks, const struct strategy *strategy, unsigned phase,
                      uint64_t schedules, uint64_t points)
{
    struct track *track = &tracks->items[tracks->count++];

    track->strategy = strategy;
    track->phase = phase;
    track->stateful = is_stateful(strategy);
    track->schedules = schedules > 0 && schedules < UINT64_MAX / 2 ? schedules : 1;
    track->points = points;
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

void tracks_plan(struct tracks *tracks, const struct settings *settings, uint64_t length)
{
    uint64_t by_points = settings->points / (length > 0 ? length : 1) + 1;
    uint64_t schedules = settings->schedules < by_points ? settings->schedules : by_points;

    tracks->count = 0;
    if (settings->strategy[0] != '\0') {
        track_add(tracks, strategy_find(settings->strategy), 0, settings->schedules,
                  settings->points);
        return;
    }
    track_add(tracks, &STRATEGY_NO_PREEMPTION, 0, 1, UINT64_MAX);
    track_add(tracks, &STRATEGY_DPOR, 1, settings->schedules / 2 - 1, settings->points / 2);
    for (unsigned i = 0; i < ROUND_COUNT; i++) {
        track_add(tracks, ROUNDS[i], 2, schedules / 2 / ROUND_COUNT, UINT64_MAX);
    }
}

track_order track_order_of(const struct tracks *tracks, unsigned track, uint64_t number)
{
    return (uint64_t)tracks->items[track].phase << PHASE_SHIFT | number << NUMBER_SHIFT | track;
}

bool track_is_mine(const struct tracks *tracks, unsigned track, uint64_t number, uint64_t worker,
                   uint64_t workers)
{
    const struct track *asked = &tracks->items[track];

    if (!asked->stateful && asked->strategy != &STRATEGY_NO_PREEMPTION) {
        return number % workers == worker;
    }
    return (asked->phase == 2 ? track % workers : 0) == worker;
}
