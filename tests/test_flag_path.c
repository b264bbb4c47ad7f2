/* Paths in flags are meant from where the command is given. */
#include "cli/flag_path.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder;

static void set_up(void)
{
    char *made = scratch_make();

    folder = realpath(made, NULL);
    free(made);
    cr_assert_eq(chdir(folder), 0);
    scratch_write(folder, "include/a.h", "");
}

static void tear_down(void)
{
    scratch_remove(folder);
}

TestSuite(flag_path, .init = set_up, .fini = tear_down);

/* Each % stands for the folder. */
static void becomes(const char *words, const char *expected)
{
    struct string_list flags = { 0 }, resolved = { 0 };
    char *joined = alloc_copy(""), *copy = alloc_copy(words), *rest = NULL;

    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        string_list_add(&flags, "%s", word);
    }
    flag_paths_resolve(&flags, &resolved);
    for (size_t i = 0; i < resolved.count; i++) {
        const char *at = strstr(resolved.items[i], folder);
        char *longer = at == NULL
                           ? alloc_format("%s[%s]", joined, resolved.items[i])
                           : alloc_format("%s[%.*s%%%s]", joined, (int)(at - resolved.items[i]),
                                          resolved.items[i], at + strlen(folder));
        free(joined);
        joined = longer;
    }
    cr_expect_str_eq(joined, expected, "%s", joined);
    string_list_free(&flags);
    string_list_free(&resolved);
    free(joined);
    free(copy);
}

Test(flag_path, becomes_absolute)
{
    becomes("-Iinclude", "[-I%/include]");
    becomes("-I. -Linclude/.. -DN=1", "[-I%][-L%][-DN=1]");
    becomes("-isystem include -include include/a.h",
            "[-isystem][%/include][-include][%/include/a.h]");
    becomes("-I include include", "[-I][%/include][include]");
}

Test(flag_path, that_leads_nowhere_stays_as_it_is)
{
    becomes("-Inowhere -fopenmp include", "[-Inowhere][-fopenmp][include]");
    becomes("-I", "[-I]");
    flag_paths_resolve(NULL, NULL);
}
