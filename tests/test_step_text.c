/* A step in words: what it does, to what, with which values. */
#include "schedule_sample.h"

#include "explore/step_text.h"

#include <criterion/criterion.h>

static struct exploration_step step;
static struct variable variable;

static void set_up(void)
{
    variable = (struct variable){ (char *)"v", VARIABLE_SIGNED };
    step = (struct exploration_step){
        .kind = "lock", .size = 4, .target = EXPLORATION_NO_THREAD, .variable = &variable
    };
}

TestSuite(step_text, .init = set_up);

static void says(const char *expected)
{
    char *act = step_text_act(&step);

    cr_expect_str_eq(act, expected);
    free(act);
}

static void acts_as(const char *kind, enum variable_type type, unsigned long size, uint64_t before,
                    uint64_t after, const char *expected)
{
    variable.type = type;
    step.kind = kind;
    step.size = size;
    step.has_values = true;
    step.before = before;
    step.after = after;
    says(expected);
}

Test(step_text, values_are_told_by_their_type)
{
    acts_as("read", VARIABLE_SIGNED, 4, 0xffffffff, 0, "reads -1 from v");
    acts_as("read", VARIABLE_UNSIGNED, 4, 0xffffffff, 0, "reads 4294967295 from v");
    acts_as("write", VARIABLE_SIGNED, 8, 0, UINT64_MAX, "writes -1 to v");
    acts_as("write", VARIABLE_BOOL, 1, 0, 1, "writes true to v");
    acts_as("write", VARIABLE_CHARACTER, 1, 0, 'x', "writes 'x' to v");
    acts_as("write", VARIABLE_POINTER, 8, 1, 0, "writes NULL to v");
    acts_as("write", VARIABLE_FLOAT, 8, 0, 0x3ff8000000000000, "writes 1.5 to v");
    acts_as("write", VARIABLE_FLOAT, 4, 0, 0x3fc00000, "writes 1.5 to v");
    acts_as("atomic update", VARIABLE_UNKNOWN, 4, 1, 0xfffffffe, "changes v: 1 -> -2");
    acts_as("write", VARIABLE_UNKNOWN, 8, 0, 0x7ffff7dd1000, "writes 0x7ffff7dd1000 to v");
}

Test(step_text, what_is_no_number_has_no_value)
{
    acts_as("write", VARIABLE_COMPOUND, 4, 0, 0x74786574, "writes to v");
    acts_as("read", VARIABLE_COMPOUND, 4, 0x74786574, 0, "reads v");
    acts_as("read", VARIABLE_UNKNOWN, 5, 0x74786574, 0, "reads v");
    step.has_values = false;
    says("reads v");
}

Test(step_text, without_a_name_only_the_value_is_told)
{
    step.variable = NULL;
    acts_as("read", VARIABLE_UNKNOWN, 4, 7, 7, "reads 7");
    acts_as("atomic update", VARIABLE_UNKNOWN, 4, 7, 8, "changes 7 -> 8");
    step.has_values = false;
    step.kind = "unlock";
    says("unlocks");
}

Test(step_text, what_has_no_name_may_have_a_label)
{
    step.variable = NULL;
    step.label = "it";
    acts_as("read", VARIABLE_UNKNOWN, 4, 7, 7, "reads 7 from it");
    step.has_values = false;
    step.kind = "lock";
    step.label = "A";
    says("locks A");
}

static void kind_says(const char *kind, const char *expected)
{
    step.kind = kind;
    says(expected);
}

Test(step_text, every_kind_names_its_object)
{
    kind_says("lock", "locks v");
    kind_says("trylock", "locks v");
    kind_says("timedlock", "locks v");
    kind_says("read lock", "read-locks v");
    kind_says("read timedlock", "read-locks v");
    kind_says("wait", "waits on v");
    kind_says("wake", "is woken on v");
    kind_says("sem timedwait", "takes v");
    kind_says("barrier wait", "arrives at v");
    kind_says("output", "prints to v");
    kind_says("exit", "ends");
    step.target = 3;
    kind_says("create", "creates thread 3");
    kind_says("timedjoin", "joins thread 3");
    kind_says("cancel", "cancels thread 3");
}

Test(step_text, a_try_that_fails_is_told)
{
    step.failed = true;
    kind_says("trylock", "fails to lock v");
    kind_says("read trylock", "fails to read-lock v");
    kind_says("sem trywait", "fails to take v");
    step.target = 1;
    kind_says("tryjoin", "fails to join thread 1");
}

Test(step_text, every_wait_whose_time_is_over_times_out)
{
    step.timed_out = true;
    kind_says("timedlock", "times out on v");
    kind_says("read timedlock", "times out on v");
    kind_says("time-out", "times out on v");
    kind_says("sem timedwait", "times out on v");
    step.target = 1;
    kind_says("timedjoin", "times out on thread 1");
}

Test(step_text, the_runtimes_word_comes_before_the_kind)
{
    step.kind = "output";
    step.word = (char *)"opens a.txt for writing";
    says("opens a.txt for writing");
    step.word = (char *)"opens /tmp/some/folder/a.txt for writing";
    says("opens a.txt for writing");
    step.word = (char *)"removes the folder /tmp/a/";
    says("removes the folder /tmp/a/");
    step.word = (char *)"closes file descriptor 5";
    says("closes fd 5");
    step.word = (char *)"reads from file descriptor 4, which it did not open";
    says("reads from fd 4");
    step.word = (char *)"makes the folder a, file descriptor 4";
    says("makes the folder a");
}

Test(step_text, a_side_that_is_no_step_is_as_short)
{
    struct exploration_side side = { .does = (char *)"waits for `q.lock`, which thread 2 holds" };
    char *text = step_text_side(&side);

    cr_expect_str_eq(text, "waits for q.lock");
    free(text);
}

/* Where a thread has taken no step, its side tells what it began with. */
Test(step_text, a_threads_function_is_found_in_steps_and_sides)
{
    struct symbol_place place = { .function = (char *)"worker" };
    const struct symbol_place *frame = &place;

    finding = (struct exploration_finding){ .sides = sides, .side_count = 1, .steps = steps };
    sides[0] = (struct exploration_side){ .thread = 2, .stack = { &frame, 1 } };
    cr_expect_str_eq(step_text_entry(&finding, 2), "worker");
    cr_expect_null(step_text_entry(&finding, 1));
}
