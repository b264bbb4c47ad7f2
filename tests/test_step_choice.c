/* Which steps of a schedule are shown. */
#include "schedule_sample.h"

#include "explore/step_choice.h"
#include "explore/step_mark.h"

#include <criterion/criterion.h>

TestSuite(step_choice, .init = schedule_set_up, .fini = schedule_tear_down);

static unsigned char *chosen;
static size_t chosen_count;

static void choose(void)
{
    free(chosen);
    chosen = step_choice_make(&finding, finding.step_count);
    chosen_count = 0;
    for (size_t i = 0; i < finding.step_count; i++) {
        chosen_count += chosen[i] != 0;
    }
}

/* Each takes and gives back the lock, in turn. */
static void turns_add(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        step_add(1 + i % 2, "lock", LOCK, 6);
        step_add(1 + i % 2, "unlock", LOCK, 6);
    }
}

Test(step_choice, of_a_long_schedule_the_last_twenty_are_shown)
{
    create_add(1);
    create_add(2);
    turns_add(500);
    finding.address = LOCK;
    choose();
    cr_expect_eq(chosen_count, 22, "the last twenty, and who created the threads: %zu",
                 chosen_count);
    cr_expect(chosen[0] && chosen[1]);
    for (size_t i = 2; i < finding.step_count; i++) {
        cr_expect_eq(chosen[i] != 0, i + 20 >= finding.step_count, "step %zu", i);
    }
}

Test(step_choice, what_the_finding_names_is_shown_however_far_from_the_end)
{
    create_add(1);
    create_add(2);
    access_add(1, "write", 0, 1);
    turns_add(500);
    access_add(2, "write", 1, 2);
    side_add(1, 2);
    side_add(2, finding.step_count - 1);
    choose();
    cr_expect((chosen[2] & STEP_BLAMED) != 0);
    cr_expect((chosen[finding.step_count - 1] & STEP_BLAMED) != 0);
    cr_expect_leq(chosen_count, 24);
}

Test(step_choice, a_time_out_is_shown_however_far_from_the_end)
{
    create_add(1);
    create_add(2);
    step_add(1, "write", PRIVATE, 5);
    step_add(1, "timedlock", OTHER_LOCK, 6)->timed_out = true;
    step_add(1, "write", PRIVATE, 5);
    turns_add(20);
    access_add(2, "write", 1, 2);
    side_add(2, finding.step_count - 1);
    choose();
    cr_expect((chosen[3] & STEP_TIMED_OUT) != 0);
    /* More of each sort after it than are shown. */
    for (unsigned i = 0; i < 100; i++) {
        step_add(1 + i % 2, "lock", LOCK, 6);
        access_add(1 + i % 2, "write", i, i + 1);
        step_add(1 + i % 2, "unlock", LOCK, 6);
    }
    choose();
    cr_expect((chosen[3] & STEP_TIMED_OUT) != 0);
}

/* A loop around a wait: the first ones and the last ones are enough. */
Test(step_choice, of_many_time_outs_some_are_shown)
{
    for (unsigned i = 0; i < 300; i++) {
        step_add(1, "time-out", LOCK, 6)->timed_out = true;
    }
    choose();
    cr_expect_leq(chosen_count, 30);
    cr_expect(chosen[0] && chosen[299]);
}

/* Three steps lose the update; they are shown, and not only how the threads ended. */
Test(step_choice, the_steps_that_lose_an_update_are_shown)
{
    finding.kind = "wrong-output";
    finding.address = 0;
    create_add(1);
    create_add(2);
    for (unsigned i = 0; i < 100; i++) {
        access_add(1, "read", i, i);
        access_add(1, "write", i, i + 1);
    }
    size_t first = finding.step_count;
    access_add(1, "read", 100, 100);
    access_add(2, "read", 100, 100);
    access_add(2, "write", 100, 101);
    access_add(1, "write", 101, 101);
    for (unsigned i = 101; i < 200; i++) {
        access_add(1, "read", i, i);
        access_add(1, "write", i, i + 1);
        access_add(2, "read", i, i);
    }
    choose();
    cr_expect((chosen[first] & STEP_LOST) != 0, "the read");
    cr_expect((chosen[first + 1] & STEP_LOST) == 0);
    cr_expect((chosen[first + 2] & STEP_LOST) != 0, "the write between");
    cr_expect((chosen[first + 3] & STEP_LOST) != 0, "the write over it");
    cr_expect_leq(chosen_count, 25);
}

Test(step_choice, an_update_under_a_lock_is_not_lost)
{
    finding.kind = "wrong-output";
    finding.address = 0;
    for (unsigned i = 0; i < 4; i++) {
        access_add(1 + i % 2, "read", i, i);
        access_add(1 + i % 2, "write", i, i + 1);
    }
    choose();
    for (size_t i = 0; i < finding.step_count; i++) {
        cr_expect((chosen[i] & STEP_LOST) == 0, "step %zu", i);
    }
}

Test(step_choice, who_has_no_part_in_it_is_not_created)
{
    create_add(1);
    create_add(2);
    create_add(3);
    step_add(0, "join", 0, 3);
    access_add(1, "write", 0, 1);
    access_add(2, "write", 1, 2);
    side_add(1, 4);
    side_add(2, 5);
    choose();
    cr_expect(chosen[0] && chosen[1] && !chosen[2]);
}

Test(step_choice, of_a_call_of_several_steps_the_one_on_the_object_is_blamed)
{
    create_add(1);
    step_add(1, "write", PRIVATE, 5)->number = 7;
    step_add(1, "write", COUNTER, 5)->number = 7;
    access_add(2, "write", 1, 2);
    side_add(1, 7);
    side_add(2, 3);
    choose();
    cr_expect((chosen[1] & STEP_BLAMED) == 0);
    cr_expect((chosen[2] & STEP_BLAMED) != 0);
    cr_expect((chosen[3] & STEP_BLAMED) != 0);
}

/* Where none is on an object, the last one: what ends the program comes after what it looks at. */
Test(step_choice, of_a_call_without_an_object_the_last_step_is_blamed)
{
    finding.kind = "wrong-exit";
    finding.address = 0;
    step_add(0, "read", PRIVATE, 5)->number = 7;
    step_add(0, "end", 0, 5)->number = 7;
    side_add(0, 7);
    choose();
    cr_expect((chosen[0] & STEP_BLAMED) == 0);
    cr_expect((chosen[1] & STEP_BLAMED) != 0);
}

/* Nor one whose end is waited for: the thread that did not come. */
Test(step_choice, who_is_waited_for_is_created)
{
    finding.kind = "only-by-time-out";
    finding.address = 0;
    create_add(1);
    step_add(0, "timedjoin", 0, 3)->target = 1;
    steps[1].timed_out = true;
    choose();
    cr_expect(chosen[0]);
}

/* A thread that waits has no step; it has been created all the same. */
Test(step_choice, who_only_waits_is_created)
{
    finding.kind = "deadlock";
    finding.address = 0;
    create_add(1);
    step_add(0, "lock", LOCK, 6);
    side_add(1, 1);
    sides[0].object = LOCK;
    choose();
    cr_expect(chosen[0]);
}

static void is_alone(bool expected)
{
    cr_expect_eq(step_is_alone(&finding), expected);
}

/* Main creates it and waits for it; it locks the same lock twice. */
Test(step_choice, a_relock_is_made_by_one)
{
    finding.kind = "relock";
    finding.address = LOCK;
    step_add(0, "init", LOCK, 3);
    create_add(1);
    step_add(1, "lock", LOCK, 6);
    step_add(1, "lock", LOCK, 6);
    side_add(1, 3);
    is_alone(true);
    finding.preemptions = 1;
    is_alone(false);
}

Test(step_choice, an_unlock_of_what_another_one_holds_is_made_by_two)
{
    finding.kind = "unlock-foreign";
    finding.address = LOCK;
    step_add(0, "lock", LOCK, 3);
    create_add(1);
    step_add(1, "unlock", LOCK, 6);
    side_add(1, 2);
    is_alone(false);
}

Test(step_choice, a_crash_of_a_thread_that_shares_nothing_is_made_by_one)
{
    finding.kind = "crash";
    finding.address = 0;
    access_add(0, "write", 0, 1);
    create_add(1);
    access_add(1, "read", 1, 1);
    side_add(1, 2);
    is_alone(true);
    access_add(0, "write", 1, 2);
    is_alone(false);
}

Test(step_choice, what_rests_on_a_time_out_is_not_made_by_one)
{
    finding.kind = "wrong-exit";
    finding.address = 0;
    create_add(1);
    step_add(0, "timedjoin", 0, 3)->timed_out = true;
    side_add(0, 1);
    is_alone(false);
    steps[1].timed_out = false;
    is_alone(true);
    steps[1].failed = true;
    is_alone(false);
}

/* The lock that is still held was taken long before the thread's end. */
Test(step_choice, a_lock_that_is_left_is_shown_where_it_was_taken)
{
    finding.kind = "lock-leak";
    finding.address = LOCK;
    create_add(1);
    step_add(1, "lock", LOCK, 5);
    step_add(1, "write", PRIVATE, 4);
    step_add(1, "exit", 0, 4);
    side_add(1, 3);
    choose();
    cr_expect((chosen[1] & STEP_BLAMED) != 0);
    cr_expect((chosen[2] & STEP_BLAMED) == 0);
    cr_expect((chosen[3] & STEP_BLAMED) != 0);
}
