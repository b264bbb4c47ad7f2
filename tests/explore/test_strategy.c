/* What every strategy owes the scheduler; and what the random ones owe the user. */
#include "enumeration.h"
#include "generator.h"
#include "runtime/strategy/strategies.h"

#include <criterion/criterion.h>
#include <string.h>

enum { NUMBERS = 60, LENGTH = 12 };

static const struct strategy *const ALL[] = { &STRATEGY_NO_PREEMPTION, &STRATEGY_RANDOM,
                                              &STRATEGY_PCT,           &STRATEGY_POS,
                                              &STRATEGY_BOUNDED,       &STRATEGY_DPOR,
                                              &STRATEGY_READS_FROM };
static const struct strategy *const SAMPLING[] = { &STRATEGY_RANDOM, &STRATEGY_PCT, &STRATEGY_POS,
                                                   &STRATEGY_READS_FROM };
enum {
    ALL_COUNT = sizeof ALL / sizeof ALL[0],
    SAMPLING_COUNT = sizeof SAMPLING / sizeof SAMPLING[0]
};

static struct sim sim;

/* Three threads that write one variable four times each. */
static void program_of_writes(struct sim_program *program)
{
    *program = (struct sim_program){ .thread_count = 3 };
    for (unsigned i = 0; i < 3; i++) {
        program->counts[i] = LENGTH / 3;
        for (unsigned j = 0; j < LENGTH / 3; j++) {
            program->operations[i][j] = (struct sim_operation){ .kind = OP_WRITE, .value = i + 1 };
        }
    }
}

Test(strategy, has_a_name_of_its_own)
{
    for (unsigned i = 0; i < ALL_COUNT; i++) {
        cr_expect_str_not_empty(ALL[i]->name);
        for (unsigned j = 0; j < i; j++) {
            cr_expect_str_neq(ALL[i]->name, ALL[j]->name);
        }
    }
}

/* sim_step ends the test where who is chosen cannot go on. */
Test(strategy, chooses_only_who_can_go_on)
{
    static struct sim_program program;

    for (unsigned i = 0; i < ALL_COUNT; i++) {
        for (unsigned long seed = 0; seed < 100; seed++) {
            struct random random = random_of(seed, 0, 0);
            enum search search = SEARCH_GOES_ON;
            program_make(&program, &random, (WITH_ENDS << 1) - 1, 4, 6);
            ALL[i]->open(seed, LENGTH);
            for (unsigned number = 0; number < 20 && search == SEARCH_GOES_ON; number++) {
                sim_run(&sim, &program, ALL[i], number, &search);
            }
        }
    }
}

static void traces_of(const struct strategy *strategy, uint64_t seed,
                      uint8_t traces[NUMBERS][LENGTH])
{
    struct sim_program program;
    enum search search;

    program_of_writes(&program);
    strategy->open(seed, LENGTH);
    for (unsigned i = 0; i < NUMBERS; i++) {
        sim_run(&sim, &program, strategy, i, &search);
        cr_assert_eq(search, SEARCH_GOES_ON, "%s", strategy->name);
        cr_assert_eq(sim.step_count, LENGTH);
        memcpy(traces[i], sim.trace, LENGTH);
    }
}

/* A search that learns has to begin anew for that: in a process of its own, as a worker does. */
Test(strategy, gives_the_same_schedules_for_the_same_seed)
{
    static uint8_t first[NUMBERS][LENGTH], again[NUMBERS][LENGTH];

    for (unsigned i = 0; i < SAMPLING_COUNT; i++) {
        traces_of(SAMPLING[i], 7, first);
        traces_of(SAMPLING[i], 7, again);
        for (unsigned j = 0; j < NUMBERS; j++) {
            cr_expect_arr_eq(first[j], again[j], LENGTH, "%s, schedule %u", SAMPLING[i]->name, j);
        }
    }
}

Test(strategy, gives_the_same_schedule_for_the_same_number_whatever_was_run_before)
{
    static const struct strategy *const forgetful[] = { &STRATEGY_RANDOM, &STRATEGY_PCT,
                                                        &STRATEGY_POS };
    static uint8_t traces[NUMBERS][LENGTH];
    struct sim_program program;
    enum search search;

    program_of_writes(&program);
    for (unsigned i = 0; i < 3; i++) {
        traces_of(forgetful[i], 7, traces);
        for (unsigned j = NUMBERS; j-- > 0;) {
            sim_run(&sim, &program, forgetful[i], j, &search);
            cr_expect_arr_eq(sim.trace, traces[j], LENGTH, "%s, schedule %u", forgetful[i]->name,
                             j);
        }
    }
}

Test(strategy, gives_other_schedules_for_another_number_and_another_seed)
{
    static uint8_t first[NUMBERS][LENGTH], other[NUMBERS][LENGTH];

    for (unsigned i = 0; i < SAMPLING_COUNT; i++) {
        struct set different = { 0 };
        unsigned same = 0;
        traces_of(SAMPLING[i], 7, first);
        traces_of(SAMPLING[i], 8, other);
        for (unsigned j = 0; j < NUMBERS; j++) {
            uint64_t digest = 0;
            for (unsigned k = 0; k < LENGTH; k++) {
                digest = digest * 4 + first[j][k] + 1;
            }
            set_add(&different, digest);
            same += memcmp(first[j], other[j], LENGTH) == 0;
        }
        cr_expect_gt(different.count, NUMBERS / 3, "%s has %zu different ones", SAMPLING[i]->name,
                     different.count);
        cr_expect_lt(same, NUMBERS / 2, "%s has %u equal ones", SAMPLING[i]->name, same);
        set_free(&different);
    }
}

/* Whatever can happen is found some time. */
Test(strategy, comes_to_every_end_of_a_small_program)
{
    static const struct sim_program program = {
        .thread_count = 2,
        .counts = { 2, 2 },
        .operations = { { { .kind = OP_READ }, { .kind = OP_WRITE, .value = 1 } },
                        { { .kind = OP_READ }, { .kind = OP_WRITE, .value = 2 } } }
    };
    struct set expected = { 0 };

    cr_assert_eq(enumerate_ends(&program, 1000, &expected), 0);
    for (unsigned i = 0; i < SAMPLING_COUNT; i++) {
        struct set seen = { 0 };
        enum search search;
        SAMPLING[i]->open(1, 4);
        for (unsigned number = 0; number < 500; number++) {
            sim_run(&sim, &program, SAMPLING[i], number, &search);
            set_add(&seen, sim_state(&sim));
        }
        cr_expect(set_equal(&seen, &expected), "%s saw %zu of %zu", SAMPLING[i]->name, seen.count,
                  expected.count);
        set_free(&seen);
    }
    set_free(&expected);
}

Test(strategy, any_waiter_may_be_woken)
{
    for (unsigned i = 0; i < SAMPLING_COUNT; i++) {
        unsigned counts[3] = { 0 };
        SAMPLING[i]->open(1, LENGTH);
        for (unsigned number = 0; number < 300; number++) {
            SAMPLING[i]->begin(number);
            unsigned picked = SAMPLING[i]->pick(3);
            cr_assert_lt(picked, 3);
            counts[picked]++;
        }
        for (unsigned j = 0; j < 3; j++) {
            cr_expect_gt(counts[j], 30, "%s picks the %uth %u times", SAMPLING[i]->name, j,
                         counts[j]);
        }
    }
}

Test(strategy, without_preemption_a_thread_goes_on_until_it_has_to_wait)
{
    struct sim_program program;
    enum search search;

    program_of_writes(&program);
    sim_run(&sim, &program, &STRATEGY_NO_PREEMPTION, 0, &search);
    cr_expect_eq(search, SEARCH_GAVE_UP, "there is no other schedule to try");
    cr_expect_eq(sim.preemptions, 0);
    for (unsigned i = 0; i < LENGTH; i++) {
        cr_expect_eq(sim.trace[i], i / (LENGTH / 3));
    }
}

static struct operation pending[THREADS_MAX];
static uint32_t causes[THREADS_MAX];

static unsigned chosen(const struct strategy *strategy, uint64_t candidates, uint64_t expiring,
                       uint64_t yielding, unsigned current)
{
    const struct choice choice = { .candidates = candidates,
                                   .expiring = expiring,
                                   .yielding = yielding,
                                   .current = current,
                                   .thread_count = 4,
                                   .pending = pending,
                                   .causes = causes };

    return strategy->choose(&choice);
}

Test(strategy, who_yields_lets_others_go_first_and_goes_on_where_there_is_none)
{
    for (unsigned i = 0; i < ALL_COUNT; i++) {
        ALL[i]->open(1, LENGTH);
        for (unsigned number = 0; number < 50; number += 2) {
            ALL[i]->begin(number);
            cr_expect_eq(chosen(ALL[i], 3, 0, 1, 0), 1, "%s", ALL[i]->name);
        }
        ALL[i]->begin(50);
        cr_expect_eq(chosen(ALL[i], 1, 0, 1, 0), 0, "%s", ALL[i]->name);
    }
}

Test(strategy, in_every_second_schedule_who_samples_spares_nobody_who_yields)
{
    static const struct strategy *const samplers[] = { &STRATEGY_RANDOM, &STRATEGY_PCT,
                                                       &STRATEGY_POS, &STRATEGY_READS_FROM };

    for (unsigned i = 0; i < 4; i++) {
        unsigned goes_on = 0;
        samplers[i]->open(1, LENGTH);
        for (unsigned number = 1; number < 50; number += 2) {
            samplers[i]->begin(number);
            goes_on += chosen(samplers[i], 3, 0, 1, 0) == 0;
        }
        cr_expect(goes_on > 0 && goes_on < 25, "%s: %u of 25", samplers[i]->name, goes_on);
    }
}

Test(strategy, the_patient_ones_let_a_wait_time_out_only_where_nothing_else_is_possible)
{
    static const struct strategy *const patient[] = { &STRATEGY_NO_PREEMPTION, &STRATEGY_DPOR,
                                                      &STRATEGY_REPLAY };

    for (unsigned i = 0; i < 3; i++) {
        patient[i]->open(1, LENGTH);
        patient[i]->begin(0);
        cr_expect_eq(chosen(patient[i], 7, 3, 0, 0), 2, "%s", patient[i]->name);
        patient[i]->begin(1);
        cr_expect_eq(chosen(patient[i], 7, 3, 4, 0), 2, "%s: before who has yielded, too",
                     patient[i]->name);
        patient[i]->begin(2);
        cr_expect_eq(chosen(patient[i], 3, 3, 0, 1), 1, "%s", patient[i]->name);
    }
}

/* A bug of depth d is found with probability 1 / (n k^(d-1)) at least, in the third of all runs
 * that have this depth; here d = 2, n = 3, k = 12. */
Test(strategy, pct_finds_what_needs_one_change_as_often_as_it_says)
{
    enum { RUNS = 3000 };
    struct sim_program program;
    enum search search;
    unsigned found = 0;

    program_of_writes(&program);
    STRATEGY_PCT.open(3, LENGTH);
    for (unsigned i = 0; i < RUNS; i++) {
        static const uint8_t wanted[] = { 0, 0, 2 };
        sim_run(&sim, &program, &STRATEGY_PCT, i, &search);
        found += memcmp(sim.trace, wanted, sizeof wanted) == 0;
    }
    cr_expect_geq(found, RUNS / 3 / (3 * LENGTH) * 8 / 10, "found %u times of %d", found, RUNS);
}
