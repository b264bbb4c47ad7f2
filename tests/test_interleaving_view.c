/* Interleavings as they are printed: a finding that is put together here, on a source beside it. */
#include "scratch.h"

#include "explore/interleaving.h"
#include "explore/step_text.h"
#include "report/interleaving_text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTER = 0x1000, LOCK = 0x2000, PRIVATE = 0x3000, STEPS_MAX = 2000 };

static char *folder, *file;
static struct symbol_place places[8];
static const struct symbol_place *frames[8];
static struct exploration_step steps[STEPS_MAX];
static struct exploration_side sides[3];
static struct exploration_finding finding;
static struct variable counter = { (char *)"counter", VARIABLE_SIGNED };
static struct variable lock = { (char *)"lock", VARIABLE_UNKNOWN };
static struct interleaving_style style;
static struct source_lines lines;

static void set_up(void)
{
    folder = scratch_make();
    file = alloc_format("%s/count.c", folder);
    scratch_write(folder, "count.c",
                  "int main(void)\n{\n    start();\n}\n    counter += 1; // want race\n"
                  "    must(pthread_mutex_lock(&lock)); /* a very long line of code, \"//\" */\n");
    for (unsigned i = 0; i < 8; i++) {
        places[i] = (struct symbol_place){ .function = (char *)(i < 4 ? "main" : "count"),
                                           .file = file,
                                           .line = i };
        frames[i] = &places[i];
    }
    finding = (struct exploration_finding){
        .kind = "race", .address = COUNTER, .size = 4, .sides = sides, .steps = steps
    };
    style = (struct interleaving_style){ .width = 80 };
}

static void tear_down(void)
{
    source_lines_free(&lines);
    free(file);
    scratch_remove(folder);
}

TestSuite(interleaving_view, .init = set_up, .fini = tear_down);

static struct exploration_step *step_add(unsigned thread, const char *kind, uint64_t address,
                                         unsigned line)
{
    struct exploration_step *step = &steps[finding.step_count];

    *step = (struct exploration_step){ .number = finding.step_count,
                                       .thread = thread,
                                       .kind = kind,
                                       .address = address,
                                       .size = 4,
                                       .variable = address == COUNTER ? &counter
                                                   : address == LOCK  ? &lock
                                                                      : NULL,
                                       .stack = { &frames[line], 1 } };
    finding.step_count++;
    return step;
}

static void access_add(unsigned thread, const char *kind, uint64_t before, uint64_t after)
{
    struct exploration_step *step = step_add(thread, kind, COUNTER, 5);

    step->has_values = true;
    step->before = before;
    step->after = after;
}

static void side_add(unsigned thread, unsigned long step)
{
    sides[finding.side_count++] = (struct exploration_side){ .thread = thread,
                                                             .step = step,
                                                             .does = "waits for a lock",
                                                             .object = finding.address,
                                                             .stack = { &frames[5], 1 } };
}

static void lost_update(void)
{
    step_add(0, "create", 0, 3);
    access_add(1, "read", 7, 7);
    access_add(2, "read", 7, 7);
    access_add(2, "write", 7, 8);
    step_add(2, "exit", 0, 5);
    access_add(1, "write", 8, 8);
    side_add(2, 3);
    side_add(1, 5);
}

static char *printed(void)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    interleaving_print(&finding, &style, &lines, stream);
    fclose(stream);
    return text;
}

static void is_printed(const char *expected)
{
    char *text = printed();

    cr_expect_str_eq(text, expected, "it is:\n%s", text);
    free(text);
}

static void has_line(const char *expected)
{
    char *text = printed();

    cr_expect(strstr(text, expected) != NULL, "no `%s` in\n%s", expected, text);
    free(text);
}

Test(interleaving_view, a_column_is_a_thread_and_a_row_a_step)
{
    lost_update();
    style.width = 104;
    /* clang-format off */
    is_printed(
        "  step     thread 0: main              |    thread 1: count             |    thread 2: count\n"
        "     0     3 start(); creates thread 1 |                                |\n"
        "     1                                 | >  5 counter += 1;     reads 7 |\n"
        "     2                                 |                                | >  5 counter += 1;     reads 7\n"
        "     3                                 |                                |  ! 5 counter += 1;    writes 8\n"
        "     4                                 |                                |                           ends\n"
        "     5                                 | >! 5 counter += 1;    writes 8 |\n");
    /* clang-format on */
}

Test(interleaving_view, no_line_is_wider_than_the_terminal)
{
    static const unsigned widths[] = { 40, 60, 80, 100, 133, 250 };

    lost_update();
    step_add(3, "lock", LOCK, 6);
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        style.width = widths[i];
        char *text = printed();
        for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1) {
            size_t length = strcspn(at, "\n");
            bool is_code = strncmp(at, "           ", 11) == 0; /* below the columns, in full */
            cr_expect(length <= widths[i] || is_code, "%u columns:\n%s", widths[i], text);
        }
        free(text);
    }
}

Test(interleaving_view, many_threads_share_one_column)
{
    lost_update();
    style.width = 60;
    has_line("  step  thread\n");
    has_line("     1  T1  >  5 counter += 1;");
    has_line("     2  T2  >  5 counter += 1;");
}

Test(interleaving_view, a_line_that_does_not_fit_is_told_below)
{
    lost_update();
    step_add(0, "lock", LOCK, 6);
    style.full = true;
    style.width = 100;
    has_line("6 lock ");
    has_line("6 must(pthread_mutex_lock(&lock)); /* a very long line of code, \"//\" */\n");
}

Test(interleaving_view, private_steps_are_left_out_and_counted)
{
    access_add(1, "read", 7, 7);
    for (int i = 0; i < 5; i++) {
        step_add(1, "write", PRIVATE, 5);
    }
    access_add(1, "write", 7, 8);
    access_add(2, "read", 8, 8);
    side_add(1, 6);
    side_add(2, 7);
    style.width = 104;
    has_line("     ... 5 steps ");
    style.full = true;
    char *text = printed();
    cr_expect_null(strstr(text, "..."));
    free(text);
}

Test(interleaving_view, of_a_long_stretch_the_ends_are_shown)
{
    for (uint64_t i = 0; i < 1000; i++) {
        access_add(1, "write", i, i + 1);
    }
    access_add(2, "read", 1000, 1000);
    side_add(1, 999);
    side_add(2, 1000);
    has_line("writes 1 ");
    has_line("... 993 steps");
    has_line("writes 1000 ");
    char *text = printed();
    cr_expect_null(strstr(text, "writes 500 "));
    free(text);
}

Test(interleaving_view, what_comes_after_the_failure_is_left_out)
{
    lost_update();
    access_add(2, "write", 8, 9);
    step_add(0, "join", 0, 3);
    style.width = 104;
    has_line("writes 8 |");
    has_line("... 2 steps");
    char *text = printed();
    cr_expect_null(strstr(text, "writes 9"));
    free(text);
}

Test(interleaving_view, a_side_that_is_no_step_has_a_row_after_the_step_before_it)
{
    lost_update();
    side_add(1, 3);
    sides[finding.side_count - 1].stack.frames = &frames[6];
    struct interleaving shown;
    interleaving_select(&finding, false, &shown);
    cr_expect_not_null(shown.rows[4].end);
    cr_expect_eq(shown.rows[4].thread, 1);
    interleaving_free(&shown);
}

Test(interleaving_view, who_waits_for_ever_comes_last)
{
    finding.kind = "deadlock";
    finding.address = 0;
    step_add(1, "lock", LOCK, 6);
    step_add(2, "lock", LOCK + 64, 6);
    side_add(1, 1);
    side_add(2, 1);
    sides[0].object = LOCK + 64;
    sides[1].object = LOCK;
    struct interleaving shown;
    interleaving_select(&finding, false, &shown);
    cr_assert_eq(shown.row_count, 4);
    cr_expect_not_null(shown.rows[2].end);
    cr_expect_not_null(shown.rows[3].end);
    cr_expect(!shown.rows[0].is_blamed && shown.rows[2].is_blamed);
    cr_expect_eq(shown.thread_count, 2);
    interleaving_free(&shown);
    has_line(" waits\n");
}

Test(interleaving_view, an_empty_schedule_prints_nothing)
{
    is_printed("");
}

static void acts_as(const char *kind, enum variable_type type, unsigned long size, uint64_t before,
                    uint64_t after, const char *expected)
{
    struct variable variable = { (char *)"v", type };
    struct exploration_step step = { .kind = kind,
                                     .size = size,
                                     .has_values = true,
                                     .before = before,
                                     .after = after,
                                     .variable = &variable };
    char *act = step_text_act(&finding, &step);

    cr_expect_str_eq(act, expected);
    free(act);
}

Test(interleaving_view, values_are_told_by_their_type)
{
    acts_as("read", VARIABLE_SIGNED, 4, 0xffffffff, 0, "reads -1");
    acts_as("read", VARIABLE_UNSIGNED, 4, 0xffffffff, 0, "reads 4294967295");
    acts_as("write", VARIABLE_SIGNED, 8, 0, UINT64_MAX, "writes -1");
    acts_as("write", VARIABLE_BOOL, 1, 0, 1, "writes true");
    acts_as("write", VARIABLE_CHARACTER, 1, 0, 'x', "writes 'x'");
    acts_as("write", VARIABLE_POINTER, 8, 1, 0, "writes NULL");
    acts_as("write", VARIABLE_FLOAT, 8, 0, 0x3ff8000000000000, "writes 1.5");
    acts_as("write", VARIABLE_FLOAT, 4, 0, 0x3fc00000, "writes 1.5");
    acts_as("atomic update", VARIABLE_UNKNOWN, 4, 1, 0xfffffffe, "1 -> -2");
    acts_as("write", VARIABLE_UNKNOWN, 8, 0, 0x7ffff7dd1000, "writes 0x7ffff7dd1000");
}
