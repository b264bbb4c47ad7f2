#include "runtime/search/profile.h"
#include "runtime/engine/fiber.h"
#include "runtime/search/budget.h"
#include "runtime/search/child.h"
#include "runtime/search/execute.h"
#include "runtime/search/folder_copy.h"
#include "runtime/strategy/strategies.h"

enum { LEARNING_MAX = 16, REASON_SIZE = 160 };
static const uint64_t VERIFY_POINTS = 20000000;  /* at most, to compare the modes */
static const uint64_t LEARNING_POINTS = 4000000; /* about, for schedules at random */

struct lesson {
    struct profile *profile;
    uint32_t *hashes;
};

/* Runs a schedule, and remembers what it has shown of the stacks. Returns whether that was news. */
static bool learn(struct profile *profile, const struct strategy *strategy, uint64_t number)
{
    execute_schedule(strategy, number, profile->scratch);
    if (profile->state->unseen[0] == '\0') {
        base_copy(profile->state->unseen, profile->scratch->unseen, sizeof profile->state->unseen);
    }
    if (profile->scratch->points > profile->state->length) {
        profile->state->length = profile->scratch->points;
    }
    if (profile->scratch->end != SCHEDULE_TOO_LONG &&
        profile->scratch->step_count > profile->state->steps) {
        profile->state->steps = profile->scratch->step_count;
    }
    if (profile->scratch->end == SCHEDULE_EXITED &&
        profile->state->exit_status == EXIT_STATUS_ANY) {
        profile->state->exit_status = profile->scratch->code;
    }
    return stack_sharing_learn(&profile->state->sharing);
}

static bool is_refusal(enum schedule_end end)
{
    return end == SCHEDULE_UNSUPPORTED || end == SCHEDULE_THREADS;
}

static void lesson_run(void *argument)
{
    struct profile *profile = argument;

    execute_in_process();
    schedule_settings.stop_at_violation = false; /* how it ends is to be known */
    STRATEGY_NO_PREEMPTION.open(profile->settings->seed, 0);
    STRATEGY_RANDOM.open(profile->settings->seed, 0);
    for (unsigned i = 0; i < LEARNING_MAX; i++) {
        if (!learn(profile, &STRATEGY_NO_PREEMPTION, i) ||
            profile->scratch->end == SCHEDULE_STUCK || profile->scratch->end == SCHEDULE_BLOCKED) {
            break;
        }
    }
    uint64_t count = LEARNING_POINTS / profile->state->length;
    for (unsigned i = 0; i < LEARNING_MAX && i < count && profile->scratch->end == SCHEDULE_EXITED;
         i++) {
        learn(profile, &STRATEGY_RANDOM, i);
    }
}

void profile_choose_fork(struct profile *profile, const char *reason)
{
    static char kept[REASON_SIZE];

    base_text(kept, sizeof kept, reason);
    profile->mode_reason = kept;
    schedule_settings.fork_mode = true;
}

int profile_cure(struct profile *profile)
{
    const struct schedule_result *result = profile->scratch;
    unsigned parked = fiber_count();

    if (result->end == SCHEDULE_THREADS && parked < THREADS_MAX) {
        fiber_prepare(parked * 2 < THREADS_MAX ? parked * 2 : THREADS_MAX);
        execute_prepare_again();
        return 0;
    }
    if (result->end == SCHEDULE_UNSUPPORTED && result->needs_fork && !schedule_settings.fork_mode) {
        profile_choose_fork(profile, result->reason);
        return 0;
    }
    if (schedule_settings.fork_mode && folder_copy_cure(profile->scratch)) {
        return 0;
    }
    if (result->end == SCHEDULE_THREADS) {
        base_text(profile->scratch->reason, sizeof profile->scratch->reason,
                  "the program has more than 64 threads at the same time");
    }
    return -1;
}

static void hashes_run(void *argument)
{
    struct lesson *lesson = argument;
    struct profile *profile = lesson->profile;

    execute_in_process();
    STRATEGY_RANDOM.open(profile->settings->seed, 0);
    for (uint64_t i = 0; i < profile->settings->verified; i++) {
        execute_schedule(&STRATEGY_RANDOM, i, profile->scratch);
        lesson->hashes[i] = is_refusal(profile->scratch->end) ? 0 : profile->scratch->hash;
    }
}

/* The same schedules in both modes: where they differ, a restore has left something behind. */
static void modes_compare(struct profile *profile)
{
    uint64_t count = profile->settings->verified;
    bool complete = true;
    uint32_t *hashes = base_map_shared(2 * count * sizeof *hashes);

    for (unsigned mode = 0; mode < 2; mode++) {
        struct lesson lesson = { profile, hashes + mode * count };
        schedule_settings.fork_mode = mode == 0;
        complete &= child_run(hashes_run, &lesson, budget_is_spent);
    }
    for (uint64_t i = 0; complete && i < count; i++) {
        profile->diverged += hashes[i] != hashes[count + i];
    }
    if (profile->diverged > 0) {
        profile_choose_fork(profile, "some schedules went otherwise in a process of their own");
    }
}

int profile_send(struct profile *profile)
{
    do {
        profile->scratch->end = SCHEDULE_LOST;
        profile->state->length = 1;
        child_run(lesson_run, profile, budget_is_spent);
        if (!is_refusal(profile->scratch->end)) {
            if (!schedule_settings.fork_mode && profile->scratch->end != SCHEDULE_STUCK &&
                profile->scratch->end != SCHEDULE_BLOCKED &&
                profile->state->length * profile->settings->verified < VERIFY_POINTS) {
                modes_compare(profile);
            }
            return 0;
        }
    } while (profile_cure(profile) == 0);
    return -1;
}
