/* What makes two violations the same bug. */
#include "runtime/engine/violation.h"

#include "explore/known_finding.h"

#include <criterion/criterion.h>
#include <string.h>

static struct violation race(uintptr_t first, uintptr_t second)
{
    struct violation violation = { .kind = VIOLATION_RACE, .side_count = 2 };

    violation.sides[0].stack_count = first != 0;
    violation.sides[0].stack[0] = first;
    violation.sides[1].stack_count = second != 0;
    violation.sides[1].stack[0] = second;
    return violation;
}

static void same(struct violation a, struct violation b, bool expected)
{
    cr_expect_eq(violation_same(&a, &b), expected);
    cr_expect_eq(violation_same(&b, &a), expected, "the other way round");
}

Test(violation, every_kind_has_a_name_of_its_own)
{
    for (unsigned i = 0; i < VIOLATION_KIND_COUNT; i++) {
        cr_assert_not_null(violation_name((enum violation_kind)i), "kind %u has none", i);
        for (unsigned j = 0; j < i; j++) {
            cr_expect_str_neq(violation_name((enum violation_kind)i),
                              violation_name((enum violation_kind)j));
        }
    }
}

Test(violation, the_same_places_are_the_same_bug_whichever_came_first)
{
    same(race(1, 2), race(1, 2), true);
    same(race(1, 2), race(2, 1), true);
}

Test(violation, another_place_is_another_bug)
{
    same(race(1, 2), race(1, 3), false);
    same(race(1, 2), race(3, 4), false);
}

Test(violation, two_sides_at_one_place_are_not_one_that_shares_it)
{
    same(race(1, 1), race(1, 2), false);
}

Test(violation, another_kind_is_another_bug)
{
    struct violation other = race(1, 2);

    other.kind = VIOLATION_USE_AFTER_FREE;
    same(race(1, 2), other, false);
}

Test(violation, another_number_of_sides_is_another_bug)
{
    struct violation other = race(1, 2);

    other.side_count = 1;
    same(race(1, 2), other, false);
}

Test(violation, a_side_without_a_stack_is_like_another_one_without)
{
    same(race(1, 0), race(1, 0), true);
    same(race(1, 0), race(1, 2), false);
}

Test(violation, only_the_innermost_place_counts)
{
    struct violation deep = race(1, 2);

    deep.sides[0].stack_count = 2;
    deep.sides[0].stack[1] = 77;
    same(race(1, 2), deep, true);
}

Test(violation, where_in_its_function_a_hang_was_interrupted_does_not_count)
{
    struct violation here = { .kind = VIOLATION_HANG, .side_count = 1 };

    here.sides[0].stack_count = 2;
    here.sides[0].stack[0] = 1;
    here.sides[0].stack[1] = 77;
    struct violation later = here, elsewhere = here;
    later.sides[0].stack[0] = 2;
    elsewhere.sides[0].stack[1] = 78;
    same(here, later, true);
    same(here, elsewhere, false);
}

Test(violation, every_kind_has_a_rank)
{
    for (unsigned i = 0; i < VIOLATION_KIND_COUNT; i++) {
        unsigned rank = violation_rank((enum violation_kind)i);
        cr_expect(rank >= RANK_CRASH && rank <= RANK_LEAK, "%s has none",
                  violation_name((enum violation_kind)i));
    }
}

Test(violation, what_happens_is_told_before_a_race_that_before_misuse_and_a_leak_last)
{
    static const enum violation_kind order[] = {
        VIOLATION_CRASH,    VIOLATION_WRONG_EXIT,  VIOLATION_WRONG_OUTPUT, VIOLATION_DEADLOCK,
        VIOLATION_LIVELOCK, VIOLATION_LOST_WAKEUP, VIOLATION_DOUBLE_FREE,  VIOLATION_RACE,
        VIOLATION_REINIT,   VIOLATION_LOCK_LEAK,
    };

    for (size_t i = 1; i < sizeof order / sizeof order[0]; i++) {
        cr_expect_lt(violation_rank(order[i - 1]), violation_rank(order[i]), "%s, %s",
                     violation_name(order[i - 1]), violation_name(order[i]));
    }
    cr_expect(violation_ends_schedule(VIOLATION_RACE));
    cr_expect_not(violation_ends_schedule(VIOLATION_REINIT));
    cr_expect_not(violation_ends_schedule(VIOLATION_THREAD_LEAK));
}

static struct violation items[VIOLATIONS_MAX + 1];
static bool more;

static unsigned races_keep(unsigned count)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < count; i++) {
        items[kept] = race(i + 1, 0);
        kept = violation_keep(items, kept, &more);
    }
    return kept;
}

Test(violation, the_same_one_is_kept_once)
{
    cr_assert_eq(races_keep(3), 3);
    items[3] = race(2, 0);
    cr_expect_eq(violation_keep(items, 3, &more), 3);
    cr_expect_not(more);
}

Test(violation, where_there_is_no_room_what_matters_least_makes_some)
{
    cr_assert_eq(races_keep(VIOLATIONS_MAX), VIOLATIONS_MAX);
    cr_expect_not(more);
    items[VIOLATIONS_MAX] = (struct violation){ .kind = VIOLATION_CRASH };
    cr_expect_eq(violation_keep(items, VIOLATIONS_MAX, &more), VIOLATIONS_MAX);
    cr_expect(more);
    cr_expect_eq(items[VIOLATIONS_MAX - 1].kind, VIOLATION_CRASH);
    for (unsigned i = 0; i + 1 < VIOLATIONS_MAX; i++) {
        cr_expect_eq(items[i].sides[0].stack[0], i + 1, "what was first stays");
    }
}

Test(violation, what_matters_no_more_finds_no_room)
{
    races_keep(VIOLATIONS_MAX);
    items[VIOLATIONS_MAX] = race(77, 0);
    violation_keep(items, VIOLATIONS_MAX, &more);
    items[VIOLATIONS_MAX] = (struct violation){ .kind = VIOLATION_LOCK_LEAK };
    violation_keep(items, VIOLATIONS_MAX, &more);
    cr_expect(more);
    for (unsigned i = 0; i < VIOLATIONS_MAX; i++) {
        cr_expect_eq(items[i].sides[0].stack[0], i + 1);
    }
}

Test(violation, every_kind_can_be_passed_over_and_no_other)
{
    struct known_findings known = { 0 };
    struct error error;
    size_t count = 0;

    for (unsigned i = 0; i < VIOLATION_KIND_COUNT; i++) {
        cr_expect_eq(
            known_findings_add(&known, violation_name((enum violation_kind)i), NULL, 0, &error), 0,
            "%s", error.text);
    }
    while (known_finding_kind(count) != NULL) {
        count++;
    }
    cr_expect_eq(count, VIOLATION_KIND_COUNT);
    known_findings_free(&known);
}
