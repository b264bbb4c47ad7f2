/* What a compiler says that a source includes, and whether that has changed since. */
#include "scratch.h"
#include "system/dependencies.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void says(const char *rule, const char *expected)
{
    struct string_list paths = { 0 };
    char *joined = alloc_copy("");

    dependencies_parse(rule, "/c", &paths);
    for (size_t i = 0; i < paths.count; i++) {
        char *longer = alloc_format("%s[%s]", joined, paths.items[i]);
        free(joined);
        joined = longer;
    }
    cr_expect_str_eq(joined, expected, "`%s`: %s", rule, joined);
    string_list_free(&paths);
    free(joined);
}

Test(dependencies, are_what_follows_the_target)
{
    says("racetrap: /c/main.c\n", "[/c/main.c]");
    says("racetrap: /c/main.c include/a.h \\\n /d/b.h\n", "[/c/main.c][/c/include/a.h][/d/b.h]");
    says("racetrap: /c/main.c \\\n  a.h\n\na.h:\n", "[/c/main.c][/c/a.h]");
    says("racetrap:\n", "");
    says("racetrap: a.h", "[/c/a.h]");
}

Test(dependencies, are_quoted_as_make_wants_it)
{
    says("racetrap: zwei\\ W\xc3\xb6rter.h a\\#b.h c$$d.h e\\f.h\n",
         "[/c/zwei W\xc3\xb6rter.h][/c/a#b.h][/c/c$d.h][/c/e\\f.h]");
}

Test(dependencies, of_another_target_are_none)
{
    says("", "");
    says("main.o: a.h\n", "");
    says("racetraps: a.h\n", "");
}

Test(dependencies, hold_until_one_of_them_changes)
{
    char *folder = scratch_make(), *file = alloc_format("%s/included", folder);
    struct string_list paths = { 0 };
    struct error error;

    scratch_write(folder, "a b.h", "1");
    scratch_write(folder, "c.h", "1");
    string_list_add(&paths, "%s/a b.h", folder);
    string_list_add(&paths, "%s/c.h", folder);
    cr_expect_not(dependencies_hold(file), "there is no such file yet");
    cr_assert_eq(dependencies_write(&paths, file, &error), 0, "%s", error.text);
    cr_expect(dependencies_hold(file));
    scratch_write(folder, "c.h", "2");
    cr_expect_not(dependencies_hold(file));
    scratch_write(folder, "c.h", "1");
    cr_expect(dependencies_hold(file));
    unlink(paths.items[0]);
    cr_expect_not(dependencies_hold(file));
    scratch_write(folder, "included", "no digest\n");
    cr_expect_not(dependencies_hold(file));
    string_list_free(&paths);
    free(file);
    scratch_remove(folder);
}

Test(dependencies, of_what_is_not_there_are_an_error)
{
    char *folder = scratch_make(), *file = alloc_format("%s/included", folder);
    struct string_list paths = { 0 };
    struct error error;

    string_list_add(&paths, "%s/a.h", folder);
    cr_expect_eq(dependencies_write(&paths, file, &error), -1);
    cr_expect_str_eq(error.file, paths.items[0]);
    cr_expect_not(dependencies_hold(file));
    cr_expect_eq(dependencies_read(file, "/", &paths), -1);
    string_list_free(&paths);
    free(file);
    scratch_remove(folder);
}
