#include "runtime/search/consequence.h"
#include "runtime/diagnose/outcome.h"
#include "runtime/search/budget.h"

#include <sys/syscall.h>

enum { SCHEDULES_MOST = 2000, SHARE = 4 };
static const uint64_t POINTS_MOST = 50000000;
static const double SECONDS_MOST = 4;

void consequence_begin(struct search_state *state, const struct settings *settings)
{
    if (settings->expect == NULL) {
        outcome_usual_learn(&state->usual);
    }
}

bool consequence_is_due(const struct search_state *state, const struct settings *settings)
{
    bool is_race = state->witnesses->count > 0 &&
                   violation_rank(state->witnesses->items[0].violation.kind) == RANK_RACE;

    return is_race && !settings->brief && !settings->bench && !budget_is_spent();
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t schedules_run(const struct search_state *state, const struct settings *settings)
{
    uint64_t count = 0;

    for (unsigned i = 0; i < settings->jobs; i++) {
        for (unsigned entry = 0; entry < PORTFOLIO_MAX; entry++) {
            count += state->workers[i].entries[entry].schedules;
        }
    }
    return count;
}

/* Only what happens counts, and a schedule goes on after its race. */
static void outcomes_begin(struct consequence *consequence, struct search_state *state,
                           struct settings *settings)
{
    consequence->was_sought = true;
    consequence->witness = witness_list_new();
    consequence->witness->outcomes_only = true;
    state->witnesses = consequence->witness;
    settings->all = false;
    settings->schedules = smaller(settings->schedules / SHARE + 1, SCHEDULES_MOST);
    settings->points = smaller(settings->points / SHARE, POINTS_MOST);
    schedule_settings.stop_at_violation = false;
    budget_narrow(SECONDS_MOST);
    if (state->usual.is_known) {
        output_usual_expect(&state->usual);
    }
}

void consequence_seek(struct consequence *consequence, struct search_state *state,
                      struct settings *settings, void (*search)(void), void (*prove)(void))
{
    static struct settings kept_settings;
    struct search_state *kept = base_map(sizeof *kept);
    bool stops = schedule_settings.stop_at_violation;

    base_copy(kept, state, sizeof *kept);
    base_copy(&kept_settings, settings, sizeof kept_settings);
    outcomes_begin(consequence, state, settings);
    search();
    budget_widen();
    consequence->schedules = schedules_run(state, settings);
    prove();
    output_usual_expect(NULL);
    schedule_settings.stop_at_violation = stops;
    base_copy(settings, &kept_settings, sizeof kept_settings);
    base_copy(&consequence->sharing, &state->sharing, sizeof consequence->sharing);
    base_copy(state, kept, sizeof *kept);
    BASE_KERNEL(SYS_munmap, kept, sizeof *kept, 0);
}
