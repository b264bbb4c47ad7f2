/* What of all that was found is kept, and what of it is told. */
#include "runtime/search/witness.h"

#include <criterion/criterion.h>

static struct schedule_result *result;
static struct witness_list *list;

static void set_up(void)
{
    result = base_map(sizeof *result);
    list = witness_list_new();
}

TestSuite(witness, .init = set_up);

static void shows(enum violation_kind kind, uintptr_t place)
{
    struct violation *violation = &result->violations[result->violation_count++];

    *violation = (struct violation){ .kind = kind, .side_count = 1 };
    violation->sides[0].stack_count = 1;
    violation->sides[0].stack[0] = place;
}

/* What was shown comes from the schedule of this order. */
static bool add(portfolio_order order)
{
    bool stops = witness_add(list, result, order, "random", order);

    result->violation_count = 0;
    return stops;
}

static void is_told(unsigned at, enum violation_kind kind, uintptr_t place)
{
    const struct violation *violation = &list->items[at].violation;

    cr_assert_lt(at, list->count);
    cr_expect_eq(violation->kind, kind, "%u: %s", at, violation_name(violation->kind));
    cr_expect_eq(violation->sides[0].stack[0], place);
}

Test(witness, a_leak_is_no_reason_to_stop)
{
    shows(VIOLATION_THREAD_LEAK, 1);
    shows(VIOLATION_LOCK_LEAK, 2);
    cr_expect_not(add(5));
    shows(VIOLATION_THREAD_LEAK, 1);
    shows(VIOLATION_RELOCK, 3);
    cr_expect(add(6));
}

Test(witness, the_first_schedule_counts_and_leaks_until_then_are_told_last)
{
    shows(VIOLATION_THREAD_LEAK, 1);
    add(2);
    shows(VIOLATION_CRASH, 2);
    add(9);
    shows(VIOLATION_RELOCK, 3);
    shows(VIOLATION_DEADLOCK, 4);
    add(5);
    shows(VIOLATION_LOCK_LEAK, 5);
    add(7);
    witness_choose(list, false);
    cr_assert_eq(list->count, 3);
    is_told(0, VIOLATION_DEADLOCK, 4);
    is_told(1, VIOLATION_RELOCK, 3);
    is_told(2, VIOLATION_THREAD_LEAK, 1);
}

Test(witness, nothing_but_leaks_are_all_told)
{
    shows(VIOLATION_THREAD_LEAK, 1);
    add(2);
    shows(VIOLATION_LOCK_LEAK, 5);
    add(7);
    witness_choose(list, false);
    cr_assert_eq(list->count, 2);
    is_told(0, VIOLATION_THREAD_LEAK, 1);
    is_told(1, VIOLATION_LOCK_LEAK, 5);
}

Test(witness, all_of_them_come_by_rank_and_then_as_they_were_found)
{
    shows(VIOLATION_THREAD_LEAK, 1);
    shows(VIOLATION_RACE, 2);
    add(4);
    shows(VIOLATION_CRASH, 3);
    shows(VIOLATION_RACE, 4);
    add(3);
    witness_choose(list, true);
    cr_assert_eq(list->count, 4);
    is_told(0, VIOLATION_CRASH, 3);
    is_told(1, VIOLATION_RACE, 4);
    is_told(2, VIOLATION_RACE, 2);
    is_told(3, VIOLATION_THREAD_LEAK, 1);
}

Test(witness, what_is_found_again_earlier_takes_the_place)
{
    shows(VIOLATION_RACE, 1);
    add(4);
    shows(VIOLATION_RACE, 1);
    add(9);
    cr_expect_eq(list->items[0].order, 4);
    shows(VIOLATION_RACE, 1);
    add(3);
    cr_expect_eq(list->count, 1);
    cr_expect_eq(list->items[0].order, 3);
}

Test(witness, a_full_list_lets_go_of_what_matters_least)
{
    for (unsigned i = 0; i < WITNESSES_MAX; i++) {
        shows(i == 7 ? VIOLATION_THREAD_LEAK : VIOLATION_RACE, i + 1);
        add(i + 10);
    }
    cr_expect_not(list->more);
    shows(VIOLATION_RACE, 100);
    add(100);
    cr_expect(list->more);
    is_told(7, VIOLATION_RACE, 100);
    shows(VIOLATION_THREAD_LEAK, 101);
    shows(VIOLATION_RACE, 102);
    add(102);
    is_told(7, VIOLATION_RACE, 100);
    shows(VIOLATION_CRASH, 1);
    add(103);
    witness_choose(list, true);
    cr_expect_eq(list->count, WITNESSES_MAX);
    is_told(0, VIOLATION_CRASH, 1);
    is_told(1, VIOLATION_RACE, 1);
}

Test(witness, what_a_schedule_could_not_keep_is_known_to_be_missing)
{
    shows(VIOLATION_RACE, 1);
    result->more_violations = true;
    add(1);
    cr_expect(list->more);
}
