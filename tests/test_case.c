/* A folder becomes a case, or an error that names the file, the line and the remedy. */
#include "case/case.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *parent, *folder;
static struct bug_case loaded;
static struct error error;

static void set_up(void)
{
    parent = scratch_make();
    folder = alloc_format("%s/lost-update", parent);
    sample_write(parent, "lost-update");
}

static void tear_down(void)
{
    free(folder);
    scratch_remove(parent);
}

TestSuite(bug_case, .init = set_up, .fini = tear_down);

static void loads(void)
{
    cr_assert_eq(case_load(folder, &loaded, &error), 0, "%s:%u: %s", error.file, error.line,
                 error.text);
}

static void is_refused(const char *file, unsigned line, const char *part)
{
    char *real = realpath(folder, NULL);
    char *path = alloc_format("%s/%s", real, file);

    error = (struct error){ 0 };
    cr_expect_eq(case_load(folder, &loaded, &error), -1);
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, path);
    cr_expect_eq(error.line, line, "line %u: %s", error.line, error.text);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
    cr_expect_null(loaded.name, "nothing is loaded");
    free(path);
    free(real);
}

Test(bug_case, a_good_folder_is_loaded)
{
    scratch_write(folder, "fixed.out", "4\n");
    loads();
    cr_expect_str_eq(loaded.name, "lost-update");
    cr_expect_eq(loaded.folder[0], '/');
    cr_expect_str_eq(loaded.meta.title, "T");
    cr_expect_str_eq(loaded.source[VARIANT_BUGGY], SAMPLE_BUGGY);
    cr_expect_str_eq(loaded.source[VARIANT_FIXED], SAMPLE_FIXED);
    cr_expect_eq(loaded.markers.count, 1);
    cr_expect_eq(loaded.markers.items[0].line, 6);
    cr_expect_str_eq(loaded.expected_output, "4\n");
    cr_expect_eq(loaded.expected_size, 2);
    case_free(&loaded);
}

Test(bug_case, its_name_is_its_folders_however_it_is_given)
{
    char *given = alloc_format("%s/../lost-update//", folder);

    cr_assert_eq(case_load(given, &loaded, &error), 0);
    cr_expect_str_eq(loaded.name, "lost-update");
    case_free(&loaded);
    free(given);
}

Test(bug_case, needs_no_expected_output)
{
    loads();
    cr_expect_null(loaded.expected_output);
    case_free(&loaded);
}

Test(bug_case, an_expected_output_may_be_empty_and_may_have_nul_bytes)
{
    scratch_write(folder, "fixed.out", "");
    loads();
    cr_expect_not_null(loaded.expected_output);
    cr_expect_eq(loaded.expected_size, 0);
    case_free(&loaded);

    scratch_write_bytes(folder, "fixed.out", "a\0b", 3);
    loads();
    cr_expect_eq(loaded.expected_size, 3);
    case_free(&loaded);
}

Test(bug_case, a_missing_file_is_named)
{
    sample_remove(folder, "fixed.c");
    is_refused("fixed.c", 0, "missing");
    sample_remove(folder, "buggy.c");
    is_refused("buggy.c", 0, "missing");
    sample_remove(folder, "case.ini");
    is_refused("case.ini", 0, "missing");
}

Test(bug_case, a_mistake_in_case_ini_is_named_with_its_line)
{
    scratch_write(folder, "case.ini", "title = T\nflavour = mild\n");
    is_refused("case.ini", 2, "flavour");
}

Test(bug_case, a_marker_in_the_fix_is_refused)
{
    scratch_write(folder, "fixed.c", "/* Why. */\nint x; // want race\n");
    is_refused("fixed.c", 2, "no markers");
}

Test(bug_case, a_bad_marker_is_refused_in_either_program)
{
    scratch_write(folder, "fixed.c", "/* Why. */\nint x; // Want race\n");
    is_refused("fixed.c", 2, "Want race");
    scratch_write(folder, "buggy.c", "/* Story. */\n\nint x; // want tace\n");
    is_refused("buggy.c", 3, "tace");
}

Test(bug_case, neither_marker_nor_outcome_is_refused)
{
    scratch_write(folder, "buggy.c", "/* Story. */\nint main(void) { return 0; }\n");
    is_refused("buggy.c", 0, "nothing is expected");
}

Test(bug_case, an_outcome_needs_no_marker)
{
    scratch_write(folder, "buggy.c", "/* Story. */\nint main(void) { return 0; }\n");
    scratch_write(folder, "case.ini", SAMPLE_INI "outcome = hang\n");
    loads();
    cr_expect_eq(loaded.markers.count, 0);
    case_free(&loaded);
}

Test(bug_case, a_wrong_output_needs_the_right_one)
{
    scratch_write(folder, "case.ini", SAMPLE_INI "outcome = crash|wrong-output\n");
    is_refused("fixed.out", 0, "missing");
    scratch_write(folder, "fixed.out", "right\n");
    loads();
    case_free(&loaded);
}

Test(bug_case, a_program_without_a_header_comment_is_refused)
{
    scratch_write(folder, "fixed.c", "int main(void) { return 0; }\n");
    is_refused("fixed.c", 1, "why the fix holds");
    scratch_write(folder, "buggy.c", "// a line comment\nint x; // want race\n");
    is_refused("buggy.c", 1, "story of the bug");
    scratch_write(folder, "buggy.c", "/* never ends\nint x; // want race\n");
    is_refused("buggy.c", 1, "story of the bug");
}

Test(bug_case, a_program_with_a_nul_byte_is_refused)
{
    scratch_write_bytes(folder, "buggy.c", "/* Story. */\nint x;\0 // want race\n", 34);
    is_refused("buggy.c", 0, "NUL");
}

static void part_write(const char *name, const char *text)
{
    scratch_write(folder, name, text);
    scratch_write(folder, "case.ini", SAMPLE_INI "\nsources = parts/queue.c\n");
}

Test(bug_case, its_other_sources_are_loaded)
{
    part_write("parts/queue.c", "int queue;\n");
    loads();
    cr_assert_eq(loaded.part_count, 1);
    cr_expect_str_eq(loaded.parts[0].name, "parts/queue.c");
    cr_expect_eq(loaded.parts[0].path[0], '/');
    cr_expect_str_eq(loaded.parts[0].source, "int queue;\n");
    case_free(&loaded);
}

Test(bug_case, markers_in_its_other_sources_count)
{
    part_write("parts/queue.c", "int queue;\nvoid put(void) { queue++; } // want race\n");
    loads();
    cr_assert_eq(loaded.markers.count, 2);
    cr_expect_not_null(markers_at(&loaded.markers, "buggy.c", 6));
    cr_expect_not_null(markers_at(&loaded.markers, "parts/queue.c", 2));
    case_free(&loaded);
    scratch_write(folder, "buggy.c", "/* Story. */\nint main(void) { return 0; }\n");
    loads();
    cr_expect_eq(loaded.markers.count, 1, "a marker there is enough");
    case_free(&loaded);
    part_write("parts/queue.c", "int queue; // want rcae\n");
    is_refused("parts/queue.c", 1, "rcae");
}

Test(bug_case, a_source_that_is_missing_or_elsewhere_is_named_with_its_line)
{
    char *outside = alloc_format("%s/outside.c", parent), *link = alloc_format("%s/l.c", folder);
    char *twin = alloc_format("%s/twin.c", folder);

    scratch_write(folder, "case.ini", SAMPLE_INI "\nsources = queue.c\n");
    is_refused("case.ini", 5, "`queue.c` is not in the case's folder");
    scratch_write(parent, "outside.c", "int x;\n");
    cr_assert_eq(symlink(outside, link), 0);
    cr_assert_eq(symlink("buggy.c", twin), 0);
    scratch_write(folder, "case.ini", SAMPLE_INI "sources = l.c\n");
    is_refused("case.ini", 4, "`l.c` is a symbolic link that leads out");
    scratch_write(folder, "case.ini", SAMPLE_INI "sources = twin.c\n");
    is_refused("case.ini", 4, "`twin.c` is compiled anyway");
    scratch_write(folder, "case.ini", SAMPLE_INI "sources = ./buggy.c\n");
    is_refused("case.ini", 4, "is compiled anyway");
    scratch_write_bytes(folder, "queue.c", "int x;\0", 7);
    scratch_write(folder, "case.ini", SAMPLE_INI "sources = queue.c\n");
    is_refused("queue.c", 0, "NUL");
    free(outside);
    free(link);
    free(twin);
}

Test(bug_case, a_folder_that_is_not_there_is_an_error)
{
    cr_expect_eq(case_load("/nonexistent/case", &loaded, &error), -1);
    cr_expect_str_eq(error.file, "/nonexistent/case");
}

Test(bug_case, a_folder_with_any_of_its_files_is_one)
{
    char *other = alloc_format("%s/other", parent);

    cr_expect(case_is_folder(folder));
    scratch_write(other, "README", "");
    cr_expect_not(case_is_folder(other));
    scratch_write(other, "fixed.c", "");
    cr_expect(case_is_folder(other));
    free(other);
}

Test(bug_case, its_story_is_the_comment_and_its_code_what_follows)
{
    const char *source = "\n/* A story\n * of two lines. */\n\n\nint x; /* not this */\n";
    struct case_story story = case_story_find(source);

    cr_expect_eq(story.length, strlen("/* A story\n * of two lines. */"));
    cr_expect_eq(strncmp(story.text, "/* A story", 10), 0);
    cr_expect_eq(strncmp(story.code, "int x;", 6), 0);
    cr_expect_eq(story.code_line, 6);
}

Test(bug_case, a_source_without_a_story_is_all_code)
{
    const char *source = "int x; /* not this */\n";
    struct case_story story = case_story_find(source);

    cr_expect_eq(story.length, 0);
    cr_expect_eq(story.code, source);
    cr_expect_eq(story.code_line, 1);
}
