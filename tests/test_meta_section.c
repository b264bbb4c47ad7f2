/* The sections of case.ini: what is expected of each detector. */
#include "case/meta.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* What follows begins on line 4. */
#define HEAD "title = T\nsummary = S\nclass = data-race\n"

static char *folder, *path;
static struct meta meta;
static struct error error;

static void set_up(void)
{
    folder = scratch_make();
    path = alloc_format("%s/case.ini", folder);
}

static void tear_down(void)
{
    free(path);
    scratch_remove(folder);
}

TestSuite(meta_section, .init = set_up, .fini = tear_down);

static const struct meta_section *loads(const char *text)
{
    char *whole = alloc_format(HEAD "%s", text);

    scratch_write(folder, "case.ini", whole);
    free(whole);
    cr_assert_eq(meta_load(path, &meta, &error), 0, "`%s`: %u: %s", text, error.line, error.text);
    cr_assert_eq(meta.section_count, 1);
    return &meta.sections[0];
}

static void refuses(const char *text, unsigned line, const char *part)
{
    char *whole = alloc_format(HEAD "%s", text);

    error = (struct error){ 0 };
    scratch_write(folder, "case.ini", whole);
    free(whole);
    if (meta_load(path, &meta, &error) == 0) {
        cr_expect(false, "`%s` is taken", text);
        meta_free(&meta);
        return;
    }
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, path);
    cr_expect_eq(error.line, line, "`%s`: names line %u, expected %u: %s", text, error.line, line,
                 error.text);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
}

Test(meta_section, says_what_is_expected_of_a_detector)
{
    const struct meta_section *section = loads("[tsan-gcc]\nexpect = never\nwhy = w\n");

    cr_expect_str_eq(section->detector, "tsan-gcc");
    cr_expect_eq(section->relation, VERSION_ANY);
    cr_expect_null(section->version);
    cr_expect_eq(section->expect, EXPECT_NEVER);
    cr_expect_eq(section->fixed, FIXED_UNSAID);
    cr_expect_str_eq(section->why, "w");
    cr_expect_eq(section->line, 4);
    meta_free(&meta);
}

Test(meta_section, may_speak_of_the_fix_alone)
{
    const struct meta_section *section = loads("\n[drd]\nfixed = alarms\nwhy = w\n");

    cr_expect_eq(section->expect, EXPECT_UNSAID);
    cr_expect_eq(section->fixed, FIXED_ALARMS);
    cr_expect_eq(section->line, 5);
    meta_free(&meta);
}

Test(meta_section, may_say_that_a_detector_cannot_run_it)
{
    const struct meta_section *section = loads("[explore]\nexpect = unable\nwhy = w\n");

    cr_expect_eq(section->expect, EXPECT_UNABLE);
    cr_expect_eq(section->fixed, FIXED_UNSAID);
    meta_free(&meta);
    section = loads("[explore]\nexpect = unable\nfixed = clean\nwhy = w\n");
    cr_expect_eq(section->fixed, FIXED_CLEAN);
    meta_free(&meta);
    section = loads("[explore]\nfixed = unable\nwhy = w\n");
    cr_expect_eq(section->expect, EXPECT_UNSAID);
    cr_expect_eq(section->fixed, FIXED_UNABLE);
    meta_free(&meta);
}

Test(meta_section, may_speak_of_alarms_on_the_bug_alone)
{
    const struct meta_section *section = loads("[drd]\nbuggy = alarms\nwhy = w\n");

    cr_expect_eq(section->expect, EXPECT_UNSAID);
    cr_expect_eq(section->buggy, BUGGY_ALARMS);
    cr_expect_eq(section->fixed, FIXED_UNSAID);
    meta_free(&meta);
}

Test(meta_section, that_cannot_run_the_bug_and_alarms_on_it_is_named)
{
    refuses("[drd]\nexpect = unable\nbuggy = alarms\nwhy = w\n", 4, "does not alarm");
}

Test(meta_section, needs_no_why_for_the_default)
{
    const struct meta_section *section =
        loads("[drd]\nexpect = must\nbuggy = marked\nfixed = clean\n");

    cr_expect_eq(section->expect, EXPECT_MUST);
    cr_expect_eq(section->buggy, BUGGY_MARKED);
    cr_expect_eq(section->fixed, FIXED_CLEAN);
    meta_free(&meta);
}

Test(meta_section, can_be_bound_to_versions)
{
    static const struct {
        const char *header;
        enum meta_relation relation;
    } headers[] = {
        { "[helgrind < 3.25]", VERSION_LESS },    { "[helgrind <= 3.25]", VERSION_LESS_EQUAL },
        { "[helgrind == 3.25]", VERSION_EQUAL },  { "[helgrind >= 3.25]", VERSION_GREATER_EQUAL },
        { "[helgrind > 3.25]", VERSION_GREATER }, { "[helgrind>=3.25]", VERSION_GREATER_EQUAL },
    };

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char *text = alloc_format("%s\nexpect = may\nwhy = w\n", headers[i].header);
        const struct meta_section *section = loads(text);
        cr_expect_str_eq(section->detector, "helgrind", "%s", headers[i].header);
        cr_expect_eq(section->relation, headers[i].relation, "%s", headers[i].header);
        cr_expect_str_eq(section->version, "3.25", "%s", headers[i].header);
        meta_free(&meta);
        free(text);
    }
}

Test(meta_section, of_one_detector_may_be_given_for_several_versions)
{
    scratch_write(folder, "case.ini",
                  HEAD
                  "[tsan < 14]\nexpect = may\nwhy = a\n[tsan >= 14]\nexpect = never\nwhy = b\n");
    cr_assert_eq(meta_load(path, &meta, &error), 0, "%s", error.text);
    cr_expect_eq(meta.section_count, 2);
    cr_expect_str_eq(meta.sections[1].why, "b");
    meta_free(&meta);
}

Test(meta_section, with_a_bad_header_is_named_by_its_own_line)
{
    static const char *const headers[] = { "[tsan = 3]",      "[tsan => 3]", "[tsan >= ]",
                                           "[tsan >= three]", "[TSan]",      "[tsan, drd]",
                                           "[tsan >= 3 ]x",   "[tsan 3]",    "[]" };

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char *text = alloc_format("\n%s\n\nexpect = may\nwhy = w\n", headers[i]);
        refuses(text, 5, "");
        free(text);
    }
}

Test(meta_section, that_is_empty_is_named)
{
    refuses("[tsan]\n", 4, "empty");
    refuses("[tsan]\n; a comment\n\n[drd]\nexpect = may\nwhy = w\n", 4, "empty");
    refuses("[drd]\nexpect = may\nwhy = w\n[tsan]", 7, "empty");
}

Test(meta_section, that_says_nothing_but_why_is_named)
{
    refuses("[tsan]\nwhy = w\n", 4, "says nothing");
}

Test(meta_section, that_departs_without_a_why_is_named)
{
    refuses("[tsan]\nexpect = never\n", 4, "why");
    refuses("[tsan]\nexpect = may\n", 4, "why");
    refuses("\n[tsan]\nfixed = alarms\n", 5, "why");
    refuses("[tsan]\nexpect = unable\n", 4, "why");
    refuses("[tsan]\nfixed = unable\n", 4, "why");
    refuses("[tsan]\nbuggy = alarms\n", 4, "why");
    refuses("[drd]\nexpect = may\nwhy = w\n\n[tsan]\nexpect = never\n", 8, "why");
}

Test(meta_section, that_is_given_twice_is_named_by_the_line_of_the_second)
{
    refuses("[tsan]\nexpect = may\nwhy = w\n[drd]\nexpect = may\nwhy = w\n[tsan]\nfixed = clean\n",
            10, "twice");
    refuses("[tsan]\nexpect = may\n[tsan]\nwhy = w\n", 6, "twice");
}

Test(meta_section, with_a_wrong_value_is_named)
{
    refuses("[tsan]\nexpect = always\nwhy = w\n", 5, "`expect = always`");
    refuses("[tsan]\nexpect = unsaid\nwhy = w\n", 5, "`expect = unsaid`");
    refuses("[tsan]\nfixed = quiet\nwhy = w\n", 5, "`fixed = quiet`");
    refuses("[tsan]\nfixed = unsaid\nwhy = w\n", 5, "`fixed = unsaid`");
    refuses("[tsan]\nbuggy = clean\nwhy = w\n", 5, "`buggy = clean`");
    refuses("[tsan]\nbuggy = alarms\n  marked\nwhy = w\n", 6, "buggy");
}
