/* case.ini's words on building: lists of flags, libraries and sources that stay in the folder. */
#include "case/meta.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* What follows begins on line 4. */
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

TestSuite(meta_build, .init = set_up, .fini = tear_down);

static int text_load(const char *text)
{
    char *whole = alloc_format(HEAD "%s", text);

    error = (struct error){ 0 };
    scratch_write(folder, "case.ini", whole);
    free(whole);
    return meta_load(path, &meta, &error);
}

static void refuses(const char *text, unsigned line, const char *part)
{
    if (text_load(text) == 0) {
        cr_expect(false, "`%s` is taken", text);
        meta_free(&meta);
        return;
    }
    cr_expect_eq(error.code, ERROR_CASE);
    cr_expect_str_eq(error.file, path);
    cr_expect_eq(error.line, line, "`%s`: names line %u: %s", text, error.line, error.text);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
    cr_expect_eq(meta.flags.count + meta.libraries.count + meta.sources.count, 0);
}

static void list_is(const struct string_list *list, const char *expected)
{
    char *joined = alloc_copy("");

    for (size_t i = 0; i < list->count; i++) {
        char *longer = alloc_format("%s[%s]", joined, list->items[i]);
        free(joined);
        joined = longer;
    }
    cr_expect_str_eq(joined, expected);
    free(joined);
}

Test(meta_build, is_empty_where_nothing_is_said)
{
    cr_assert_eq(text_load(""), 0);
    list_is(&meta.flags, "");
    list_is(&meta.libraries, "");
    list_is(&meta.sources, "");
    cr_expect_eq(meta.sources_line, 0);
    meta_free(&meta);
}

Test(meta_build, values_are_separated_by_blanks)
{
    cr_assert_eq(text_load("cflags = -fopenmp  -Iinclude\t-DN=3\nlibs = m rt\n"
                           "sources = queue.c parts/list.cpp\n"),
                 0, "%s", error.text);
    list_is(&meta.flags, "[-fopenmp][-Iinclude][-DN=3]");
    list_is(&meta.libraries, "[m][rt]");
    list_is(&meta.sources, "[queue.c][parts/list.cpp]");
    cr_expect_eq(meta.sources_line, 6);
    meta_free(&meta);
}

Test(meta_build, a_list_goes_on_in_lines_that_begin_with_blanks)
{
    cr_assert_eq(text_load("cflags = -DA\n  -DB -DC\nsources = a.c\n   b.c\n"), 0, "%s",
                 error.text);
    list_is(&meta.flags, "[-DA][-DB][-DC]");
    list_is(&meta.sources, "[a.c][b.c]");
    meta_free(&meta);
    refuses("sources = a.c\n  b.h\n", 5, "`b.h`");
}

Test(meta_build, a_flag_that_is_none_is_named)
{
    refuses("cflags = queue.c\n", 4, "`queue.c` is no flag");
    refuses("cflags = -I include\n", 4, "`-I` lacks its path");
    refuses("cflags = -include config.h\n", 4, "`-include` lacks its path");
    refuses("cflags = -\n", 4, "`-` is no flag");
    refuses("cflags = @flags\n", 4, "`@flags` is no flag");
    refuses("cflags = -lm\n", 4, "`libs = m`");
}

Test(meta_build, a_flag_that_would_spoil_the_build_is_named)
{
    static const char *const flags[] = { "-o", "-c",  "-S", "-E",
                                         "-x", "-MD", "-M", "-fsanitize=address" };

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        char *text = alloc_format("cflags = %s\n", flags[i]);
        refuses(text, 4, "racetrap");
        free(text);
    }
}

Test(meta_build, a_path_that_leads_out_of_the_folder_is_named)
{
    refuses("\ncflags = -DN=1 -I../include\n", 5, "`-I../include` leads out");
    refuses("cflags = -I/usr/include/x\n", 4, "leads out");
    refuses("cflags = -Iinclude/../../x\n", 4, "leads out");
    refuses("cflags = -isystem/usr/x\n", 4, "leads out");
    refuses("cflags = -include../config.h\n", 4, "leads out");
    refuses("cflags = -L..\n", 4, "leads out");
    refuses("sources = ../queue.c\n", 4, "`../queue.c` leads out");
    refuses("sources = a.c /tmp/queue.c\n", 4, "`/tmp/queue.c` leads out");
    refuses("sources = parts/../../queue.c\n", 4, "leads out");
    cr_assert_eq(text_load("cflags = -Ia..b -I. -Iinclude/..x\nsources = ..a.c\n"), 0, "%s",
                 error.text);
    meta_free(&meta);
}

Test(meta_build, a_source_that_is_none_is_named)
{
    refuses("sources = queue.h\n", 4, "`queue.h` is no source file");
    refuses("sources = queue\n", 4, "no source file");
    refuses("sources = .c\n", 4, "no source file");
    refuses("sources = a.c fixed.c\n", 4, "`fixed.c` is one of the two programs");
    refuses("sources = buggy.c\n", 4, "`buggy.c`");
    refuses("sources = a.c b.c a.c\n", 4, "`a.c` is given twice");
}

Test(meta_build, a_library_that_is_none_is_named)
{
    refuses("libs = -lm\n", 4, "`-lm` is a flag");
    refuses("libs = m lib/libx.a\n", 4, "`lib/libx.a` is a path");
}

Test(meta_build, is_said_of_the_case_and_not_of_a_detector)
{
    refuses("[tsan]\ncflags = -DN\n", 5, "unknown key `cflags`");
    refuses("cflags = -DA\ncflags = -DB\n", 5, "`cflags` is given twice");
    refuses("libs =\n", 4, "no value");
}
