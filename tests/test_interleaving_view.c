/* Interleavings as they are printed: a finding that is put together here, on a source beside it. */
#include "schedule_sample.h"

#include "explore/interleaving.h"
#include "report/interleaving_text.h"

#include <criterion/criterion.h>
#include <string.h>

static struct interleaving_style style;
static struct source_lines lines;

static void set_up(void)
{
    schedule_set_up();
    style = (struct interleaving_style){ .width = 80 };
}

static void tear_down(void)
{
    source_lines_free(&lines);
    schedule_tear_down();
}

TestSuite(interleaving_view, .init = set_up, .fini = tear_down);

static char *printed(void)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    interleaving_print(&finding, &style, &lines, stream);
    fclose(stream);
    return text;
}

/* For tests that look twice at the same. */
static const char *printed_once(void)
{
    static char *text;

    free(text);
    return text = printed();
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
        "     0     3 creates thread 1          |                                |\n"
        "     1                                 | >  5 reads 7 from counter      |\n"
        "     2                                 |                                | >  5 reads 7 from counter\n"
        "     3                                 |                                |  ! 5 writes 8 to counter\n"
        "     4                                 |                                |      ends\n"
        "     5                                 | >! 5 writes 8 to counter       |\n"
        "\n"
        "           5 counter += 1;\n");
    /* clang-format on */
}

Test(interleaving_view, the_code_is_beside_it_where_all_columns_have_room)
{
    lost_update();
    style.width = 144;
    has_line(" 3 creates thread 1      start();   ");
    has_line(" >  5 reads 7 from counter  counter += 1;   ");
    has_line("  ! 5 writes 8 to counter   counter += 1;\n");
    cr_expect_null(strstr(printed_once(), "\n\n"), "nothing is told below:\n%s", printed_once());
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
    has_line("  step  thread: T0 main, T1 count, T2 count\n");
    has_line("     1  T1  >  5 reads 7 from counter  counter += 1;\n");
    has_line("     2  T2  >  5 reads 7 from counter  counter += 1;\n");
}

/* One rule for all rows: none has code because its line is short, and none lacks its object. */
Test(interleaving_view, rows_differ_in_nothing_but_what_they_say)
{
    lost_update();
    step_add(0, "lock", LOCK, 6);
    style.full = true;
    style.width = 104;
    has_line("5 reads 7 from counter      |");
    has_line("6 locks lock                |");
    has_line("\n           5 counter += 1;\n");
    has_line("6 must(pthread_mutex_lock(&lock)); /* a very long line of code, \"//\" */\n");
    style.width = 200;
    has_line("5 reads 7 from counter  counter += 1;   ");
    has_line("6 locks lock            must(pthread_mutex_lock(&lock");
    has_line("6 must(pthread_mutex_lock(&lock)); /* a very long line of code, \"//\" */\n");
    cr_expect_null(strstr(printed_once(), "\n           5 counter += 1;\n"));
}

Test(interleaving_view, no_act_is_cut_to_make_room_for_code)
{
    static struct variable lengthy = { (char *)"accounts_of_customers[3].balance",
                                       VARIABLE_SIGNED };

    lost_update();
    steps[1].variable = &lengthy;
    for (style.width = 150; style.width < 200; style.width++) {
        char *text = printed();
        bool is_whole = strstr(text, "reads 7 from accounts_of_customers[3].balance ") != NULL;
        bool has_code = strstr(text, "counter += 1; ") != NULL;
        cr_expect(is_whole || !has_code, "%u columns:\n%s", style.width, text);
        free(text);
    }
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
    has_line("writes 1 to");
    has_line("... 993 steps");
    has_line("writes 1000 to");
    cr_expect_null(strstr(printed_once(), "writes 500 to"));
}

Test(interleaving_view, what_comes_after_the_failure_is_left_out)
{
    lost_update();
    access_add(2, "write", 8, 9);
    step_add(0, "join", 0, 3);
    style.width = 104;
    has_line("writes 8 to counter       |");
    has_line("... 2 steps");
    cr_expect_null(strstr(printed_once(), "writes 9"));
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

/* It is not locked once more where its thread ends. */
Test(interleaving_view, a_lock_that_is_left_has_its_own_row_and_no_other)
{
    finding.kind = "lock-leak";
    finding.address = LOCK;
    step_add(1, "lock", LOCK, 5);
    step_add(2, "lock", OTHER_LOCK, 5);
    step_add(1, "exit", 0, 6);
    side_add(1, 2);
    struct interleaving shown;
    interleaving_select(&finding, false, &shown);
    cr_assert_eq(shown.row_count, 3);
    cr_expect(shown.rows[0].is_blamed && !shown.rows[1].is_blamed && shown.rows[2].is_blamed);
    interleaving_free(&shown);
}

Test(interleaving_view, who_waits_for_ever_comes_last)
{
    finding.kind = "deadlock";
    finding.address = 0;
    step_add(1, "lock", LOCK, 6);
    step_add(2, "lock", OTHER_LOCK, 6);
    side_add(1, 1);
    side_add(2, 1);
    sides[0].object = OTHER_LOCK;
    sides[1].object = LOCK;
    struct interleaving shown;
    interleaving_select(&finding, false, &shown);
    cr_assert_eq(shown.row_count, 4);
    cr_expect_not_null(shown.rows[2].end);
    cr_expect_not_null(shown.rows[3].end);
    cr_expect(!shown.rows[0].is_blamed && shown.rows[2].is_blamed);
    cr_expect_eq(shown.thread_count, 2);
    interleaving_free(&shown);
    has_line("waits for lock\n");
}

Test(interleaving_view, steps_of_several_threads_that_are_left_out_are_in_no_column)
{
    create_add(1);
    create_add(2);
    for (unsigned i = 0; i < 400; i++) {
        access_add(1 + i % 2, "write", i, i + 1);
    }
    side_add(1, 400);
    side_add(2, 401);
    style.width = 104;
    has_line("\n           ... 380 steps\n");
}

/* What the runtime did not keep of a long schedule counts too. */
Test(interleaving_view, steps_that_were_not_kept_are_counted)
{
    lost_update();
    steps[1].missing = 957;
    has_line("... 957 steps\n");
}

Test(interleaving_view, an_empty_schedule_prints_nothing)
{
    is_printed("");
}
