/* Whole small files. */
#include "base/file.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder, *path;
static struct error error;

static void set_up(void)
{
    folder = scratch_make();
    path = alloc_format("%s/file", folder);
}

static void tear_down(void)
{
    free(path);
    scratch_remove(folder);
}

TestSuite(file, .init = set_up, .fini = tear_down);

static void holds(const char *expected)
{
    char *text;
    size_t size;

    cr_assert_eq(file_read(path, 1000, &text, &size, &error), 0, "%s", error.text);
    cr_expect_str_eq(text, expected);
    cr_expect_eq(size, strlen(expected));
    free(text);
}

static size_t entries_count(void)
{
    DIR *stream = opendir(folder);
    size_t count = 0;

    for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(stream);
    return count;
}

Test(file, is_read_whole_with_its_nul_bytes)
{
    char *text;
    size_t size;

    scratch_write_bytes(folder, "file", "a\0b\n", 4);
    cr_assert_eq(file_read(path, 4, &text, &size, &error), 0);
    cr_expect_eq(size, 4);
    cr_expect_eq(memcmp(text, "a\0b\n", 5), 0, "and a NUL follows");
    free(text);
}

Test(file, that_is_empty_is_read)
{
    scratch_write(folder, "file", "");
    holds("");
}

Test(file, larger_than_the_limit_is_an_error)
{
    char *text;
    size_t size;

    scratch_write(folder, "file", "12345");
    cr_expect_eq(file_read(path, 4, &text, &size, &error), -1);
    cr_expect_str_eq(error.file, path);
    cr_expect_not_null(strstr(error.text, "4 bytes"));
}

Test(file, that_is_not_there_is_an_error)
{
    char *text;
    size_t size;

    cr_expect_eq(file_read(path, 4, &text, &size, &error), -1);
    cr_expect_eq(error.code, ERROR_SYSTEM);
    cr_expect_str_eq(error.file, path);
    cr_expect_not_null(strstr(error.text, "No such file"));
}

Test(file, that_is_a_folder_is_an_error)
{
    char *text;
    size_t size;

    cr_expect_eq(file_read(folder, 4, &text, &size, &error), -1);
    cr_expect_str_eq(error.file, folder);
}

Test(file, a_draft_is_seen_only_when_it_is_committed)
{
    struct file_draft draft;

    scratch_write(folder, "file", "old");
    cr_assert_eq(file_draft_open(path, &draft, &error), 0);
    fputs("new", draft.stream);
    fflush(draft.stream);
    holds("old");
    cr_assert_eq(file_draft_commit(&draft, &error), 0);
    holds("new");
    cr_expect_eq(entries_count(), 1);
}

Test(file, an_abandoned_draft_leaves_nothing)
{
    struct file_draft draft;

    cr_assert_eq(file_draft_open(path, &draft, &error), 0);
    fputs("new", draft.stream);
    file_draft_abandon(&draft);
    cr_expect_eq(entries_count(), 0);
}

Test(file, a_draft_in_a_missing_folder_is_an_error_with_the_name_it_shall_have)
{
    struct file_draft draft;
    char *deep = alloc_format("%s/missing/file", folder);

    cr_expect_eq(file_draft_open(deep, &draft, &error), -1);
    cr_expect_str_eq(error.file, deep);
    free(deep);
}

Test(file, a_full_disk_is_an_error)
{
    struct file_draft draft;

    cr_assert_eq(file_draft_open("/dev/full", &draft, &error), 0);
    fputs("new", draft.stream);
    cr_expect_eq(file_draft_commit(&draft, &error), -1);
    cr_expect_not_null(strstr(error.text, "No space left"), "%s", error.text);
    cr_expect(file_exists("/dev/full"));
}

Test(file, a_device_is_written_in_place)
{
    struct file_draft draft;

    cr_assert_eq(file_draft_open("/dev/null", &draft, &error), 0);
    fputs("new", draft.stream);
    cr_expect_eq(file_draft_commit(&draft, &error), 0);
    cr_expect(file_exists("/dev/null"));
}

Test(file, folders_are_made_with_their_parents)
{
    char *deep = alloc_format("%s/a/b c/ü", folder);

    cr_assert_eq(file_make_folders(deep, &error), 0, "%s", error.text);
    cr_expect(file_exists(deep));
    cr_expect_eq(file_make_folders(deep, &error), 0, "an existing one is fine");
    free(deep);
}

Test(file, a_file_where_a_folder_shall_be_is_an_error)
{
    char *below = alloc_format("%s/below", path);

    scratch_write(folder, "file", "");
    cr_expect_eq(file_make_folders(below, &error), -1);
    cr_expect_eq(file_make_folders(path, &error), -1);
    free(below);
}

Test(file, a_tree_is_removed_but_not_what_its_links_point_to)
{
    char *tree = alloc_format("%s/tree", folder);
    char *kept = alloc_format("%s/kept", folder);
    char *link = alloc_format("%s/tree/a/link", folder);

    scratch_write(kept, "file", "kept");
    scratch_write(tree, "a/b/file", "gone");
    cr_assert_eq(symlink(kept, link), 0);
    file_remove_tree(tree);
    cr_expect_not(file_exists(tree));
    free(path);
    path = alloc_format("%s/file", kept);
    holds("kept");
    file_remove_tree(tree);
    free(tree);
    free(kept);
    free(link);
}
