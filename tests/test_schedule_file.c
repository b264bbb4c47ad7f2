/* Recorded schedules: written and read again, and refused where they are not what was written. */
#include "scratch.h"

#include "explore/schedule_file.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *folder, *path;
static struct error error;
static struct schedule_file file;

static void set_up(void)
{
    folder = scratch_make();
    path = alloc_format("%s/it's a schedule", folder);
}

static void tear_down(void)
{
    schedule_file_free(&file);
    free(path);
    scratch_remove(folder);
}

TestSuite(schedule_file, .init = set_up, .fini = tear_down);

static void sample_write(void)
{
    struct schedule_file sample = {
        .program = (char *)"/bin/a b",
        .build_id = (char *)"0123abcd",
        .source = (char *)"/src/queue.c",
        .compiler = (char *)"cc",
        .expect = (char *)"/src/out",
        .strategy = (char *)"random",
        .seed = (char *)"7",
        .mode = (char *)"restore",
        .kind = (char *)"race",
        .schedule = (char *)"0*5 1!*3 ^2 63 1!",
    };

    string_list_add(&sample.arguments, "two\nlines");
    string_list_add(&sample.arguments, "back\\slash\\n");
    string_list_add(&sample.arguments, "%s", "");
    cr_assert_eq(schedule_file_write(&sample, path, &error), 0, "%s", error.text);
    string_list_free(&sample.arguments);
}

static char *sample_text(void)
{
    char *text;
    size_t size;

    sample_write();
    cr_assert_eq(file_read(path, 1 << 20, &text, &size, &error), 0);
    return text;
}

/* Refuses the text, naming this line, and with this in its words. */
static void is_refused(const char *text, unsigned line, const char *part)
{
    struct schedule_file none;

    error = (struct error){ 0 };
    cr_expect_eq(schedule_file_parse(text, strlen(text), "f", &none, &error), -1, "%s", text);
    cr_expect_eq(error.code, ERROR_SCHEDULE);
    cr_expect_eq(error.line, line, "line %u: %s", error.line, error.text);
    cr_expect_str_eq(error.file, "f");
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
}

static char *replaced(const char *old, const char *new)
{
    char *text = sample_text();
    const char *at = strstr(text, old);

    cr_assert_not_null(at, "%s", old);
    char *result = alloc_format("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    free(text);
    return result;
}

static void replaced_is_refused(const char *old, const char *new, unsigned line, const char *part)
{
    char *text = replaced(old, new);

    is_refused(text, line, part);
    free(text);
}

Test(schedule_file, what_was_passed_over_and_what_volatile_means_are_kept)
{
    char *text;
    size_t size;

    sample_write();
    cr_assert_eq(schedule_file_read(path, &file, &error), 0, "%s", error.text);
    cr_expect_null(file.volatile_as);
    cr_expect_eq(file.ignores.count, 0);
    file.volatile_as = alloc_copy("atomic");
    string_list_add(&file.ignores, "race@f");
    string_list_add(&file.ignores, "*@a b.c:3");
    cr_assert_eq(schedule_file_write(&file, path, &error), 0, "%s", error.text);
    schedule_file_free(&file);
    cr_assert_eq(file_read(path, 1 << 20, &text, &size, &error), 0);
    cr_assert_eq(schedule_file_parse(text, size, path, &file, &error), 0, "%s", error.text);
    free(text);
    cr_expect_str_eq(file.volatile_as, "atomic");
    cr_assert_eq(file.ignores.count, 2);
    cr_expect_str_eq(file.ignores.items[1], "*@a b.c:3");
    cr_expect_eq(file.arguments.count, 3);
}

Test(schedule_file, what_is_written_is_read_again)
{
    sample_write();
    cr_assert_eq(schedule_file_read(path, &file, &error), 0, "%u: %s", error.line, error.text);
    cr_expect_str_eq(file.program, "/bin/a b");
    cr_expect_str_eq(file.build_id, "0123abcd");
    cr_expect_str_eq(file.source, "/src/queue.c");
    cr_expect_null(file.variant);
    cr_expect_str_eq(file.compiler, "cc");
    cr_expect_str_eq(file.expect, "/src/out");
    cr_expect_str_eq(file.strategy, "random");
    cr_expect_str_eq(file.seed, "7");
    cr_expect_str_eq(file.mode, "restore");
    cr_expect_str_eq(file.kind, "race");
    cr_expect_str_eq(file.schedule, "0*5 1!*3 ^2 63 1!");
    cr_assert_eq(file.arguments.count, 3);
    cr_expect_str_eq(file.arguments.items[0], "two\nlines");
    cr_expect_str_eq(file.arguments.items[1], "back\\slash\\n");
    cr_expect_str_eq(file.arguments.items[2], "");
}

Test(schedule_file, has_what_is_needed_to_build_it_again)
{
    struct schedule_file sample = { .program = (char *)"/p",
                                    .build_id = (char *)"",
                                    .source = (char *)"/src/a.c",
                                    .strategy = (char *)"random",
                                    .seed = (char *)"7",
                                    .mode = (char *)"restore",
                                    .kind = (char *)"race",
                                    .schedule = (char *)"0" };

    string_list_add(&sample.beside, "/src/b c.cpp");
    string_list_add(&sample.beside, "/src/d.c");
    string_list_add(&sample.flags, "-I/src/my include");
    string_list_add(&sample.libraries, "m");
    cr_assert_eq(schedule_file_write(&sample, path, &error), 0, "%s", error.text);
    string_list_free(&sample.beside);
    string_list_free(&sample.flags);
    string_list_free(&sample.libraries);
    cr_assert_eq(schedule_file_read(path, &file, &error), 0, "%u: %s", error.line, error.text);
    cr_assert_eq(file.beside.count, 2);
    cr_expect_str_eq(file.beside.items[0], "/src/b c.cpp");
    cr_expect_str_eq(file.beside.items[1], "/src/d.c");
    cr_assert_eq(file.flags.count, 1);
    cr_expect_str_eq(file.flags.items[0], "-I/src/my include");
    cr_assert_eq(file.libraries.count, 1);
    cr_expect_str_eq(file.libraries.items[0], "m");
    cr_expect_eq(file.arguments.count, 0);
}

Test(schedule_file, any_other_file_is_refused)
{
    is_refused("", 1, "racetrap-schedule 1");
    is_refused("#!/bin/sh\n", 1, "found `#!/bin/sh`");
    is_refused("racetrap-schedule 2\n", 1, "expected `racetrap-schedule 1`");
}

Test(schedule_file, a_damaged_line_is_named)
{
    replaced_is_refused("kind race", "kind", 10, "found `kind`");
    replaced_is_refused("kind race", "kin race", 10, "one of the words");
    replaced_is_refused("kind race", "mode fork", 10, "once");
    replaced_is_refused("0*5 1", "0*5  x", 11, "expected a schedule");
    replaced_is_refused("0*5 1", "0* 1", 11, "expected a schedule");
    replaced_is_refused("0*5 1", "100 1", 11, "expected a schedule");
    replaced_is_refused("0*5 1", "^ 1", 11, "expected a schedule");
    replaced_is_refused("kind race\n", "", 14, "`kind`");
}

Test(schedule_file, an_edited_line_does_not_fit_the_checksum)
{
    replaced_is_refused("kind race", "kind raze", 15, "damaged or edited");
    replaced_is_refused("0*5 1!", "0*6 1!", 15, "damaged or edited");
}

Test(schedule_file, what_follows_the_checksum_is_refused)
{
    char *text = sample_text();
    char *longer = alloc_format("%skind race\n", text);

    is_refused(longer, 16, "nothing follows");
    free(longer);
    free(text);
}

Test(schedule_file, cut_anywhere_it_is_refused)
{
    char *text = sample_text();

    for (size_t size = 0; size + 1 < strlen(text); size++) {
        struct schedule_file none;
        cr_expect_eq(schedule_file_parse(text, size, "f", &none, &error), -1, "%zu bytes", size);
    }
    free(text);
}

Test(schedule_file, one_of_another_build_is_refused)
{
    sample_write();
    cr_assert_eq(schedule_file_read(path, &file, &error), 0);
    cr_expect_eq(schedule_file_check(&file, path, LAUNCHER, &error), -1);
    cr_expect_eq(error.code, ERROR_SCHEDULE);
    cr_expect_not_null(strstr(error.text, "0123abcd"));
    cr_expect_str_eq(error.file, path);
}
