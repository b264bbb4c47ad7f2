/* Which violations are known, and how often they were met. */
#include "runtime/diagnose/ignore.h"

#include "runtime/engine/module.h"

#include <criterion/criterion.h>
#include <string.h>

enum { BASE = 0x100000, END = 0x110000 };

bool module_is_program(uintptr_t pc)
{
    return pc >= BASE && pc < END;
}

uintptr_t module_program_base(void)
{
    return BASE;
}

static const char TEXT[] = "race 10-20 100-200 = race@f\n"
                           "* 300-310 = *@a b.c:3\n"
                           "crash = crash\n"
                           "lock-leak = lock-leak";

enum { RACE_AT_F, ANY_AT_LINE, CRASH, LOCK_LEAK, ENTRIES };

static void set_up(void)
{
    ignore_use(TEXT);
    ignore_count(true);
}

TestSuite(ignore, .init = set_up);

/* With a side for each program counter; 0 ends them. */
static struct violation violation(enum violation_kind kind, uintptr_t first, uintptr_t second)
{
    const uintptr_t pcs[] = { first, second };
    struct violation made = { .kind = kind };

    for (unsigned i = 0; i < 2 && pcs[i] != 0; i++) {
        made.sides[i].stack_count = 1;
        made.sides[i].stack[0] = pcs[i];
        made.side_count++;
    }
    return made;
}

static bool takes(struct violation made)
{
    return ignore_takes(&made);
}

Test(ignore, entries_keep_their_names)
{
    static const char *const names[] = { "race@f", "*@a b.c:3", "crash", "lock-leak" };

    cr_assert_eq(ignore_entries(), ENTRIES);
    for (unsigned i = 0; i < ENTRIES; i++) {
        const struct ignore *entry = ignore_entry(i);
        cr_expect_eq(entry->name_length, strlen(names[i]));
        cr_expect_eq(strncmp(entry->name, names[i], entry->name_length), 0);
        cr_expect_eq(ignore_times(i), 0);
    }
    cr_expect(ignore_needs_places());
}

Test(ignore, the_end_of_a_range_is_not_in_it_and_a_return_address_is_behind_its_call)
{
    cr_expect_not(takes(violation(VIOLATION_RACE, BASE + 0x10, 0)));
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x11, 0)));
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x20, 0)));
    cr_expect_not(takes(violation(VIOLATION_RACE, BASE + 0x21, 0)));
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x101, 0)));
    cr_expect_eq(ignore_times(RACE_AT_F), 3);
}

Test(ignore, either_side_will_do)
{
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x11, BASE + 0x40)));
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x40, BASE + 0x11)));
    cr_expect_not(takes(violation(VIOLATION_RACE, BASE + 0x40, BASE + 0x41)));
}

Test(ignore, the_kind_counts_but_where_it_is_any)
{
    cr_expect_not(takes(violation(VIOLATION_USE_AFTER_FREE, BASE + 0x11, 0)));
    cr_expect(takes(violation(VIOLATION_USE_AFTER_FREE, BASE + 0x301, 0)));
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x301, 0)));
    cr_expect_eq(ignore_times(RACE_AT_F), 0);
    cr_expect_eq(ignore_times(ANY_AT_LINE), 2);
}

Test(ignore, without_a_place_it_is_known_anywhere)
{
    cr_expect(takes(violation(VIOLATION_CRASH, 0, 0)));
    cr_expect(takes(violation(VIOLATION_CRASH, BASE + 0x40, 0)));
    cr_expect(takes(violation(VIOLATION_LOCK_LEAK, 0x40, 0)));
    cr_expect_not(takes(violation(VIOLATION_THREAD_LEAK, 0, 0)));
    cr_expect_not(takes(violation(VIOLATION_WRONG_EXIT, 0, 0)), "it is at no place");
}

Test(ignore, only_the_innermost_call_in_the_program_counts)
{
    struct violation made = violation(VIOLATION_RACE, 0x11, 0);

    made.sides[0].stack[1] = BASE + 0x11;
    made.sides[0].stack[2] = BASE + 0x40;
    made.sides[0].stack_count = 3;
    cr_expect(takes(made));
    made.sides[0].stack[1] = BASE + 0x40;
    made.sides[0].stack[2] = BASE + 0x11;
    cr_expect_not(takes(made));
}

Test(ignore, what_is_known_twice_is_counted_for_both)
{
    cr_expect(takes(violation(VIOLATION_RACE, BASE + 0x11, BASE + 0x301)));
    cr_expect_eq(ignore_times(RACE_AT_F), 1);
    cr_expect_eq(ignore_times(ANY_AT_LINE), 1);
}

Test(ignore, what_is_not_of_the_search_is_passed_over_and_not_counted)
{
    takes(violation(VIOLATION_CRASH, 0, 0));
    ignore_count(false);
    cr_expect(takes(violation(VIOLATION_CRASH, 0, 0)));
    cr_expect_eq(ignore_times(CRASH), 1);
    ignore_count(true);
    cr_expect_eq(ignore_times(CRASH), 0);
}
