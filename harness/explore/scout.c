#include "explore/scout.h"
#include "explore/child.h"
#include "explore/execute.h"
#include "explore/fiber.h"

enum { LEARNING_MAX = 16, REASON_SIZE = 160 };
static const uint64_t VERIFY_POINTS = 20000000;  /* at most, to compare the modes */
static const uint64_t LEARNING_POINTS = 4000000; /* about, for schedules at random */

struct lesson {
    struct scout *scout;
    uint32_t *hashes;
};

/* Runs a schedule, and remembers what it has shown of the stacks. Returns whether that was news. */
static bool learn(struct scout *scout, const struct strategy *strategy, uint64_t number)
{
    execute_schedule(strategy, number, scout->scratch);
    if (scout->scratch->points > scout->state->length) {
        scout->state->length = scout->scratch->points;
    }
    return access_sharing_learn(&scout->state->sharing);
}

static bool is_refusal(enum schedule_end end)
{
    return end == SCHEDULE_UNSUPPORTED || end == SCHEDULE_THREADS;
}

static void lesson_run(void *argument)
{
    struct scout *scout = argument;

    execute_in_process();
    STRATEGY_NO_PREEMPTION.open(scout->settings->seed, 0);
    STRATEGY_RANDOM.open(scout->settings->seed, 0);
    for (unsigned i = 0; i < LEARNING_MAX; i++) {
        if (!learn(scout, &STRATEGY_NO_PREEMPTION, i) || scout->scratch->end == SCHEDULE_STUCK) {
            break;
        }
    }
    uint64_t count = LEARNING_POINTS / scout->state->length;
    for (unsigned i = 0; i < LEARNING_MAX && i < count && scout->scratch->end == SCHEDULE_EXITED;
         i++) {
        learn(scout, &STRATEGY_RANDOM, i);
    }
}

static void mode_choose(struct scout *scout, const char *reason)
{
    static char kept[REASON_SIZE];

    base_text(kept, sizeof kept, reason);
    scout->mode_reason = kept;
    schedule_settings.fork_mode = true;
}

int scout_cure(struct scout *scout)
{
    const struct schedule_result *result = scout->scratch;
    unsigned parked = fiber_count();

    if (result->end == SCHEDULE_THREADS && parked < THREADS_MAX) {
        fiber_park(parked * 2 < THREADS_MAX ? parked * 2 : THREADS_MAX);
        execute_prepare_again();
        return 0;
    }
    if (result->end == SCHEDULE_UNSUPPORTED && result->needs_fork && !schedule_settings.fork_mode) {
        mode_choose(scout, result->reason);
        return 0;
    }
    if (result->end == SCHEDULE_THREADS) {
        base_text(scout->scratch->reason, sizeof scout->scratch->reason,
                  "the program has more than 64 threads at the same time");
    }
    return -1;
}

static void hashes_run(void *argument)
{
    struct lesson *lesson = argument;
    struct scout *scout = lesson->scout;

    execute_in_process();
    STRATEGY_RANDOM.open(scout->settings->seed, 0);
    for (uint64_t i = 0; i < scout->settings->verified; i++) {
        execute_schedule(&STRATEGY_RANDOM, i, scout->scratch);
        lesson->hashes[i] = is_refusal(scout->scratch->end) ? 0 : scout->scratch->hash;
    }
}

/* The same schedules in both modes: where they differ, a restore has left something behind. */
static void modes_compare(struct scout *scout)
{
    uint64_t count = scout->settings->verified;
    uint32_t *hashes = base_map_shared(2 * count * sizeof *hashes);

    for (unsigned mode = 0; mode < 2; mode++) {
        struct lesson lesson = { scout, hashes + mode * count };
        schedule_settings.fork_mode = mode == 0;
        child_run(hashes_run, &lesson);
    }
    for (uint64_t i = 0; i < count; i++) {
        scout->diverged += hashes[i] != hashes[count + i];
    }
    if (scout->diverged > 0) {
        mode_choose(scout, "some schedules went otherwise in a process of their own");
    }
}

int scout_send(struct scout *scout)
{
    do {
        scout->scratch->end = SCHEDULE_LOST;
        scout->state->length = 1;
        child_run(lesson_run, scout);
        if (!is_refusal(scout->scratch->end)) {
            if (!schedule_settings.fork_mode && scout->scratch->end != SCHEDULE_STUCK &&
                scout->state->length * scout->settings->verified < VERIFY_POINTS) {
                modes_compare(scout);
            }
            return 0;
        }
    } while (scout_cure(scout) == 0);
    return -1;
}
