/* Entries of --ignore: what they say, and which code they mean. */
#include "scratch.h"

#include "explore/known_finding.h"
#include "system/process.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct known_findings known;
static struct error error;
static char *folder;

static void set_up(void)
{
    process_use_launcher(LAUNCHER);
    folder = scratch_make();
}

static void tear_down(void)
{
    known_findings_free(&known);
    scratch_remove(folder);
}

TestSuite(known_finding, .init = set_up, .fini = tear_down, .timeout = 60);

static const struct known_finding *added(const char *text)
{
    cr_assert_eq(known_findings_add(&known, text, NULL, 0, &error), 0, "%s", error.text);
    return &known.items[known.count - 1];
}

static void is_refused(const char *text, const char *part)
{
    size_t count = known.count;

    cr_expect_eq(known_findings_add(&known, text, NULL, 0, &error), -1, "%s", text);
    cr_expect_eq(error.code, ERROR_USAGE);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
    cr_expect_eq(known.count, count);
}

Test(known_finding, a_kind_alone_is_known_anywhere)
{
    const struct known_finding *entry = added("thread-leak");

    cr_expect_str_eq(entry->kind, "thread-leak");
    cr_expect_null(entry->function);
    cr_expect_null(entry->file);
}

Test(known_finding, a_place_is_a_function_or_a_line)
{
    cr_expect_str_eq(added("race@log_write")->function, "log_write");
    cr_expect_str_eq(added("*@queue::push")->function, "queue::push");
    cr_expect_str_eq(added("*@queue::push")->kind, "*");
    const struct known_finding *entry = added("race@src/queue.c:17");
    cr_expect_null(entry->function);
    cr_expect_str_eq(entry->file, "src/queue.c");
    cr_expect_eq(entry->line, 17);
    cr_expect_str_eq(entry->text, "race@src/queue.c:17");
}

Test(known_finding, what_is_no_entry_is_refused_and_told_why)
{
    is_refused("rase", "--ignore rase: `rase` is no kind of finding; there are crash, ");
    is_refused("rase", "thread-leak, and * for all of them");
    is_refused("", "`` is no kind");
    is_refused("race:f", "`race:f` is no kind");
    is_refused("race@", "FUNCTION or a FILE:LINE is expected");
    is_refused("race@f\ncrash", "more than one line");
}

static char *file_make(const char *text)
{
    scratch_write(folder, "known", text);
    return alloc_format("%s/known", folder);
}

Test(known_finding, a_file_has_one_a_line_and_comments)
{
    char *path = file_make("# what is known\n\n  race@f   # since long\n\tcrash\t\n*@a b.c:3");

    cr_assert_eq(known_findings_read(&known, path, &error), 0, "%s", error.text);
    cr_assert_eq(known.count, 3);
    cr_expect_str_eq(known.items[0].text, "race@f");
    cr_expect_str_eq(known.items[1].text, "crash");
    cr_expect_str_eq(known.items[2].file, "a b.c");
    free(path);
}

Test(known_finding, a_mistake_in_a_file_is_told_with_its_line)
{
    char *path = file_make("race\n# fine\nrase@f\n");

    cr_expect_eq(known_findings_read(&known, path, &error), -1);
    cr_expect_str_eq(error.file, path);
    cr_expect_eq(error.line, 3);
    free(path);
    cr_expect_eq(known_findings_read(&known, "/nowhere/known", &error), -1);
}

static const char SOURCE[] = "volatile int total;\n"
                             "static int twice(int number) { total++; return number * 2; }\n"
                             "void add(int number)\n"
                             "{\n"
                             "    total += twice(number);\n"
                             "    total += 1;\n"
                             "}\n"
                             "int main(void)\n"
                             "{\n"
                             "    add(1);\n"
                             "    return total - 3;\n"
                             "}\n";

/* Built with these words; returns its path. */
static char *program_build(const char *compiler, const char *word, const char *other)
{
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = {
        .argv = &argv, .folder = folder, .timeout = 60, .output_limit = 10000
    };
    const char *const words[] = { compiler, word, other, "counts.c", "-o", "counts" };

    scratch_write(folder, "counts.c", SOURCE);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        string_list_add(&argv, "%s", words[i]);
    }
    cr_assert_eq(process_run(&spec, &result, &error), 0, "%s", error.text);
    cr_assert_eq(result.code, 0, "%s", result.err.text);
    process_result_free(&result);
    string_list_free(&argv);
    return alloc_format("%s/counts", folder);
}

/* How many bytes of code the last entry stands for, or 0: it cannot be resolved. */
static unsigned long code_of(const char *program, const char *entry)
{
    unsigned long begin, end, size = 0;
    char *text, *rest;

    known_findings_free(&known);
    added(entry);
    if (known_findings_resolve(&known, program, &text, &error) != 0) {
        cr_expect_null(text);
        return 0;
    }
    char *name = alloc_format(" = %s\n", entry);
    cr_expect(strstr(text, name) != NULL, "%s", text);
    for (char *at = strchr(text, ' '); at[1] != '='; at = rest) {
        begin = strtoul(at + 1, &rest, 16);
        end = strtoul(rest + 1, &rest, 16);
        cr_expect_lt(begin, end, "%s", text);
        size = end - begin > size ? end - begin : size;
    }
    free(name);
    free(text);
    return size;
}

static void all_is_found(char *program)
{
    unsigned long whole = code_of(program, "race@add"), part = code_of(program, "race@counts.c:6");
    char *absolute = alloc_format("race@%s/counts.c:5", folder);

    cr_expect_gt(part, 0);
    cr_expect_gt(whole, part);
    cr_expect_gt(code_of(program, absolute), 0);
    cr_expect_gt(code_of(program, "race@./counts.c:5"), 0);
    cr_expect_gt(code_of(program, "race@twice"), 0);
    cr_expect_eq(code_of(program, "race@number"), 0);
    cr_expect_str_eq(error.text,
                     "--ignore race@number: the program has no function `number` of its own");
    cr_expect_eq(code_of(program, "race@counts.c:1"), 0);
    cr_expect_str_eq(error.text,
                     "--ignore race@counts.c:1: there is no code at line 1 of counts.c");
    cr_expect_eq(code_of(program, "race@unts.c:6"), 0);
    cr_expect(strstr(error.text, "the program has no file unts.c") != NULL, "%s", error.text);
    free(absolute);
    free(program);
}

Test(known_finding, functions_and_lines_are_found_in_gccs_program)
{
    all_is_found(program_build("gcc", "-g", "-O0"));
}

Test(known_finding, and_where_it_lies_at_a_fixed_address)
{
    all_is_found(program_build("gcc", "-g", "-no-pie"));
}

Test(known_finding, and_in_clangs)
{
    if (!process_can_find("clang")) {
        cr_skip_test("clang is missing");
    }
    all_is_found(program_build("clang", "-g", "-O0"));
}

Test(known_finding, a_function_that_was_inlined_is_where_it_was_put)
{
    char *program = program_build("gcc", "-g", "-O2");

    cr_expect_gt(code_of(program, "race@twice"), 0, "%s", error.text);
    free(program);
}

Test(known_finding, without_debug_information_there_are_functions)
{
    char *program = program_build("gcc", "-g0", "-O0");

    cr_expect_gt(code_of(program, "race@add"), 0);
    cr_expect_eq(code_of(program, "race@counts.c:5"), 0);
    cr_expect(strstr(error.text, "no debug information") != NULL, "%s", error.text);
    free(program);
}

Test(known_finding, nothing_known_is_no_text)
{
    char *text;

    cr_assert_eq(known_findings_resolve(&known, "/nowhere", &text, &error), 0);
    cr_expect_null(text);
}
