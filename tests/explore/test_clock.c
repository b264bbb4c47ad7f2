/* Vector clocks: who has seen what, and that an empty one costs nothing. */
#include "runtime/engine/clock.h"

#include <criterion/criterion.h>
#include <string.h>

static struct clock a, b;

/* Memory that has been something else before. */
static void set_up(void)
{
    memset(&a, 0xa5, sizeof a);
    memset(&b, 0x5a, sizeof b);
    clock_clear(&a);
    clock_clear(&b);
}

TestSuite(clock, .init = set_up);

Test(clock, an_epoch_is_a_thread_and_a_count)
{
    static const uint32_t counts[] = { 1, 2, 1000, (1u << (32 - EPOCH_THREAD_BITS)) - 1 };

    for (unsigned thread = 0; thread < THREADS_MAX; thread++) {
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            epoch e = epoch_make(thread, counts[i]);
            cr_expect_eq(epoch_thread(e), thread);
            cr_expect_eq(epoch_count(e), counts[i]);
            cr_expect_neq(e, 0);
        }
    }
}

Test(clock, an_empty_one_is_zero_everywhere)
{
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        cr_expect_eq(clock_at(&a, i), 0);
        cr_expect_not(clock_has_seen(&a, epoch_make(i, 1)));
    }
}

Test(clock, what_is_set_is_there_and_what_is_beside_it_is_zero)
{
    clock_set(&a, 5, 7);
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        cr_expect_eq(clock_at(&a, i), i == 5 ? 7 : 0, "entry %u is %u", i, clock_at(&a, i));
    }
    clock_set(&a, 2, 3);
    cr_expect_eq(clock_at(&a, 5), 7);
    cr_expect_eq(clock_at(&a, 2), 3);
}

Test(clock, has_seen_what_is_not_later)
{
    clock_set(&a, 1, 4);
    cr_expect(clock_has_seen(&a, epoch_make(1, 3)));
    cr_expect(clock_has_seen(&a, epoch_make(1, 4)));
    cr_expect_not(clock_has_seen(&a, epoch_make(1, 5)));
    cr_expect_not(clock_has_seen(&a, epoch_make(0, 1)));
    cr_expect_not(clock_has_seen(&a, epoch_make(THREADS_MAX - 1, 1)));
}

Test(clock, a_copy_is_the_same_and_forgets_what_was_there)
{
    clock_set(&a, 1, 4);
    clock_set(&b, 9, 9);
    clock_copy(&b, &a);
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        cr_expect_eq(clock_at(&b, i), clock_at(&a, i), "entry %u", i);
    }
}

Test(clock, a_join_takes_the_later_of_both_in_each_entry)
{
    clock_set(&a, 0, 5);
    clock_set(&a, 1, 1);
    clock_set(&b, 1, 6);
    clock_set(&b, 3, 2);
    clock_join(&a, &b);
    cr_expect_eq(clock_at(&a, 0), 5);
    cr_expect_eq(clock_at(&a, 1), 6);
    cr_expect_eq(clock_at(&a, 2), 0);
    cr_expect_eq(clock_at(&a, 3), 2);
    cr_expect_eq(clock_at(&b, 0), 0, "the other one is as it was");
}

Test(clock, a_join_with_a_shorter_one_keeps_the_rest)
{
    clock_set(&a, 7, 7);
    clock_set(&b, 0, 1);
    clock_join(&a, &b);
    cr_expect_eq(clock_at(&a, 0), 1);
    cr_expect_eq(clock_at(&a, 7), 7);
}

Test(clock, a_join_with_an_empty_one_changes_nothing)
{
    clock_set(&a, 2, 7);
    clock_join(&a, &b);
    cr_expect_eq(clock_at(&a, 2), 7);
    clock_join(&b, &a);
    cr_expect_eq(clock_at(&b, 2), 7);
    cr_expect_eq(clock_at(&b, 1), 0);
}
