/* The table of detectors, and how each is told to run a program. */
#include "base/alloc.h"
#include "detect/detector.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct string_list argv, environment;
static struct error error;

static void tear_down(void)
{
    string_list_free(&argv);
    string_list_free(&environment);
}

TestSuite(detector, .fini = tear_down);

static int commands(const char *name, const char *program, const char *folder)
{
    const struct detector_run run = { program, folder, NULL, 1 };

    return detector_find(name)->command(&run, &argv, &environment, &error);
}

static bool list_has(const struct string_list *strings, const char *text)
{
    for (size_t i = 0; i < strings->count; i++) {
        if (strcmp(strings->items[i], text) == 0) {
            return true;
        }
    }
    return false;
}

Test(detector, each_is_found_by_its_name_and_by_no_other)
{
    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        cr_expect_eq(detector_find(DETECTORS[i]->name), DETECTORS[i]);
        cr_expect_lt(i, (size_t)DETECTORS_MAX);
    }
    cr_expect_null(detector_find("tsan"));
    cr_expect_null(detector_find("tsan-gc"));
    cr_expect_null(detector_find(""));
}

Test(detector, each_can_be_asked_for_and_told_to_run)
{
    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        cr_expect_not_null(DETECTORS[i]->probe);
        cr_expect_not_null(DETECTORS[i]->command);
        cr_expect_eq(DETECTORS[i]->parse == NULL, DETECTORS[i]->sees_outcome_only, "%s",
                     DETECTORS[i]->name);
    }
}

Test(detector, native_runs_the_program_and_nothing_else)
{
    cr_assert_eq(commands("native", "/b/the program", "/r"), 0);
    cr_assert_eq(argv.count, 1);
    cr_expect_str_eq(argv.items[0], "/b/the program");
    cr_expect_eq(environment.count, 0);
}

Test(detector, thread_sanitizer_is_told_where_to_report_and_how_to_exit)
{
    cr_assert_eq(commands("tsan-gcc", "/b/program", "/a folder:x"), 0);
    cr_assert_eq(environment.count, 1);
    cr_expect_not_null(strstr(environment.items[0], "log_path='/a folder:x/tsan'"));
    cr_expect_not_null(strstr(environment.items[0], "exitcode=86"));
    cr_expect_not_null(strstr(environment.items[0], "halt_on_error=0"));
    cr_expect_not_null(strstr(environment.items[0], "second_deadlock_stack=1"));
}

Test(detector, thread_sanitizer_can_have_either_quote_in_its_path_but_not_both)
{
    cr_assert_eq(commands("tsan-clang", "/b/program", "/it's"), 0);
    cr_expect_not_null(strstr(environment.items[0], "log_path=\"/it's/tsan\""));
    cr_expect_eq(commands("tsan-clang", "/b/program", "/it's \"it\""), -1);
    cr_expect_eq(error.code, ERROR_SYSTEM);
}

Test(detector, valgrind_is_told_where_to_report_and_how_to_exit)
{
    static const char *const names[] = { "helgrind", "drd" };

    for (size_t i = 0; i < 2; i++) {
        char *tool = alloc_format("--tool=%s", names[i]);
        cr_assert_eq(commands(names[i], "/b/program", "/r"), 0);
        cr_expect_str_eq(argv.items[0], "valgrind");
        cr_expect_str_eq(argv.items[argv.count - 1], "/b/program");
        cr_expect(list_has(&argv, tool));
        cr_expect(list_has(&argv, "--xml=yes"));
        cr_expect(list_has(&argv, "--xml-file=/r/valgrind.xml"));
        cr_expect(list_has(&argv, "--error-exitcode=86"));
        cr_expect(list_has(&argv, "--fair-sched=yes"));
        cr_expect_eq(list_has(&argv, "--check-stack-var=yes"), i == 1);
        string_list_free(&argv);
        free(tool);
    }
}

Test(detector, valgrind_does_not_take_a_percent_sign_in_a_path_for_a_format)
{
    cr_assert_eq(commands("helgrind", "/b/program", "/100%p %q"), 0);
    cr_expect(list_has(&argv, "--xml-file=/100%%p %%q/valgrind.xml"));
}

static int sections_check(const char *name)
{
    struct meta_section sections[] = { { .detector = (char *)"tsan", .line = 4 },
                                       { .detector = (char *)name, .line = 9 } };
    const struct meta meta = { .sections = sections, .section_count = 2 };

    return detector_check_sections(&meta, "case.ini", &error);
}

Test(detector, a_section_names_a_detector_or_a_family)
{
    cr_expect_eq(sections_check("tsan-gcc"), 0);
    cr_expect_eq(sections_check("tsan"), 0);
    cr_expect_eq(sections_check("native"), 0);
}

Test(detector, a_section_that_names_neither_is_an_error_with_its_line)
{
    cr_expect_eq(sections_check("tsan-icc"), -1);
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, "case.ini");
    cr_expect_eq(error.line, 9);
    cr_expect_not_null(strstr(error.text, "[tsan-icc]"));
}
