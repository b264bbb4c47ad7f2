/* The grammar of `// want KIND`, and everything that comes near it. */
#include "case/marker.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct error error;

static void finds(const char *source, size_t count, unsigned line, kind_set kinds)
{
    struct markers markers = { 0 };

    cr_assert_eq(markers_scan(source, "a.c", "/c/a.c", &markers, &error), 0, "`%s`: %s", source,
                 error.text);
    cr_assert_eq(markers.count, count, "`%s` has %zu", source, markers.count);
    if (count > 0) {
        cr_expect_eq(markers.items[count - 1].line, line, "`%s`: line %u", source,
                     markers.items[count - 1].line);
        cr_expect_eq(markers.items[count - 1].kinds, kinds, "`%s`", source);
    }
    markers_free(&markers);
}

static void finds_race(const char *source, unsigned line)
{
    finds(source, 1, line, kind_bit(KIND_RACE));
}

static void finds_nothing(const char *source)
{
    finds(source, 0, 0, 0);
}

/* An error that names the file, this line and this part of what is wrong. */
static void refuses(const char *source, unsigned line, const char *part)
{
    struct markers markers = { .count = 77 };

    error = (struct error){ 0 };
    cr_expect_eq(markers_scan(source, "a.c", "/c/a.c", &markers, &error), -1, "`%s` is taken",
                 source);
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, "/c/a.c");
    cr_expect_eq(error.line, line, "`%s`: line %u", source, error.line);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
    cr_expect_eq(markers.count, 0);
}

static void blanks(const char *source, const char *expected)
{
    char *blanked = markers_blank(source);

    cr_expect_str_eq(blanked, expected);
    free(blanked);
}

Test(marker, is_read_from_the_end_of_a_line)
{
    finds_race("int x;\n    x += 1;  // want race\n", 2);
}

Test(marker, may_stand_right_after_the_code_or_after_tabs)
{
    finds_race("x++;// want race\n", 1);
    finds_race("\tx++;\t\t// want race\n", 1);
}

Test(marker, needs_no_newline_at_the_end_of_the_file)
{
    finds_race("\nx++; // want race", 2);
}

Test(marker, may_be_followed_by_a_carriage_return)
{
    finds_race("int x;\r\nx++; // want race\r\n", 2);
    finds_race("x++; // want race: note\r\n", 1);
}

Test(marker, may_have_alternatives)
{
    finds("f(); // want race|use-after-free\n", 1, 1,
          kind_bit(KIND_RACE) | kind_bit(KIND_USE_AFTER_FREE));
}

Test(marker, may_have_a_note_with_anything_in_it)
{
    finds_race("x++; // want race: the other side | is: main // here\n", 1);
    finds("f(); // want race|lock-order: note\n", 1, 1,
          kind_bit(KIND_RACE) | kind_bit(KIND_LOCK_ORDER));
}

Test(marker, each_line_has_its_own)
{
    struct markers markers = { 0 };
    const char *source = "a(); // want race\n\nb(); // want lock-order\nc();\n";

    cr_assert_eq(markers_scan(source, "a.c", "/c/a.c", &markers, &error), 0);
    cr_assert_eq(markers.count, 2);
    cr_expect_eq(markers_at(&markers, "a.c", 1), &markers.items[0]);
    cr_expect_eq(markers_at(&markers, "a.c", 3), &markers.items[1]);
    cr_expect_eq(markers_at(&markers, "a.c", 3)->kinds, kind_bit(KIND_LOCK_ORDER));
    cr_expect_null(markers_at(&markers, "a.c", 2));
    cr_expect_null(markers_at(&markers, "a.c", 4));
    markers_free(&markers);
}

Test(marker, each_file_has_its_own)
{
    struct markers markers = { 0 };

    cr_assert_eq(markers_scan("a(); // want race\n", "a.c", "/c/a.c", &markers, &error), 0);
    cr_assert_eq(markers_scan("\nb(); // want race\n", "b.c", "/c/b.c", &markers, &error), 0);
    cr_assert_eq(markers.count, 2);
    cr_expect_eq(markers_at(&markers, "a.c", 1), &markers.items[0]);
    cr_expect_eq(markers_at(&markers, "b.c", 2), &markers.items[1]);
    cr_expect_null(markers_at(&markers, "b.c", 1));
    cr_expect_null(markers_at(&markers, "a.c", 2));
    markers_free(&markers);
}

Test(marker, other_comments_are_none)
{
    finds_nothing("");
    finds_nothing("x++; // wanted: race\n");
    finds_nothing("x++; // we want race\n");
    finds_nothing("x++; // race\n");
    finds_nothing("// a line comment\nx++;\n");
}

Test(marker, with_other_blanks_is_refused)
{
    refuses("\nx++; //want race\n", 2, "//want race");
    refuses("x++; //  want race\n", 1, "blanks");
    refuses("x++; // want  race\n", 1, "` race`");
    refuses("x++; //\twant race\n", 1, "blanks");
    refuses("x++; // want\trace\n", 1, "blanks");
}

Test(marker, with_capitals_is_refused)
{
    refuses("x++; // Want race\n", 1, "Want race");
    refuses("x++; // WANT race\n", 1, "WANT race");
    refuses("x++; // want Race\n", 1, "`Race`");
}

Test(marker, with_anything_after_its_kinds_is_refused)
{
    refuses("x++; // want race \n", 1, "`race `");
    refuses("x++; // want race here\n", 1, "`race here`");
    refuses("x++; // want race, lock-order\n", 1, "`race, lock-order`");
    refuses("x++; // want race // note\n", 1, "race // note");
    refuses("x++; // want race : note\n", 1, "`race `");
}

Test(marker, without_a_kind_is_refused)
{
    refuses("x++; // want\n", 1, "want KIND");
    refuses("x++; // want \n", 1, "is not a kind");
    refuses("x++; // want: race\n", 1, "want: race");
    refuses("x++; // want", 1, "want KIND");
}

Test(marker, of_an_unknown_kind_is_refused_with_the_known_ones)
{
    refuses("\n\nx++; // want tace\n", 3, "`tace`");
    refuses("x++; // want tace\n", 1, "lock-order");
    refuses("x++; // want race|\n", 1, "``");
    refuses("x++; // want |race\n", 1, "``");
    refuses("x++; // want race|tace|lock-order\n", 1, "`tace`");
}

Test(marker, of_an_outcome_is_refused_with_the_remedy)
{
    refuses("x++; // want hang\n", 1, "outcome = ");
    refuses("x++; // want race|crash\n", 1, "outcome = ");
}

Test(marker, on_a_line_without_code_is_refused)
{
    refuses("// want race\nx++;\n", 1, "without code");
    refuses("x++;\n   \t// want race\n", 2, "without code");
    refuses("/* here */ // want race\n", 1, "without code");
    refuses("/* a\n b */ // want race\n", 2, "without code");
}

Test(marker, in_a_block_comment_is_ignored)
{
    finds_nothing("/* x++; // want race */\n");
    finds_nothing("/*\n x++; // want race\n*/\n");
    finds_nothing("x++; /* // want race\n*/\n");
    finds_nothing("/*/ x++; // want race\n*/\n");
}

Test(marker, after_a_block_comment_counts)
{
    finds_race("x++; /* here */ // want race\n", 1);
    finds_race("/*\n*/ x++; // want race\n", 2);
    finds_race("/* ** * / */ x++; // want race\n", 1);
}

Test(marker, in_a_string_or_a_character_is_ignored)
{
    finds_nothing("puts(\"x++; // want race\");\n");
    finds_nothing("puts(\"a \\\" b // want race\");\n");
    finds_nothing("puts(\"/\" \"/ want race\");\n");
}

Test(marker, after_quotes_counts)
{
    finds_race("puts(\"a \\\" b\"); // want race\n", 1);
    finds_race("puts(\"a\\\\\"); // want race\n", 1);
    finds_race("c = '\"'; // want race\n", 1);
    finds_race("c = '\\''; // want race\n", 1);
    finds_race("puts(\"/* no comment\"); // want race\n", 1);
    finds_race("puts(\"it's\"); // want race\n", 1);
}

Test(marker, after_a_string_that_goes_on_over_lines_counts)
{
    finds_race("puts(\"a \\\n b\"); // want race\n", 2);
    finds_nothing("puts(\"a \\\n b; // want race\\\n c\");\n");
}

Test(marker, blanking_removes_markers_and_the_blanks_before_them)
{
    blanks("a;\nb;   // want race\nc; \t// want race|lock-order: note\nd;\n", "a;\nb;\nc;\nd;\n");
    blanks("b; // want race", "b;");
}

Test(marker, blanking_keeps_everything_else)
{
    const char *source =
        "/* b; // want race */\n  // wanted\nputs(\"// want race\"); // note \n\n\n";

    blanks(source, source);
    blanks("", "");
}

Test(marker, blanking_keeps_carriage_returns)
{
    blanks("a;\r\nb; // want race\r\nc;\r\n", "a;\r\nb;\r\nc;\r\n");
}

Test(marker, blanking_removes_what_only_comes_near_a_marker_too)
{
    blanks("b; //want race\nc; // Want race\n", "b;\nc;\n");
}
