/* The search with a preemption bound: nothing is left out, and the simple comes first. */
#include "enumeration.h"
#include "generator.h"
#include "runtime/strategy/strategies.h"

#include <criterion/criterion.h>

enum { BOUNDS_MAX = 16 };

static struct sim sim;

/* By how many preemptions they have: the schedules that there are. */
static struct all {
    struct set schedules[BOUNDS_MAX];
    size_t count;
} all;

/* Which waiter was woken is in the trace, too. */
static uint64_t schedule_digest(const struct sim *end)
{
    uint64_t digest = 1469598103934665603u;

    for (unsigned i = 0; i < end->step_count; i++) {
        digest = (digest ^ end->trace[i]) * 1099511628211u;
        digest ^= digest >> 29;
    }
    return digest;
}

static void visit(const struct sim *end, void *context)
{
    (void)context;
    cr_assert_lt(end->preemptions, BOUNDS_MAX);
    cr_assert(set_add(&all.schedules[end->preemptions], schedule_digest(end)));
    all.count++;
}

/* One pass a bound: in each, every schedule with no more preemptions than that, once. So those with
 * few are run again in each pass. */
static unsigned passes_check(const struct sim_program *program)
{
    enum search search = SEARCH_GOES_ON;
    unsigned bound = 0;
    unsigned long number = 0;

    for (size_t expected = all.schedules[0].count; search == SEARCH_GOES_ON;
         expected += all.schedules[++bound].count) {
        struct set pass = { 0 };
        cr_assert_lt(bound, BOUNDS_MAX);
        while (pass.count < expected && search == SEARCH_GOES_ON) {
            sim_run(&sim, program, &STRATEGY_BOUNDED, number++, &search);
            cr_assert_leq(sim.preemptions, bound, "%u preemptions in%s", sim.preemptions,
                          sim_words(program));
            cr_assert(set_has(&all.schedules[sim.preemptions], schedule_digest(&sim)));
            cr_assert(set_add(&pass, schedule_digest(&sim)), "twice with bound %u in%s", bound,
                      sim_words(program));
        }
        cr_assert_eq(pass.count, expected, "%zu of %zu with bound %u in%s", pass.count, expected,
                     bound, sim_words(program));
        set_free(&pass);
    }
    cr_assert_eq(search, SEARCH_EXHAUSTED);
    return bound;
}

static void visits_all_of(const struct sim_program *program)
{
    size_t seen = 0;

    enumerate_schedules(program, visit, NULL);
    STRATEGY_BOUNDED.open(0, 0);
    unsigned bound = passes_check(program);
    for (unsigned i = 0; i < BOUNDS_MAX; i++) {
        seen += i < bound ? all.schedules[i].count : 0;
        set_free(&all.schedules[i]);
    }
    cr_assert_eq(seen, all.count, "%zu of %zu schedules of%s", seen, all.count, sim_words(program));
    all.count = 0;
}

static void visits_all(unsigned ingredients, unsigned threads, unsigned operations,
                       unsigned programs)
{
    static struct sim_program program;

    for (unsigned seed = 0; seed < programs; seed++) {
        struct random random = random_of(seed, operations, ingredients);
        program_make(&program, &random, ingredients, threads, operations);
        visits_all_of(&program);
    }
}

Test(bounded, visits_every_schedule_of_two_threads)
{
    visits_all(0, 2, 4, 60);
}

Test(bounded, visits_every_schedule_of_three_threads)
{
    visits_all(0, 3, 2, 40);
}

Test(bounded, visits_every_schedule_with_locks_and_deadlocks)
{
    visits_all(WITH_LOCKS, 2, 6, 60);
    visits_all(WITH_LOCKS, 3, 3, 40);
}

Test(bounded, visits_every_schedule_with_semaphores)
{
    visits_all(WITH_TRIED_SEMAPHORES, 2, 4, 40);
}

Test(bounded, visits_every_choice_of_who_is_woken)
{
    static const struct sim_program program = {
        .thread_count = 3,
        .counts = { 3, 3, 1 },
        .operations = { { { .kind = OP_LOCK }, { .kind = OP_COND_WAIT }, { .kind = OP_UNLOCK } },
                        { { .kind = OP_LOCK }, { .kind = OP_COND_WAIT }, { .kind = OP_UNLOCK } },
                        { { .kind = OP_SIGNAL } } }
    };

    visits_all_of(&program);
    visits_all(WITH_CONDITIONS, 3, 3, 60);
}

Test(bounded, does_not_claim_to_have_exhausted_what_was_cut_short)
{
    static const struct sim_program program = { .thread_count = 1,
                                                .counts = { 1 },
                                                .operations = { { { .kind = OP_WRITE } } } };
    enum search search;

    STRATEGY_BOUNDED.open(0, 0);
    sim_run(&sim, &program, &STRATEGY_BOUNDED, 0, &search);
    cr_expect_eq(search, SEARCH_EXHAUSTED);
    STRATEGY_BOUNDED.begin(1);
    cr_expect_eq(STRATEGY_BOUNDED.end(0, sim.pending, false), SEARCH_GAVE_UP);
}
