/* What says that a run as a whole went wrong. */
#include "judge/oracle.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TOOL_EXIT = 86 };

static struct findings findings;
static struct bug_case judged;
static struct process_result ended;

static void tear_down(void)
{
    findings_free(&findings);
}

TestSuite(oracle, .fini = tear_down);

static void output_is(const char *expected, const char *printed)
{
    judged.expected_output = (char *)expected;
    judged.expected_size = expected == NULL ? 0 : strlen(expected);
    ended.out.text = (char *)printed;
    ended.out.size = strlen(printed);
}

static void judges(int tool_exit)
{
    oracle_judge(&judged, &ended, tool_exit, &findings);
}

static void finds(enum finding_kind kind, const char *part)
{
    cr_assert_eq(findings.count, 1);
    cr_expect_eq(findings.items[0].kind, kind, "%s", kind_name(findings.items[0].kind));
    cr_expect_eq(findings.items[0].place_count, 0);
    cr_expect(strstr(findings.items[0].excerpt, part) != NULL, "`%s` is not in `%s`", part,
              findings.items[0].excerpt);
}

Test(oracle, the_right_output_and_exit_status_are_fine)
{
    output_is("4\n", "4\n");
    judges(0);
    cr_expect_eq(findings.count, 0);
}

Test(oracle, any_output_is_fine_where_none_is_expected)
{
    output_is(NULL, "whatever\n");
    judges(0);
    cr_expect_eq(findings.count, 0);
}

Test(oracle, another_exit_status_is_wrong)
{
    output_is("4\n", "4\n");
    ended.code = 3;
    judges(0);
    finds(KIND_WRONG_EXIT, "status 3");
}

Test(oracle, the_tools_own_exit_status_is_not_the_programs)
{
    output_is("4\n", "4\n");
    ended.code = TOOL_EXIT;
    judges(TOOL_EXIT);
    cr_expect_eq(findings.count, 0);
}

Test(oracle, the_tools_exit_status_without_a_tool_is_wrong)
{
    output_is(NULL, "");
    ended.code = TOOL_EXIT;
    judges(0);
    finds(KIND_WRONG_EXIT, "86");
}

Test(oracle, output_is_compared_under_a_tools_exit_status_too)
{
    output_is("4\n", "3\n");
    ended.code = TOOL_EXIT;
    judges(TOOL_EXIT);
    finds(KIND_WRONG_OUTPUT, "`3`");
}

Test(oracle, a_line_that_differs_is_shown_beside_the_right_one)
{
    output_is("one\ntwo\nthree\n", "one\ntoo\nthree\n");
    judges(0);
    finds(KIND_WRONG_OUTPUT, "line 2 of stdout is `too`, and fixed.out has `two`");
}

Test(oracle, output_that_ends_early_is_wrong)
{
    output_is("one\ntwo\n", "one\n");
    judges(0);
    finds(KIND_WRONG_OUTPUT, "ends before line 2, where fixed.out has `two`");
}

Test(oracle, output_that_goes_on_is_wrong)
{
    output_is("one\n", "one\ntwo\n");
    judges(0);
    finds(KIND_WRONG_OUTPUT, "goes on");
}

Test(oracle, a_missing_last_newline_is_wrong)
{
    output_is("one\n", "one");
    judges(0);
    finds(KIND_WRONG_OUTPUT, "");
}

Test(oracle, no_output_is_wrong_where_some_is_expected)
{
    output_is("one\n", "");
    judges(0);
    finds(KIND_WRONG_OUTPUT, "`one`");
}

Test(oracle, some_output_is_wrong_where_none_is_expected)
{
    output_is("", "one\n");
    judges(0);
    finds(KIND_WRONG_OUTPUT, "`one`");
}

Test(oracle, bytes_after_a_nul_count)
{
    output_is("a", "a");
    judged.expected_output = (char *)"a\0b";
    ended.out.text = (char *)"a\0c";
    judged.expected_size = ended.out.size = 3;
    judges(0);
    finds(KIND_WRONG_OUTPUT, "line 1");
}

Test(oracle, a_signal_is_a_crash)
{
    output_is("4\n", "4\n");
    ended.end = PROCESS_SIGNALLED;
    ended.code = 11;
    judges(TOOL_EXIT);
    finds(KIND_CRASH, "signal 11");
}

Test(oracle, a_time_out_is_a_hang)
{
    output_is("4\n", "4\n");
    ended.end = PROCESS_TIMED_OUT;
    ended.seconds = 2;
    judges(0);
    finds(KIND_HANG, "2.0 s");
}

Test(oracle, too_much_memory_is_a_crash)
{
    output_is("4\n", "4\n");
    ended.end = PROCESS_MEMORY_LIMIT;
    judges(0);
    finds(KIND_CRASH, "memory");
}

Test(oracle, too_much_output_is_a_wrong_output)
{
    output_is(NULL, "");
    ended.end = PROCESS_OUTPUT_LIMIT;
    judges(0);
    finds(KIND_WRONG_OUTPUT, "printed more");
}

Test(oracle, an_interrupted_run_says_nothing)
{
    output_is("4\n", "");
    ended.end = PROCESS_CANCELLED;
    judges(0);
    cr_expect_eq(findings.count, 0);
}
