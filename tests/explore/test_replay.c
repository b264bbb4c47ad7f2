/* Schedules that are written down: followed, and no further than they can be. */
#include "generator.h"
#include "runtime/engine/schedule.h"
#include "runtime/strategy/guided.h"
#include "runtime/strategy/recorded.h"
#include "runtime/strategy/strategies.h"

#include <criterion/criterion.h>
#include <string.h>

static struct sim sim;

static void replay(const struct sim_program *program, const uint8_t *trace, unsigned length)
{
    enum search search;

    recorded_use(trace, length);
    STRATEGY_REPLAY.open(0, 0);
    sim_run(&sim, program, &STRATEGY_REPLAY, 0, &search);
    cr_expect_eq(search, SEARCH_GAVE_UP, "there is nothing else to try");
}

/* Two threads that write twice each. */
static const struct sim_program WRITES = { .thread_count = 2,
                                           .counts = { 2, 2 },
                                           .operations = {
                                               { { .kind = OP_WRITE }, { .kind = OP_WRITE } },
                                               { { .kind = OP_WRITE }, { .kind = OP_WRITE } } } };

/* Two that wait, and one that wakes one of them; the second wait may time out. */
static const struct sim_program WAITS = {
    .thread_count = 3,
    .counts = { 3, 3, 1 },
    .operations = { { { .kind = OP_LOCK }, { .kind = OP_COND_WAIT }, { .kind = OP_UNLOCK } },
                    { { .kind = OP_LOCK },
                      { .kind = OP_COND_WAIT, .timed = true },
                      { .kind = OP_UNLOCK } },
                    { { .kind = OP_SIGNAL } } }
};

Test(replay, any_schedule_is_followed)
{
    static struct sim_program program;

    for (unsigned long seed = 0; seed < 300; seed++) {
        struct random random = random_of(seed, 0, 0);
        uint8_t trace[SIM_TRACE_MAX];
        enum search search;
        program_make(&program, &random, (WITH_ENDS << 1) - 1, 4, 6);
        STRATEGY_RANDOM.open(seed, 0);
        sim_run(&sim, &program, &STRATEGY_RANDOM, 0, &search);
        unsigned length = sim.step_count;
        uint64_t end = sim_state(&sim);
        memcpy(trace, sim.trace, length);
        replay(&program, trace, length);
        cr_assert_not(recorded_has_diverged(), "seed %lu%s", seed, sim_words(&program));
        cr_assert_eq(sim.step_count, length, "seed %lu", seed);
        cr_assert_arr_eq(sim.trace, trace, length, "seed %lu", seed);
        cr_assert_eq(sim_state(&sim), end, "seed %lu", seed);
    }
}

Test(replay, goes_on_without_preemption_after_the_end_of_the_record)
{
    static const uint8_t trace[] = { 1 }, expected[] = { 1, 1, 0, 0 };

    replay(&WRITES, trace, sizeof trace);
    cr_expect_not(recorded_has_diverged());
    cr_assert_eq(sim.step_count, 4);
    cr_expect_arr_eq(sim.trace, expected, 4);
}

static void diverges(const struct sim_program *program, const uint8_t *trace, unsigned length)
{
    replay(program, trace, length);
    cr_expect(recorded_has_diverged());
}

Test(replay, diverges_where_the_thread_cannot_go_on)
{
    static const uint8_t ended[] = { 0, 0, 0 }, unknown[] = { 0, 2 }, blocked[] = { 0, 1 };

    diverges(&WRITES, ended, sizeof ended);
    diverges(&WRITES, unknown, sizeof unknown);
    diverges(&WAITS, blocked, sizeof blocked);
}

Test(replay, diverges_where_a_wait_does_not_end_as_it_did)
{
    static const uint8_t times_out[] = { 1, 1, 1 | TRACE_EXPIRED };
    static const uint8_t too_early[] = { 1, 1, 1 }, no_wait[] = { 1 | TRACE_EXPIRED };

    replay(&WAITS, times_out, sizeof times_out);
    cr_expect_not(recorded_has_diverged());
    diverges(&WAITS, too_early, sizeof too_early);
    diverges(&WAITS, no_wait, sizeof no_wait);
}

Test(replay, wakes_who_was_woken_and_diverges_where_that_is_not_possible)
{
    static const uint8_t first[] = { 0, 0, 1, 1, 2, TRACE_WOKEN, 0 };
    static const uint8_t second[] = { 0, 0, 1, 1, 2, 1 | TRACE_WOKEN, 1 };
    static const uint8_t third[] = { 0, 0, 1, 1, 2, 2 | TRACE_WOKEN };
    static const uint8_t nobody[] = { 0, 0, 1, 1, 2, 0 };
    static const uint8_t early[] = { 0, TRACE_WOKEN };

    replay(&WAITS, first, sizeof first);
    cr_expect_not(recorded_has_diverged());
    replay(&WAITS, second, sizeof second);
    cr_expect_not(recorded_has_diverged());
    diverges(&WAITS, third, sizeof third);
    diverges(&WAITS, nobody, sizeof nobody);
    diverges(&WAITS, early, sizeof early);
}

Test(replay, a_new_schedule_has_not_diverged)
{
    static const uint8_t bad[] = { 3 }, good[] = { 0 };

    diverges(&WRITES, bad, sizeof bad);
    replay(&WRITES, good, sizeof good);
    cr_expect_not(recorded_has_diverged());
}

static void guided(const struct sim_program *program, const struct guide *guides, unsigned count,
                   const uint8_t *expected)
{
    enum search search;

    guided_use(guides, count);
    STRATEGY_GUIDED.open(0, 0);
    sim_run(&sim, program, &STRATEGY_GUIDED, 0, &search);
    cr_expect_arr_eq(sim.trace, expected, sim.step_count);
}

Test(replay, a_plan_is_followed_and_what_cannot_be_is_skipped)
{
    static const struct guide plan[] = { { .entry = 1, .steps = 1 },
                                         { .entry = 0, .steps = 1 },
                                         { .entry = 1, .steps = 1 } };
    static const struct guide too_much[] = { { .entry = 1, .steps = 9 },
                                             { .entry = 3, .steps = 1 },
                                             { .entry = 0, .steps = 1 } };
    static const uint8_t as_planned[] = { 1, 0, 1, 0 }, as_possible[] = { 1, 1, 0, 0 };

    guided(&WRITES, plan, 3, as_planned);
    guided(&WRITES, too_much, 3, as_possible);
}

Test(replay, a_plan_says_who_is_woken_and_what_times_out)
{
    static const struct guide plan[] = { { .entry = 0, .steps = 2 },
                                         { .entry = 1, .steps = 2 },
                                         { .entry = 2, .steps = 1 },
                                         { .entry = 1 | TRACE_WOKEN },
                                         { .entry = 1, .steps = 1 } };
    static const struct guide times_out[] = { { .entry = 1, .steps = 2 },
                                              { .entry = 1 | TRACE_EXPIRED, .steps = 1 } };
    static const uint8_t woken[] = { 0, 0, 1, 1, 2, 1 | TRACE_WOKEN, 1, 1 };
    static const uint8_t expired[] = { 1, 1, 1 | TRACE_EXPIRED, 1, 1, 0, 0, 2, 0, 0 };

    guided(&WAITS, plan, 5, woken);
    guided(&WAITS, times_out, 2, expired);
}
