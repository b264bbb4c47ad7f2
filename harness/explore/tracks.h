/*
 * The portfolio: which schedules are run, in which order, and by whom.
 *
 * Every schedule that can be run has a place in one order, whatever number of
 * processes shares the work: first the one without preemption; then those of
 * DPOR, up to half of what may be run; then rounds, in each of which every
 * other strategy has one. The finding that counts is the first in this order:
 * so it is the same one, however many look.
 */
#ifndef RACETRAP_EXPLORE_TRACKS_H
#define RACETRAP_EXPLORE_TRACKS_H

#include "explore/settings.h"
#include "explore/strategy.h"

enum { TRACKS_MAX = 8 };

struct track {
    const struct strategy *strategy;
    unsigned phase;     /* tracks of the same phase take turns */
    bool stateful;      /* each schedule depends on those before: one process does them all */
    uint64_t schedules; /* at most */
    uint64_t points;    /* at most */
};

struct tracks {
    unsigned count;
    struct track items[TRACKS_MAX];
};

/* A schedule's place in the order. */
typedef uint64_t track_order;
static const track_order TRACK_NEVER = UINT64_MAX;

/*
 * Fills in the tracks. A schedule has about `length` points, by which a limit
 * on points is turned into one on schedules.
 */
void tracks_plan(struct tracks *tracks, const struct settings *settings, uint64_t length);

track_order track_order_of(const struct tracks *tracks, unsigned track, uint64_t number);

/* Whether schedule `number` of a track is for worker `worker` of `workers`. */
bool track_is_mine(const struct tracks *tracks, unsigned track, uint64_t number, uint64_t worker,
                   uint64_t workers);

#endif
