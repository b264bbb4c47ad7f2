/* case.ini: what an author may write, and that every mistake is named with its line. */
#include "case/meta.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* The least that a case.ini has; what follows begins on line 4. */
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

TestSuite(meta, .init = set_up, .fini = tear_down);

static void loads(const char *text)
{
    scratch_write(folder, "case.ini", text);
    cr_assert_eq(meta_load(path, &meta, &error), 0, "`%s`: %u: %s", text, error.line, error.text);
}

/* An error that names the file, this line and this part of what is wrong; nothing is loaded. */
static void refuses(const char *text, unsigned line, const char *part)
{
    error = (struct error){ 0 };
    scratch_write(folder, "case.ini", text);
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
    cr_expect_null(meta.title);
    cr_expect_eq(meta.section_count, 0);
}

Test(meta, the_least_has_the_defaults_of_the_rest)
{
    loads(HEAD);
    cr_expect_str_eq(meta.title, "T");
    cr_expect_str_eq(meta.summary, "S");
    cr_expect_str_eq(meta.class_name, "data-race");
    cr_expect_str_eq(meta.cwe, "");
    cr_expect_str_eq(meta.cert, "");
    cr_expect_str_eq(meta.origin, "");
    cr_expect_eq(meta.tier, 1);
    cr_expect_eq(meta.outcome, 0);
    cr_expect_float_eq(meta.hang_after, 3.0, 1e-9);
    cr_expect_eq(meta.section_count, 0);
    meta_free(&meta);
}

Test(meta, every_key_arrives_in_its_field)
{
    loads("class=deadlock\ncwe = 833, 667\ncert = CON35-C\norigin = a book\ntier = 2\n"
          "outcome = hang|crash\nhang-after = 1.5\ntitle   =   A  title \nsummary = S\n");
    cr_expect_str_eq(meta.title, "A  title");
    cr_expect_str_eq(meta.class_name, "deadlock");
    cr_expect_str_eq(meta.cwe, "833, 667");
    cr_expect_str_eq(meta.cert, "CON35-C");
    cr_expect_str_eq(meta.origin, "a book");
    cr_expect_eq(meta.tier, 2);
    cr_expect_eq(meta.outcome, kind_bit(KIND_HANG) | kind_bit(KIND_CRASH));
    cr_expect_float_eq(meta.hang_after, 1.5, 1e-9);
    meta_free(&meta);
}

Test(meta, comments_and_blank_lines_count_as_lines_only)
{
    loads("; a comment\n\n" HEAD "# another\n");
    meta_free(&meta);
    refuses("; a comment\n\n" HEAD "\nflavour = mild\n", 7, "flavour");
}

Test(meta, crlf_and_a_missing_last_newline_are_fine)
{
    loads("title = T\r\nsummary = S\r\nclass = data-race");
    cr_expect_str_eq(meta.title, "T");
    cr_expect_str_eq(meta.class_name, "data-race");
    meta_free(&meta);
}

Test(meta, a_value_goes_on_in_lines_that_begin_with_blanks)
{
    loads("title = one\nsummary = two\n  three\n\tfour\nclass = order\n"
          "[tsan]\nexpect = never\nwhy = five\n      six\n");
    cr_expect_str_eq(meta.title, "one");
    cr_expect_str_eq(meta.summary, "two three four");
    cr_expect_str_eq(meta.class_name, "order");
    cr_expect_str_eq(meta.sections[0].why, "five six");
    meta_free(&meta);
}

Test(meta, only_text_goes_on_over_lines)
{
    refuses("title = T\nsummary = S\nclass = data-race\n  order\n", 4, "class");
    refuses(HEAD "outcome = hang\n  crash\n", 5, "outcome");
    refuses(HEAD "[tsan]\nwhy = w\nexpect = never\n  must\n", 7, "expect");
}

Test(meta, letters_beyond_ascii_are_kept)
{
    loads("title = Zwei Fäden — ein Zähler\nsummary = 競合\nclass = data-race\n");
    cr_expect_str_eq(meta.title, "Zwei Fäden — ein Zähler");
    cr_expect_str_eq(meta.summary, "競合");
    meta_free(&meta);
}

/* inih takes ` ;` for the beginning of a comment, and what follows would be lost without a word. */
Test(meta, a_semicolon_does_not_cut_a_value_off_in_silence)
{
    scratch_write(folder, "case.ini", "title = lock ; then load\nsummary = S\nclass = data-race\n");
    if (meta_load(path, &meta, &error) == 0) {
        cr_expect_str_eq(meta.title, "lock ; then load");
        meta_free(&meta);
    } else {
        cr_expect_eq(error.line, 1, "refused, but not by its line");
    }
}

Test(meta, what_is_not_utf8_is_named)
{
    refuses("title = T\nsummary = caf\xe9\nclass = data-race\n", 2, "UTF-8");
    refuses(HEAD "origin = \xc3", 4, "UTF-8");
}

Test(meta, an_unknown_key_is_named_with_the_known_ones)
{
    refuses(HEAD "flavour = mild\n", 4, "`flavour`");
    refuses(HEAD "flavour = mild\n", 4, "hang-after");
    refuses(HEAD "expect = never\n", 4, "`expect`");
    refuses("Title = T\nsummary = S\nclass = data-race\n", 1, "`Title`");
    refuses(HEAD "[tsan]\nexpect = may\nreason = r\n", 6, "`reason`");
    refuses(HEAD "[tsan]\ntitle = t\n", 5, "`title`");
}

Test(meta, a_duplicate_key_is_named)
{
    refuses(HEAD "title = U\n", 4, "`title` is given twice");
    refuses("title = T\n\ntitle = T\nsummary = S\nclass = data-race\n", 3, "`title`");
    refuses(HEAD "[tsan]\nwhy = a\nexpect = may\nwhy = b\n", 7, "`why` is given twice");
}

Test(meta, the_same_key_in_two_sections_is_fine)
{
    loads(HEAD "[tsan]\nexpect = may\nwhy = a\n[drd]\nexpect = never\nwhy = b\n");
    cr_assert_eq(meta.section_count, 2);
    cr_expect_str_eq(meta.sections[0].detector, "tsan");
    cr_expect_eq(meta.sections[0].expect, EXPECT_MAY);
    cr_expect_str_eq(meta.sections[0].why, "a");
    cr_expect_eq(meta.sections[0].line, 4);
    cr_expect_str_eq(meta.sections[1].detector, "drd");
    cr_expect_eq(meta.sections[1].expect, EXPECT_NEVER);
    cr_expect_eq(meta.sections[1].line, 7);
    meta_free(&meta);
}

Test(meta, a_key_without_a_value_is_named)
{
    refuses("title =\nsummary = S\nclass = data-race\n", 1, "`title` has no value");
    refuses(HEAD "origin =   \n", 4, "`origin` has no value");
    refuses(HEAD "[tsan]\nexpect = \n", 5, "`expect` has no value");
}

Test(meta, a_line_that_is_nothing_is_named)
{
    refuses(HEAD "nonsense\n", 4, "neither");
    refuses(HEAD "[tsan\nexpect = may\nwhy = w\n", 4, "neither");
}

Test(meta, a_line_that_is_too_long_is_named)
{
    char text[400] = HEAD "origin = ";

    memset(text + strlen(text), 'x', 250);
    strcat(text, "\ntier = 9\n");
    refuses(text, 4, "longer than");
}

Test(meta, a_line_of_exactly_the_limit_is_kept_whole)
{
    char text[400] = HEAD "origin = ";

    memset(text + strlen(text), 'x', 198 - strlen("origin = "));
    strcat(text, "\ntier = 2\n");
    loads(text);
    cr_expect_eq(strlen(meta.origin), 198 - strlen("origin = "));
    cr_expect_eq(meta.tier, 2);
    meta_free(&meta);
}

Test(meta, what_is_missing_is_named)
{
    refuses("summary = S\nclass = data-race\n", 0, "`title = ...` is missing");
    refuses("title = T\nclass = data-race\n", 0, "`summary = ...` is missing");
    refuses("title = T\nsummary = S\n", 0, "`class = ...` is missing");
    refuses("", 0, "`title = ...` is missing");
}

Test(meta, a_missing_file_is_named)
{
    cr_expect_eq(meta_load(path, &meta, &error), -1);
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, path);
}

Test(meta, a_class_that_is_none_is_named_with_those_that_are)
{
    refuses("title = T\nsummary = S\nclass = race\n", 3, "`class = race`");
    refuses("title = T\nsummary = S\nclass = race\n", 3, "thread-life-cycle");
}

Test(meta, an_outcome_that_is_none_is_named)
{
    refuses(HEAD "outcome = explosion\n", 4, "explosion");
    refuses(HEAD "outcome = race\n", 4, "race");
    refuses(HEAD "outcome = hang|race\n", 4, "hang|race");
    refuses(HEAD "outcome = hang, crash\n", 4, "hang, crash");
}

Test(meta, a_number_that_is_none_is_named)
{
    refuses(HEAD "hang-after = soon\n", 4, "hang-after");
    refuses(HEAD "hang-after = 0\n", 4, "hang-after");
    refuses(HEAD "hang-after = 2s\n", 4, "hang-after");
    refuses(HEAD "hang-after = nan\n", 4, "hang-after");
    refuses(HEAD "tier = 3\n", 4, "tier");
    refuses(HEAD "tier = 1.0\n", 4, "tier");
}
