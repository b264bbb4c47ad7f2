/*
 * The search that says `exhausted`: it must have seen all that a program can
 * do, and should see little of it twice. Compared with brute force, for many
 * small programs.
 */
#include "enumeration.h"
#include "generator.h"
#include "runtime/strategy/strategies.h"

#include <criterion/criterion.h>
#include <criterion/logging.h>

enum { LIMIT = 10000 }; /* a program with more prefixes than that is left out */
#ifdef __SANITIZE_ADDRESS__
enum { SHARE = 10 }; /* slow: one of so many */
#else
enum { SHARE = 1 };
#endif

static struct sim sim;

struct seen {
    struct set classes, ends;
    unsigned long runs, abandoned, repeated;
    enum search search;
};

static struct seen search_all(const struct sim_program *program)
{
    struct seen seen = { .search = SEARCH_GOES_ON };

    STRATEGY_DPOR.open(0, 0);
    while (seen.search == SEARCH_GOES_ON) {
        if (sim_run(&sim, program, &STRATEGY_DPOR, seen.runs++, &seen.search) == SIM_ABANDONED) {
            seen.abandoned++;
            continue;
        }
        seen.repeated += !set_add(&seen.classes, sim.trace_class);
        set_add(&seen.ends, sim_state(&sim));
    }
    return seen;
}

static void seen_free(struct seen *seen)
{
    set_free(&seen->classes);
    set_free(&seen->ends);
}

/* Returns how many classes there are, and 0 where there are too many to know. */
static size_t compare(const struct sim_program *program, unsigned long seed, unsigned long *runs)
{
    struct set classes = { 0 }, ends = { 0 };
    size_t count = 0;

    if (enumerate_classes(program, LIMIT, &classes) == 0 &&
        enumerate_ends(program, LIMIT, &ends) == 0) {
        struct seen seen = search_all(program);
        count = classes.count;
        *runs += seen.runs;
        cr_assert_eq(seen.search, SEARCH_EXHAUSTED);
        cr_assert(set_equal(&seen.ends, &ends), "seed %lu: saw %zu of %zu ends of%s", seed,
                  seen.ends.count, ends.count, sim_words(program));
        cr_assert(set_equal(&seen.classes, &classes), "seed %lu: saw %zu of %zu classes of%s", seed,
                  seen.classes.count, classes.count, sim_words(program));
        cr_assert_eq(seen.repeated, 0, "seed %lu: saw %lu classes again of%s", seed, seen.repeated,
                     sim_words(program));
        seen_free(&seen);
    }
    set_free(&classes);
    set_free(&ends);
    return count;
}

/* Programs with these ingredients: all is seen, nothing twice, and little is tried in vain. */
static void programs_are_exhausted(unsigned ingredients, unsigned threads, unsigned operations,
                                   unsigned programs)
{
    static struct sim_program program;
    unsigned long runs = 0, left_out = 0;
    size_t classes = 0;

    for (unsigned long seed = 0; seed < programs; seed += SHARE) {
        struct random random = random_of(seed, operations, ingredients);
        program_make(&program, &random, ingredients, 2 + random_below(&random, threads - 1),
                     operations);
        size_t count = compare(&program, seed, &runs);
        classes += count;
        left_out += count == 0;
    }
    cr_log_info("%u programs, %lu left out: %zu classes, %lu runs", programs / SHARE, left_out,
                classes, runs);
    cr_expect_leq(left_out, programs / SHARE / 4);
    cr_expect_leq(runs, classes + classes / 10, "%lu runs for %zu classes", runs, classes);
}

static void reads_and_writes(struct sim_program *program, unsigned threads, unsigned increments)
{
    *program = (struct sim_program){ .thread_count = threads };
    for (unsigned i = 0; i < threads; i++) {
        for (unsigned j = 0; j < increments; j++) {
            program->operations[i][program->counts[i]++].kind = OP_READ;
            program->operations[i][program->counts[i]++].kind = OP_WRITE;
        }
    }
}

static void runs_are(const struct sim_program *program, unsigned long expected)
{
    struct seen seen = search_all(program);

    cr_expect_eq(seen.search, SEARCH_EXHAUSTED);
    cr_expect_eq(seen.runs, expected, "%lu runs", seen.runs);
    cr_expect_eq(seen.abandoned, 0, "%lu in vain", seen.abandoned);
    cr_expect_eq(seen.repeated, 0);
    seen_free(&seen);
}

/* The numbers of traces that Nidhugg and GenMC have, too. */
Test(dpor, a_counter_has_as_many_traces_as_others_count)
{
    static const unsigned long expected[] = { 4, 34, 328, 3334 };
    struct sim_program program;

    for (unsigned i = 0; i < 4; i++) {
        reads_and_writes(&program, 2, i + 1);
        runs_are(&program, expected[i]);
    }
    reads_and_writes(&program, 3, 1);
    runs_are(&program, 36);
}

Test(dpor, two_locks_in_opposite_order_have_three_traces)
{
    static const unsigned order[2][2] = { { 0, 1 }, { 1, 0 } };
    struct sim_program program = { .thread_count = 2 };

    for (unsigned i = 0; i < 2; i++) {
        program.counts[i] = 4;
        for (unsigned j = 0; j < 2; j++) {
            program.operations[i][j] =
                (struct sim_operation){ .kind = OP_LOCK, .object = order[i][j] };
            program.operations[i][3 - j] =
                (struct sim_operation){ .kind = OP_UNLOCK, .object = order[i][j] };
        }
    }
    runs_are(&program, 3);
}

Test(dpor, threads_that_share_nothing_have_one_trace)
{
    struct sim_program program = { .thread_count = 4 };

    for (unsigned i = 0; i < 4; i++) {
        program.counts[i] = 1;
        program.operations[i][0] = (struct sim_operation){ .kind = OP_EXIT, .object = i };
    }
    runs_are(&program, 1);
}

Test(dpor, exhausts_reads_and_writes)
{
    programs_are_exhausted(0, 4, 4, 320);
}

Test(dpor, exhausts_accesses_of_other_sizes)
{
    programs_are_exhausted(WITH_WIDE, 3, 4, 320);
}

Test(dpor, exhausts_locks_and_deadlocks)
{
    programs_are_exhausted(WITH_LOCKS, 4, 5, 600);
}

Test(dpor, exhausts_tried_and_timed_locks)
{
    programs_are_exhausted(WITH_LOCKS | WITH_TRIES, 4, 5, 600);
}

Test(dpor, exhausts_shared_locks)
{
    programs_are_exhausted(WITH_SHARED_LOCKS, 4, 5, 600);
    programs_are_exhausted(WITH_SHARED_LOCKS | WITH_TRIES, 4, 5, 600);
}

Test(dpor, exhausts_unlocks_of_what_is_not_held)
{
    programs_are_exhausted(WITH_LOCKS | WITH_TRIES | WITH_MISUSE, 3, 5, 600);
}

Test(dpor, exhausts_semaphores)
{
    programs_are_exhausted(WITH_SEMAPHORES, 4, 4, 1000);
}

Test(dpor, exhausts_tried_and_timed_semaphores)
{
    programs_are_exhausted(WITH_TRIED_SEMAPHORES, 4, 4, 600);
}

Test(dpor, exhausts_conditions)
{
    programs_are_exhausted(WITH_CONDITIONS, 4, 4, 1000);
    programs_are_exhausted(WITH_CONDITIONS | WITH_LOCKS, 4, 5, 600);
}

Test(dpor, exhausts_waits_that_may_time_out)
{
    programs_are_exhausted(WITH_CONDITIONS | WITH_TIMES, 4, 5, 800);
}

Test(dpor, exhausts_frees_of_what_is_waited_for)
{
    programs_are_exhausted(WITH_CONDITIONS | WITH_FREES | WITH_TIMES, 4, 5, 600);
}

Test(dpor, exhausts_creation_joins_and_the_end_of_the_program)
{
    programs_are_exhausted(WITH_CREATION, 3, 4, 320);
}

Test(dpor, exhausts_crashes)
{
    programs_are_exhausted(WITH_ENDS, 3, 4, 320);
}

Test(dpor, exhausts_forks)
{
    programs_are_exhausted(WITH_FORKS, 3, 4, 320);
    programs_are_exhausted(WITH_FORKS | WITH_LOCKS | WITH_SHARED_LOCKS | WITH_WIDE, 4, 4, 600);
    programs_are_exhausted(WITH_FORKS | WITH_CONDITIONS | WITH_SEMAPHORES | WITH_CREATION, 4, 4,
                           600);
}

Test(dpor, exhausts_everything_together)
{
    programs_are_exhausted((WITH_WIDE << 1) - 1, 4, 4, 600);
    programs_are_exhausted((WITH_FORKS << 1) - 1, 4, 4, 600);
    programs_are_exhausted((WITH_ENDS << 1) - 1, 4, 5, 600);
}

/* The writer has to wait for one reader also where it comes before the other one. */
Test(dpor, exhausts_a_writer_that_comes_between_two_readers)
{
    static const struct sim_program program = { .thread_count = 4,
                                                .created = 0xe,
                                                .counts = { 5, 4, 5, 4 },
                                                .operations = {
                                                    { { .kind = OP_CREATE, .object = 1 },
                                                      { .kind = OP_CREATE, .object = 2 },
                                                      { .kind = OP_CREATE, .object = 3 },
                                                      { .kind = OP_LOCK, .object = 1 },
                                                      { .kind = OP_UNLOCK, .object = 1 } },
                                                    { { .kind = OP_LOCK },
                                                      { .kind = OP_READ },
                                                      { .kind = OP_UNLOCK },
                                                      { .kind = OP_EXIT, .object = 1 } },
                                                    { { .kind = OP_READ_LOCK, .object = 1 },
                                                      { .kind = OP_READ_LOCK },
                                                      { .kind = OP_READ_UNLOCK },
                                                      { .kind = OP_READ_UNLOCK, .object = 1 },
                                                      { .kind = OP_EXIT, .object = 2 } },
                                                    { { .kind = OP_READ_LOCK, .object = 1 },
                                                      { .kind = OP_READ_UNLOCK, .object = 1 },
                                                      { .kind = OP_WRITE, .value = 1 },
                                                      { .kind = OP_EXIT, .object = 3 } } } };
    unsigned long runs = 0;

    cr_expect_gt(compare(&program, 0, &runs), 0);
}

/* A wait may time out before a signal that has a choice, as well. */
Test(dpor, exhausts_a_signal_to_two_that_may_time_out)
{
    static const struct sim_program program = {
        .thread_count = 3,
        .counts = { 3, 3, 1 },
        .operations = { { { .kind = OP_LOCK },
                          { .kind = OP_COND_WAIT, .timed = true },
                          { .kind = OP_UNLOCK } },
                        { { .kind = OP_LOCK, .object = 1 },
                          { .kind = OP_COND_WAIT, .mutex = 1, .timed = true },
                          { .kind = OP_UNLOCK, .object = 1 } },
                        { { .kind = OP_SIGNAL } } }
    };
    unsigned long runs = 0;

    cr_expect_gt(compare(&program, 0, &runs), 0);
}

/* In one run there are fewer threads than in those before and after it. */
Test(dpor, exhausts_a_program_that_creates_a_thread_only_now_and_then)
{
    static const struct sim_program program = {
        .thread_count = 4,
        .created = 0xe,
        .counts = { 7, 4, 2, 5 },
        .operations = { { { .kind = OP_CREATE, .object = 1 },
                          { .kind = OP_CREATE, .object = 2 },
                          { .kind = OP_READ, .object = 1, .value = 1 },
                          { .kind = OP_CREATE, .object = 3 },
                          { .kind = OP_TIMEDJOIN, .object = 3, .timed = true },
                          { .kind = OP_READ, .object = 1 },
                          { .kind = OP_END } },
                        { { .kind = OP_WRITE, .object = 1, .value = 2 },
                          { .kind = OP_WRITE, .object = 0, .value = 2 },
                          { .kind = OP_WRITE, .object = 1 },
                          { .kind = OP_EXIT, .object = 1 } },
                        { { .kind = OP_READ }, { .kind = OP_EXIT, .object = 2 } },
                        { { .kind = OP_WRITE, .object = 1, .value = 4 },
                          { .kind = OP_WRITE, .object = 0, .value = 4 },
                          { .kind = OP_READ, .object = 1 },
                          { .kind = OP_READ },
                          { .kind = OP_EXIT, .object = 3 } } }
    };
    unsigned long runs = 0;

    cr_expect_gt(compare(&program, 0, &runs), 0);
}

/* There is no choice to be made before it is over. */
Test(dpor, exhausts_a_program_that_waits_for_ever_at_once)
{
    static const struct sim_program program = { .thread_count = 1,
                                                .counts = { 1 },
                                                .operations = { { { .kind = OP_SEM_WAIT } } } };

    runs_are(&program, 1);
}

/* What it has planned cannot be followed any more: then it knows nothing. */
Test(dpor, does_not_claim_to_have_exhausted_a_program_that_changes)
{
    struct sim_program before, after;
    enum search search = SEARCH_GOES_ON;

    reads_and_writes(&before, 2, 2);
    reads_and_writes(&after, 1, 2);
    STRATEGY_DPOR.open(0, 0);
    sim_run(&sim, &before, &STRATEGY_DPOR, 0, &search);
    for (unsigned i = 1; i < 100 && search == SEARCH_GOES_ON; i++) {
        sim_run(&sim, &after, &STRATEGY_DPOR, i, &search);
    }
    cr_expect_eq(search, SEARCH_GAVE_UP);
}

Test(dpor, begins_anew_when_it_is_opened_again)
{
    struct sim_program program;
    enum search search;

    reads_and_writes(&program, 2, 2);
    STRATEGY_DPOR.open(0, 0);
    for (unsigned i = 0; i < 20; i++) {
        sim_run(&sim, &program, &STRATEGY_DPOR, i, &search);
    }
    runs_are(&program, 34);
}
