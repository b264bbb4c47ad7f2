/* Which section of case.ini applies to a detector in the version that is here. */
#include "case/expectation.h"

#include <criterion/criterion.h>
#include <string.h>

static struct meta_section sections[4];
static struct meta meta;
static struct expectation found;
static struct error error;

static void set_up(void)
{
    memset(sections, 0, sizeof sections);
    meta = (struct meta){ .sections = sections };
}

TestSuite(expectation, .init = set_up);

static struct meta_section *add(const char *detector, enum meta_relation relation,
                                const char *version, enum meta_expect expect, const char *why)
{
    struct meta_section *section = &sections[meta.section_count++];

    *section = (struct meta_section){ .detector = (char *)detector,
                                      .relation = relation,
                                      .version = (char *)version,
                                      .expect = expect,
                                      .why = (char *)why,
                                      .line = (unsigned)(10 * meta.section_count) };
    return section;
}

static int find(const char *version)
{
    return expectation_find(&meta, "case.ini", "tsan-gcc", "tsan", version, &found, &error);
}

static void gives(const char *version, enum meta_expect expect, const char *why)
{
    cr_assert_eq(find(version), 0, "%s", error.text);
    cr_expect_eq(found.expect, expect, "version %s", version);
    cr_expect_str_eq(found.why, why);
}

Test(expectation, is_must_and_clean_where_nothing_is_said)
{
    gives("12.2.0", EXPECT_MUST, "");
    cr_expect_eq(found.fixed, FIXED_CLEAN);
    cr_expect_str_eq(found.fixed_why, "");
    cr_expect_not(found.buggy_alarms);
    cr_expect_str_eq(found.buggy_why, "");
}

Test(expectation, of_another_detector_does_not_apply)
{
    add("drd", VERSION_ANY, NULL, EXPECT_NEVER, "other");
    add("tsan-clang", VERSION_ANY, NULL, EXPECT_NEVER, "other");
    add("tsan-gc", VERSION_ANY, NULL, EXPECT_NEVER, "other");
    gives("12.2.0", EXPECT_MUST, "");
}

Test(expectation, of_the_family_applies)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_NEVER, "family");
    gives("12.2.0", EXPECT_NEVER, "family");
}

Test(expectation, the_narrowest_wins_in_any_order)
{
    static const struct {
        const char *detector;
        enum meta_relation relation;
        const char *why;
    } narrower[] = { { "tsan", VERSION_ANY, "family" },
                     { "tsan", VERSION_GREATER, "family and version" },
                     { "tsan-gcc", VERSION_ANY, "name" },
                     { "tsan-gcc", VERSION_GREATER, "name and version" } };

    for (size_t low = 0; low < 4; low++) {
        for (size_t high = low + 1; high < 4; high++) {
            for (unsigned swapped = 0; swapped < 2; swapped++) {
                size_t order[2] = { swapped ? high : low, swapped ? low : high };
                set_up();
                for (unsigned i = 0; i < 2; i++) {
                    add(narrower[order[i]].detector, narrower[order[i]].relation, "3",
                        order[i] == high ? EXPECT_NEVER : EXPECT_MAY, narrower[order[i]].why);
                }
                gives("12.2.0", EXPECT_NEVER, narrower[high].why);
            }
        }
    }
}

Test(expectation, a_version_that_does_not_hold_does_not_apply)
{
    add("tsan-gcc", VERSION_LESS, "12", EXPECT_NEVER, "old");
    add("tsan", VERSION_ANY, NULL, EXPECT_MAY, "all");
    gives("12.2.0", EXPECT_MAY, "all");
    gives("11.9", EXPECT_NEVER, "old");
}

Test(expectation, each_relation_holds_where_it_says)
{
    static const struct {
        enum meta_relation relation;
        bool below, at, above;
    } relations[] = {
        { VERSION_LESS, true, false, false },    { VERSION_LESS_EQUAL, true, true, false },
        { VERSION_EQUAL, false, true, false },   { VERSION_GREATER_EQUAL, false, true, true },
        { VERSION_GREATER, false, false, true },
    };

    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        set_up();
        add("tsan", relations[i].relation, "3.25", EXPECT_NEVER, "w");
        gives("3.9", relations[i].below ? EXPECT_NEVER : EXPECT_MUST,
              relations[i].below ? "w" : "");
        gives("3.25.0", relations[i].at ? EXPECT_NEVER : EXPECT_MUST, relations[i].at ? "w" : "");
        gives("3.100", relations[i].above ? EXPECT_NEVER : EXPECT_MUST,
              relations[i].above ? "w" : "");
    }
}

Test(expectation, two_sections_as_narrow_as_each_other_are_an_error)
{
    add("tsan", VERSION_GREATER, "3", EXPECT_NEVER, "a");
    add("tsan", VERSION_LESS, "99", EXPECT_MAY, "b");
    cr_expect_eq(find("12.2.0"), -1);
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, "case.ini");
    cr_expect_eq(error.line, 20);
    cr_expect_not_null(strstr(error.text, "line 10"));
}

Test(expectation, two_versions_that_exclude_each_other_are_fine)
{
    add("tsan", VERSION_GREATER_EQUAL, "14", EXPECT_NEVER, "new");
    add("tsan", VERSION_LESS, "14", EXPECT_MAY, "old");
    gives("12.2.0", EXPECT_MAY, "old");
    gives("14", EXPECT_NEVER, "new");
}

Test(expectation, a_contradiction_does_not_matter_where_a_narrower_section_wins)
{
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_MUST, NULL);
    add("tsan", VERSION_GREATER, "3", EXPECT_NEVER, "a");
    add("tsan", VERSION_LESS, "99", EXPECT_MAY, "b");
    gives("12.2.0", EXPECT_MUST, "");
}

Test(expectation, a_contradiction_does_not_matter_where_the_narrower_section_comes_last)
{
    add("tsan", VERSION_GREATER, "3", EXPECT_NEVER, "a");
    add("tsan", VERSION_LESS, "99", EXPECT_MAY, "b");
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_MUST, NULL);
    gives("12.2.0", EXPECT_MUST, "");
}

Test(expectation, the_fix_and_the_bug_are_chosen_apart)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNSAID, "alarm")->fixed = FIXED_ALARMS;
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_NEVER, "blind");
    gives("12.2.0", EXPECT_NEVER, "blind");
    cr_expect_eq(found.fixed, FIXED_ALARMS);
    cr_expect_str_eq(found.fixed_why, "alarm");
}

Test(expectation, one_section_may_speak_of_the_fix_and_another_as_narrow_of_the_bug)
{
    add("tsan", VERSION_GREATER, "3", EXPECT_UNSAID, "alarm")->fixed = FIXED_ALARMS;
    add("tsan", VERSION_LESS, "99", EXPECT_NEVER, "blind");
    gives("12.2.0", EXPECT_NEVER, "blind");
    cr_expect_eq(found.fixed, FIXED_ALARMS);
}

Test(expectation, a_narrower_section_can_take_a_false_alarm_back)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNSAID, "alarm")->fixed = FIXED_ALARMS;
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_UNSAID, NULL)->fixed = FIXED_CLEAN;
    cr_assert_eq(find("12.2.0"), 0);
    cr_expect_eq(found.fixed, FIXED_CLEAN);
}

Test(expectation, who_cannot_run_the_bug_cannot_run_the_fix_either)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNABLE, "dies");
    gives("12.2.0", EXPECT_UNABLE, "dies");
    cr_expect_eq(found.fixed, FIXED_UNABLE);
    cr_expect_str_eq(found.fixed_why, "dies");
}

Test(expectation, who_cannot_run_the_bug_may_run_the_fix)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNABLE, "dies of the bug")->fixed = FIXED_CLEAN;
    gives("12.2.0", EXPECT_UNABLE, "dies of the bug");
    cr_expect_eq(found.fixed, FIXED_CLEAN);
}

Test(expectation, a_narrower_section_decides_whether_the_fix_can_be_run)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNSAID, "alarm")->fixed = FIXED_ALARMS;
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_UNABLE, "dies");
    gives("12.2.0", EXPECT_UNABLE, "dies");
    cr_expect_eq(found.fixed, FIXED_UNABLE);
    set_up();
    add("tsan", VERSION_ANY, NULL, EXPECT_UNABLE, "dies");
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_UNSAID, "alarm")->fixed = FIXED_ALARMS;
    gives("12.2.0", EXPECT_UNABLE, "dies");
    cr_expect_eq(found.fixed, FIXED_ALARMS);
    cr_expect_str_eq(found.fixed_why, "alarm");
}

Test(expectation, who_can_run_the_bug_after_all_can_run_the_fix)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNABLE, "dies");
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_MUST, NULL);
    gives("12.2.0", EXPECT_MUST, "");
    cr_expect_eq(found.fixed, FIXED_CLEAN);
}

Test(expectation, the_fix_alone_may_be_what_cannot_be_run)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNSAID, "the fix sets a timer")->fixed = FIXED_UNABLE;
    gives("12.2.0", EXPECT_MUST, "");
    cr_expect_eq(found.fixed, FIXED_UNABLE);
    cr_expect_str_eq(found.fixed_why, "the fix sets a timer");
}

Test(expectation, a_false_alarm_on_the_bug_is_chosen_apart_as_well)
{
    add("tsan", VERSION_ANY, NULL, EXPECT_UNSAID, "alarm")->buggy = BUGGY_ALARMS;
    add("tsan-gcc", VERSION_ANY, NULL, EXPECT_MAY, "chance");
    gives("12.2.0", EXPECT_MAY, "chance");
    cr_expect(found.buggy_alarms);
    cr_expect_str_eq(found.buggy_why, "alarm");
    cr_expect_eq(found.fixed, FIXED_CLEAN);
    add("tsan-gcc", VERSION_GREATER, "3", EXPECT_UNSAID, NULL)->buggy = BUGGY_MARKED;
    cr_assert_eq(find("12.2.0"), 0);
    cr_expect_not(found.buggy_alarms, "a narrower section can take it back");
}

Test(expectation, two_sections_that_contradict_each_other_of_the_bugs_alarms_are_an_error)
{
    add("tsan", VERSION_GREATER, "3", EXPECT_UNSAID, "a")->buggy = BUGGY_ALARMS;
    add("tsan", VERSION_LESS, "99", EXPECT_UNSAID, "b")->buggy = BUGGY_MARKED;
    cr_expect_eq(find("12.2.0"), -1);
    cr_expect_eq(error.line, 20);
}

Test(expectation, versions_are_compared_by_number)
{
    cr_expect_lt(version_compare("3.9", "3.25"), 0);
    cr_expect_gt(version_compare("3.25", "3.9"), 0);
    cr_expect_eq(version_compare("3.25", "3.25"), 0);
    cr_expect_eq(version_compare("3.25", "3.25.0"), 0);
    cr_expect_lt(version_compare("3.25", "3.25.1"), 0);
    cr_expect_lt(version_compare("9.9.9", "10"), 0);
    cr_expect_gt(version_compare("14.0.6", "14.0.0"), 0);
    cr_expect_eq(version_compare("12.2.0-14+deb12u1", "12.2.0"), 0);
}
