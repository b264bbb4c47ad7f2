/* Which folders are cases, and which of them are selected. */
#include "case/corpus.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *parent;
static struct string_list folders, arguments;
static struct corpus corpus;
static struct error error;

/* Two folders of cases: `here` has deadlock, lost-update and lost-wakeup, `there` has other. */
static void set_up(void)
{
    parent = scratch_make();
    sample_write(parent, "here/lost-wakeup");
    sample_write(parent, "here/deadlock");
    sample_write(parent, "here/lost-update");
    sample_write(parent, "there/other");
    string_list_add(&folders, "%s/here", parent);
}

static void tear_down(void)
{
    string_list_free(&folders);
    string_list_free(&arguments);
    corpus_free(&corpus);
    scratch_remove(parent);
}

TestSuite(corpus, .init = set_up, .fini = tear_down);

/* The names that are selected, in order, each with a blank before it. */
static void selects(const char *expected)
{
    char *names = alloc_copy("");

    cr_assert_eq(corpus_select(&folders, &arguments, &corpus, &error), 0, "%s", error.text);
    for (size_t i = 0; i < corpus.count; i++) {
        char *longer = alloc_format("%s %s", names, corpus.entries[i].name);
        free(names);
        names = longer;
    }
    cr_expect_str_eq(names, expected);
    free(names);
}

Test(corpus, everything_is_selected_by_name_where_nothing_is_asked_for)
{
    selects(" deadlock lost-update lost-wakeup");
}

Test(corpus, files_and_hidden_folders_are_no_cases)
{
    scratch_write(parent, "here/README.md", "");
    sample_write(parent, "here/.git");
    selects(" deadlock lost-update lost-wakeup");
}

Test(corpus, a_name_selects_one)
{
    string_list_add(&arguments, "lost-update");
    selects(" lost-update");
}

Test(corpus, a_glob_selects_those_that_match_whole)
{
    string_list_add(&arguments, "lost-*");
    selects(" lost-update lost-wakeup");
}

Test(corpus, a_part_of_a_name_selects_nothing)
{
    string_list_add(&arguments, "lost");
    cr_expect_eq(corpus_select(&folders, &arguments, &corpus, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
    cr_expect_not_null(strstr(error.text, "`lost`"));
}

Test(corpus, an_argument_that_selects_nothing_fails_beside_one_that_does)
{
    string_list_add(&arguments, "deadlock");
    string_list_add(&arguments, "livelock");
    cr_expect_eq(corpus_select(&folders, &arguments, &corpus, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
    cr_expect_not_null(strstr(error.text, "`livelock`"));
    cr_expect_eq(corpus.count, 0);
}

Test(corpus, a_case_asked_for_twice_is_there_once)
{
    string_list_add(&arguments, "deadlock");
    string_list_add(&arguments, "dead*");
    string_list_add(&arguments, "%s/here/deadlock/", parent);
    string_list_add(&arguments, "%s/there/../here/deadlock", parent);
    selects(" deadlock");
}

Test(corpus, the_path_of_a_case_selects_it)
{
    string_list_add(&arguments, "%s/there/other", parent);
    selects(" other");
}

Test(corpus, the_path_of_a_folder_of_cases_selects_all_in_it)
{
    string_list_add(&arguments, "%s/here/", parent);
    selects(" deadlock lost-update lost-wakeup");
}

Test(corpus, a_dot_is_a_path)
{
    char *place = alloc_format("%s/there/other", parent);

    cr_assert_eq(chdir(place), 0);
    string_list_add(&arguments, ".");
    selects(" other");
    free(place);
}

Test(corpus, a_name_means_a_case_before_a_folder_right_here)
{
    char *place = alloc_format("%s/there", parent);

    sample_write(parent, "there/deadlock");
    cr_assert_eq(chdir(place), 0);
    string_list_add(&arguments, "deadlock");
    string_list_add(&arguments, "other");
    selects(" deadlock other");
    cr_expect_not_null(strstr(corpus.entries[0].folder, "/here/deadlock"));
    free(place);
}

Test(corpus, all_folders_are_searched)
{
    string_list_add(&folders, "%s/there", parent);
    selects(" deadlock lost-update lost-wakeup other");
}

Test(corpus, a_folder_that_is_itself_a_case_is_one)
{
    string_list_add(&folders, "%s/there/other", parent);
    string_list_add(&arguments, "o*");
    selects(" other");
}

Test(corpus, a_broken_case_stays_beside_good_ones)
{
    sample_remove(parent, "here/lost-update/fixed.c");
    selects(" deadlock lost-update lost-wakeup");
    cr_expect_null(corpus.entries[0].broken);
    cr_assert_not_null(corpus.entries[1].broken);
    cr_expect_not_null(strstr(corpus.entries[1].broken->file, "lost-update/fixed.c"));
    cr_expect_null(corpus.entries[2].broken);
    cr_expect_str_eq(corpus.entries[2].loaded.name, "lost-wakeup");
}

Test(corpus, a_folder_without_any_file_of_a_case_is_a_broken_one)
{
    scratch_write(parent, "here/empty/README", "");
    string_list_add(&arguments, "empty");
    selects(" empty");
    cr_assert_not_null(corpus.entries[0].broken);
}

Test(corpus, a_folder_of_cases_that_is_not_there_is_an_error)
{
    string_list_free(&folders);
    string_list_add(&folders, "%s/nowhere", parent);
    cr_expect_eq(corpus_select(&folders, &arguments, &corpus, &error), -1);
    cr_expect_not_null(strstr(error.file, "/nowhere"));
}

Test(corpus, an_empty_folder_of_cases_is_an_error)
{
    scratch_write(parent, "bare/README", "");
    string_list_free(&folders);
    string_list_add(&folders, "%s/bare", parent);
    cr_expect_eq(corpus_select(&folders, &arguments, &corpus, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
}

Test(corpus, a_path_may_have_blanks_and_umlauts)
{
    sample_write(parent, "zwei Wörter/mit Ümlaut");
    string_list_add(&arguments, "%s/zwei Wörter", parent);
    selects(" mit Ümlaut");
    cr_expect_null(corpus.entries[0].broken);
}
