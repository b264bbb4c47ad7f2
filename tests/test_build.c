/* Programs from cases: compiled once, never stale, never without what a detector needs. */
#include "sample.h"
#include "system/build.h"
#include "system/process.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct build_flavour PLAIN = { .name = "plain", .compiler = "cc" };
static const struct build_flavour TSAN = {
    .name = "tsan", .compiler = "gcc", .flags = { "-fsanitize=thread" }, .need = BINARY_TSAN
};

static char *parent, *programs;
static struct bug_case built;
static struct error error;

static void set_up(void)
{
    process_use_launcher(LAUNCHER);
    parent = scratch_make();
    programs = alloc_format("%s/programs of Zoë", parent);
    sample_write(parent, "zwei Wörter");
}

static void tear_down(void)
{
    case_free(&built);
    free(programs);
    scratch_remove(parent);
}

TestSuite(build, .init = set_up, .fini = tear_down, .timeout = 120);

static void load(void)
{
    char *folder = alloc_format("%s/zwei Wörter", parent);

    case_free(&built);
    cr_assert_eq(case_load(folder, &built, &error), 0, "%s: %s", error.file, error.text);
    free(folder);
}

static void source_write(const char *name, const char *text)
{
    char *folder = alloc_format("%s/zwei Wörter", parent);

    scratch_write(folder, name, text);
    free(folder);
}

static struct build_request request(const struct build_flavour *flavour)
{
    return (struct build_request){ .flavour = flavour, .folder = programs };
}

static char *builds(enum variant variant, const struct build_flavour *flavour)
{
    const struct build_request wanted = request(flavour);
    char *program = NULL;

    cr_assert_eq(build_program(&built, variant, &wanted, &program, &error), 0, "%s: %s", error.file,
                 error.text);
    cr_assert_not_null(program);
    return program;
}

static void is_refused(const struct build_flavour *flavour, const char *part)
{
    const struct build_request wanted = request(flavour);
    char *program = (char *)"untouched";

    error = (struct error){ 0 };
    cr_expect_eq(build_program(&built, VARIANT_BUGGY, &wanted, &program, &error), -1);
    cr_expect_eq(error.code, ERROR_BUILD);
    cr_expect_null(program);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
}

static int exit_status(const char *program)
{
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = { .argv = &argv, .timeout = 60, .output_limit = 1000 };

    string_list_add(&argv, "%s", program);
    cr_assert_eq(process_run(&spec, &result, &error), 0, "%s", error.text);
    int status = result.end == PROCESS_EXITED ? result.code : -1;
    process_result_free(&result);
    string_list_free(&argv);
    return status;
}

Test(build, a_program_runs_from_a_path_with_blanks_and_umlauts)
{
    load();
    char *program = builds(VARIANT_BUGGY, &PLAIN);
    cr_expect_eq(exit_status(program), 0);
    cr_expect_eq(strncmp(program, programs, strlen(programs)), 0);
    free(program);
}

Test(build, a_second_time_compiles_nothing)
{
    load();
    char *first = builds(VARIANT_BUGGY, &PLAIN);
    cr_expect_eq(build_compiled_count(), 1);
    load();
    char *second = builds(VARIANT_BUGGY, &PLAIN);
    cr_expect_eq(build_compiled_count(), 1);
    cr_expect_str_eq(first, second);
    free(first);
    free(second);
}

Test(build, a_changed_source_is_compiled_anew)
{
    load();
    char *first = builds(VARIANT_FIXED, &PLAIN);
    source_write("fixed.c", "/* Why. */\nint main(void) { return 9; }\n");
    load();
    char *second = builds(VARIANT_FIXED, &PLAIN);
    cr_expect_eq(build_compiled_count(), 2);
    cr_expect_str_neq(first, second);
    cr_expect_eq(exit_status(first), 0);
    cr_expect_eq(exit_status(second), 9);
    free(first);
    free(second);
}

Test(build, a_changed_header_beside_it_is_compiled_anew)
{
    source_write("part.h", "#define STATUS 5\n");
    source_write("fixed.c", "/* Why. */\n#include \"part.h\"\nint main(void) { return STATUS; }\n");
    load();
    char *program = builds(VARIANT_FIXED, &PLAIN);
    cr_expect_eq(exit_status(program), 5);
    free(program);
    source_write("part.h", "#define STATUS 6\n");
    program = builds(VARIANT_FIXED, &PLAIN);
    cr_expect_eq(exit_status(program), 6);
    free(program);
}

Test(build, variants_and_flavours_are_programs_of_their_own)
{
    const struct build_flavour optimised = { .name = "plain",
                                             .compiler = "cc",
                                             .flags = { "-O1" } };

    load();
    char *some[] = { builds(VARIANT_BUGGY, &PLAIN), builds(VARIANT_FIXED, &PLAIN),
                     builds(VARIANT_BUGGY, &TSAN), builds(VARIANT_BUGGY, &optimised) };
    cr_expect_eq(build_compiled_count(), 4);
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = i + 1; j < 4; j++) {
            cr_expect_str_neq(some[i], some[j]);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        free(some[i]);
    }
}

Test(build, what_does_not_compile_is_refused_with_the_compilers_words)
{
    source_write("buggy.c", "/* Story. */\nint main(void) { return undeclared; } // want race\n");
    load();
    is_refused(&PLAIN, "undeclared");
    cr_expect_str_eq(error.file, built.source_path[VARIANT_BUGGY]);
    cr_expect_not_null(strstr(error.text, "buggy.c:2:"));
    cr_expect_eq(build_compiled_count(), 0);
}

Test(build, what_does_not_compile_is_refused_again)
{
    source_write("buggy.c", "/* Story. */\nint main(void) { return undeclared; } // want race\n");
    load();
    is_refused(&PLAIN, "undeclared");
    is_refused(&PLAIN, "undeclared");
}

Test(build, a_program_without_instrumentation_is_refused_where_it_is_needed)
{
    const struct build_flavour disarmed = { .name = "tsan",
                                            .compiler = "gcc",
                                            .need = BINARY_TSAN };
    const struct build_flavour linked_only = { .name = "tsan",
                                               .compiler = "gcc",
                                               .flags = { "-fsanitize=thread",
                                                          "-fno-sanitize=thread", "-ltsan" },
                                               .need = BINARY_TSAN };

    load();
    is_refused(&disarmed, "not instrumented");
    is_refused(&linked_only, "not instrumented");
    is_refused(&disarmed, "not instrumented");
}

Test(build, an_instrumented_program_is_refused_where_it_must_be_plain)
{
    const struct build_flavour armed = { .name = "plain",
                                         .compiler = "gcc",
                                         .flags = { "-fsanitize=thread" } };
    const struct build_flavour address = { .name = "plain",
                                           .compiler = "gcc",
                                           .flags = { "-fsanitize=address" } };

    load();
    is_refused(&armed, "instrumented by a sanitizer");
    is_refused(&address, "instrumented by a sanitizer");
}

Test(build, a_static_program_is_refused)
{
    const struct build_flavour fixed = { .name = "plain",
                                         .compiler = "cc",
                                         .flags = { "-static" } };

    load();
    is_refused(&fixed, "statically");
}

Test(build, a_program_without_debug_information_is_refused)
{
    const struct build_flavour stripped = { .name = "plain", .compiler = "cc", .flags = { "-s" } };

    load();
    is_refused(&stripped, "debug information");
}

Test(build, a_compiler_that_is_not_there_is_an_error)
{
    const struct build_flavour missing = { .name = "none", .compiler = "racetrap-no-compiler" };
    const struct build_request wanted = request(&missing);
    char *program = NULL;

    load();
    cr_expect_eq(build_program(&built, VARIANT_BUGGY, &wanted, &program, &error), -1);
    cr_expect_eq(error.code, ERROR_SYSTEM);
    cr_expect_str_eq(error.file, "racetrap-no-compiler");
}

static void *build_it(void *program)
{
    const struct build_request wanted = request(&PLAIN);
    struct error failure;

    if (build_program(&built, VARIANT_BUGGY, &wanted, program, &failure) != 0) {
        *(char **)program = NULL;
    }
    return NULL;
}

Test(build, many_at_once_compile_one_program_once)
{
    enum { COUNT = 6 };
    pthread_t threads[COUNT];
    char *made[COUNT];

    load();
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(pthread_create(&threads[i], NULL, build_it, &made[i]), 0);
    }
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(pthread_join(threads[i], NULL), 0);
        cr_assert_not_null(made[i]);
        cr_expect_str_eq(made[i], made[0]);
    }
    cr_expect_eq(build_compiled_count(), 1);
    for (int i = 0; i < COUNT; i++) {
        free(made[i]);
    }
}

static struct build_flavour explored(const char *compiler)
{
    struct build_flavour flavour;

    build_use_explorer(EXPLORER);
    cr_assert_eq(build_explored_flavour(compiler, false, &flavour, &error), 0, "%s", error.text);
    return flavour;
}

Test(build, an_explored_program_is_linked_with_the_explorer)
{
    static const char *const compilers[] = { "gcc", "clang" };

    load();
    for (size_t i = 0; i < 2; i++) {
        if (!process_can_find(compilers[i])) {
            continue;
        }
        struct build_flavour flavour = explored(compilers[i]);
        char *program = builds(VARIANT_BUGGY, &flavour);
        cr_expect_eq(binary_check(program, BINARY_EXPLORE, &error), 0, "%s", error.text);
        free(program);
    }
}

/* Builds one file for exploring, and reads its build id. */
static void one_build(const char *name, const char *folder, char id[BINARY_ID_MAX])
{
    struct build_flavour flavour = explored("cc");
    struct build_request wanted = { .flavour = &flavour, .folder = folder };
    struct string_list paths = { 0 };
    char *program;

    string_list_add(&paths, "%s/%s", parent, name);
    cr_assert_eq(build_sources(&paths, &wanted, &program, &error), 0, "%s", error.text);
    cr_assert_eq(binary_build_id(program, id, &error), 0);
    string_list_free(&paths);
    free(program);
}

Test(build, volatile_accesses_can_be_told_from_others_where_that_is_asked_for)
{
    static const char *const compilers[] = { "gcc", "clang" };
    struct string_list paths = { 0 };
    char *program;

    string_list_add(&paths, "%s/one.c", parent);
    scratch_write(parent, "one.c", "volatile int one;\nint main(void) { return one; }\n");
    for (size_t i = 0; i < 4; i++) {
        struct build_flavour flavour;
        const struct build_request request = { .flavour = &flavour, .folder = programs };
        bool wanted = i % 2 == 1, tells = !wanted;
        if (!process_can_find(compilers[i / 2])) {
            continue;
        }
        build_use_explorer(EXPLORER);
        cr_assert_eq(build_explored_flavour(compilers[i / 2], wanted, &flavour, &error), 0);
        cr_assert_eq(build_sources(&paths, &request, &program, &error), 0, "%s", error.text);
        cr_assert_eq(binary_tells_volatile(program, &tells, &error), 0, "%s", error.text);
        cr_expect_eq(tells, wanted, "%s", program);
        free(program);
    }
    string_list_free(&paths);
}

Test(build, an_explored_program_has_a_build_id_that_its_source_decides)
{
    char first[BINARY_ID_MAX], second[BINARY_ID_MAX];
    char *other = alloc_format("%s/other", parent);

    scratch_write(parent, "one.c", "int main(void) { return 0; }\n");
    one_build("one.c", programs, first);
    cr_expect_gt(strlen(first), 15);
    cr_assert_eq(chdir("/"), 0);
    one_build("one.c", other, second);
    cr_expect_str_eq(first, second, "built elsewhere it is the same");
    scratch_write(parent, "one.c", "int main(void) { return 1; }\n");
    one_build("one.c", programs, second);
    cr_expect_str_neq(first, second);
    free(other);
}

Test(build, what_cannot_be_explored_is_told_how_to_build)
{
    load();
    char *plain = builds(VARIANT_BUGGY, &PLAIN), *tsan = builds(VARIANT_BUGGY, &TSAN);
    cr_expect_eq(binary_check(plain, BINARY_EXPLORE, &error), -1);
    cr_expect_not_null(strstr(error.text, "not instrumented"));
    cr_expect_not_null(strstr(error.text, "-lracetrap_explore"));
    cr_expect_eq(binary_check(tsan, BINARY_EXPLORE, &error), -1);
    cr_expect_not_null(strstr(error.text, "libtsan"));
    cr_expect_not_null(strstr(error.text, "-lracetrap_explore"));
    scratch_write(parent, "script", "#!/bin/sh\n");
    char *script = alloc_format("%s/script", parent);
    cr_expect_eq(binary_check(script, BINARY_EXPLORE, &error), -1);
    cr_expect_not_null(strstr(error.text, "is no ELF program"));
    free(script);
    free(plain);
    free(tsan);
}
