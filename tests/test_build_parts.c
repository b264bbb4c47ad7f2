/* Programs of several sources, with an author's own flags and libraries, in C and in C++. */
#include "sample.h"
#include "system/build.h"
#include "system/process.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct build_flavour PLAIN = { .name = "plain", .compiler = "cc" };

static char *parent, *programs;
static struct string_list paths, flags, libraries;
static struct error error;

static void set_up(void)
{
    process_use_launcher(LAUNCHER);
    build_use_explorer(EXPLORER);
    parent = scratch_make();
    programs = alloc_format("%s/it's programs", parent);
}

static void tear_down(void)
{
    string_list_free(&paths);
    string_list_free(&flags);
    string_list_free(&libraries);
    free(programs);
    scratch_remove(parent);
}

TestSuite(build_parts, .init = set_up, .fini = tear_down, .timeout = 120);

static void source(const char *name, const char *text)
{
    scratch_write(parent, name, text);
    string_list_add(&paths, "%s/%s", parent, name);
}

/* Builds all sources; NULL: refused. */
static char *program_build(const struct build_flavour *flavour)
{
    const struct build_request wanted = {
        .flavour = flavour, .folder = programs, .flags = &flags, .libraries = &libraries
    };
    char *program = (char *)"untouched";

    error = (struct error){ 0 };
    if (build_sources(&paths, &wanted, &program, &error) != 0) {
        cr_expect_null(program);
        return NULL;
    }
    return program;
}

/* Builds, runs once, and returns the exit status. */
static int ends_with(const struct build_flavour *flavour)
{
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = { .argv = &argv, .timeout = 60, .output_limit = 1000 };
    char *program = program_build(flavour);

    cr_assert_not_null(program, "%s: %s", error.file, error.text);
    string_list_add(&argv, "%s", program);
    cr_assert_eq(process_run(&spec, &result, &error), 0, "%s", error.text);
    int status = result.end == PROCESS_EXITED ? result.code : -1;
    process_result_free(&result);
    string_list_free(&argv);
    free(program);
    return status;
}

static void is_refused(const struct build_flavour *flavour, const char *file, const char *part)
{
    char *path = alloc_format("%s/%s", parent, file), *program = program_build(flavour);

    cr_expect_null(program);
    cr_expect_eq(error.code, ERROR_BUILD);
    cr_expect_str_eq(error.file, path);
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
    free(path);
}

static struct build_flavour explored(const char *compiler)
{
    struct build_flavour flavour;

    cr_assert_eq(build_explored_flavour(compiler, false, &flavour, &error), 0, "%s", error.text);
    return flavour;
}

Test(build_parts, are_linked_into_one_program)
{
    source("main.c", "int five(void);\nint main(void) { return five(); }\n");
    source("five.c", "int five(void);\nint five(void) { return 5; }\n");
    cr_expect_eq(ends_with(&PLAIN), 5);
    char *program = program_build(&PLAIN);
    cr_expect_not_null(strstr(program, "/main.c.plain."), "%s", program);
    cr_expect_eq(build_compiled_count(), 1);
    free(program);
}

Test(build_parts, each_decides_what_program_it_is)
{
    source("main.c", "int five(void);\nint main(void) { return five(); }\n");
    source("five.c", "int five(void);\nint five(void) { return 5; }\n");
    char *first = program_build(&PLAIN);
    scratch_write(parent, "five.c", "int five(void);\nint five(void) { return 6; }\n");
    cr_expect_eq(ends_with(&PLAIN), 6);
    char *second = program_build(&PLAIN);
    cr_expect_str_neq(first, second);
    free(first);
    free(second);
}

Test(build_parts, of_which_one_does_not_compile_are_refused_with_its_name)
{
    source("main.c", "int main(void) { return 0; }\n");
    source("five.c", "int five(void) { return five_and_more; }\n");
    is_refused(&PLAIN, "five.c", "five_and_more");
}

Test(build_parts, that_do_not_fit_together_are_refused)
{
    source("main.c", "int five(void);\nint main(void) { return five(); }\n");
    source("six.c", "int six(void);\nint six(void) { return 6; }\n");
    is_refused(&PLAIN, "main.c", "does not link");
}

Test(build_parts, an_authors_flags_are_taken_and_decide_what_program_it_is)
{
    source("main.c", "#ifndef N\n#define N 1\n#endif\nint main(void) { return N; }\n");
    char *first = program_build(&PLAIN);
    string_list_add(&flags, "-DN=3");
    cr_expect_eq(ends_with(&PLAIN), 3);
    char *second = program_build(&PLAIN);
    cr_expect_str_neq(first, second);
    free(first);
    free(second);
}

Test(build_parts, an_authors_flags_take_no_instrumentation_away)
{
    const struct build_flavour tsan = {
        .name = "tsan", .compiler = "gcc", .flags = { "-fsanitize=thread" }, .need = BINARY_TSAN
    };

    source("main.c", "int x;\nint main(void) { return x++; }\n");
    string_list_add(&flags, "-fno-sanitize=thread");
    cr_expect_eq(ends_with(&tsan), 0);
}

Test(build_parts, a_library_is_linked_and_decides_what_program_it_is)
{
    static const char text[] = "#include <math.h>\n"
                               "int main(int argc, char **argv)\n"
                               "{ (void)argv; return (int)pow(argc + 1.0, 3.0); }\n";

    source("main.c", text);
    is_refused(&PLAIN, "main.c", "pow");
    string_list_add(&libraries, "m");
    cr_expect_eq(ends_with(&PLAIN), 8);
    struct build_flavour flavour = explored("cc");
    char *program = program_build(&flavour);
    cr_expect_not_null(program, "%s", error.text);
    free(program);
}

/* A header anywhere, whose name the source does not say. */
Test(build_parts, a_header_that_has_changed_is_seen_wherever_it_lies)
{
    scratch_write(parent, "include/deep er/part.h", "#include \"../more.inc\"\n");
    scratch_write(parent, "include/more.inc", "#define STATUS 5\n");
    source("main.c", "#include \"deep er/part.h\"\nint main(void) { return STATUS; }\n");
    string_list_add(&flags, "-I%s/include", parent);
    cr_expect_eq(ends_with(&PLAIN), 5);
    cr_expect_eq(ends_with(&PLAIN), 5);
    cr_expect_eq(build_compiled_count(), 1);
    scratch_write(parent, "include/more.inc", "#define STATUS 6\n");
    cr_expect_eq(ends_with(&PLAIN), 6);
    cr_expect_eq(build_compiled_count(), 2);
    struct build_flavour flavour = explored("cc");
    char *first = program_build(&flavour);
    scratch_write(parent, "include/more.inc", "#define STATUS 7\n");
    char *second = program_build(&flavour);
    cr_expect_eq(build_compiled_count(), 4);
    free(first);
    free(second);
}

Test(build_parts, a_header_that_passes_for_the_systems_is_seen_as_well)
{
    scratch_write(parent, "include/part.h", "#define STATUS 5\n");
    source("main.c", "#include <part.h>\nint main(void) { return STATUS; }\n");
    string_list_add(&flags, "-isystem");
    string_list_add(&flags, "%s/include", parent);
    cr_expect_eq(ends_with(&PLAIN), 5);
    scratch_write(parent, "include/part.h", "#define STATUS 6\n");
    cr_expect_eq(ends_with(&PLAIN), 6);
}

Test(build_parts, a_header_that_is_gone_is_an_error_and_no_stale_program)
{
    char *header = alloc_format("%s/part.h", parent);

    scratch_write(parent, "part.h", "#define STATUS 5\n");
    source("main.c", "#include \"part.h\"\nint main(void) { return STATUS; }\n");
    cr_expect_eq(ends_with(&PLAIN), 5);
    cr_assert_eq(unlink(header), 0);
    is_refused(&PLAIN, "main.c", "part.h");
    free(header);
}

/* Undeclared, malloc would be a function that returns an int, and the program would crash. */
Test(build_parts, an_undeclared_function_is_an_error_with_every_compiler_and_flavour)
{
    static const char *const compilers[] = { "gcc", "clang" };

    source("main.c", "int main(void) { char *p = malloc(1); return p == 0; }\n");
    for (size_t i = 0; i < 2; i++) {
        if (!process_can_find(compilers[i])) {
            continue;
        }
        const struct build_flavour plain = { .name = "plain", .compiler = compilers[i] };
        struct build_flavour flavour = explored(compilers[i]);
        is_refused(&plain, "main.c", "main.c:1:");
        is_refused(&plain, "main.c", "malloc");
        is_refused(&flavour, "main.c", "malloc");
    }
}

Test(build_parts, c_plus_plus_is_compiled_and_linked_as_such)
{
    static const char *const compilers[] = { "cc", "gcc", "clang" };
    static const char *const endings[] = { "cc", "cpp", "cxx" };

    for (size_t i = 0; i < 3; i++) {
        char *name = alloc_format("list%zu.%s", i, endings[i]);
        char *cpp = alloc_copy(i == 2 ? "clang++" : i == 1 ? "g++" : "c++");
        if (process_can_find(compilers[i]) && process_can_find(cpp)) {
            struct build_flavour flavour = explored(compilers[i]);
            source("main.c", "int four(void);\nint main(void) { return four(); }\n");
            source(name, "#include <vector>\nextern \"C\" int four()\n"
                         "{ std::vector<int> v{1, 2, 3}; v.push_back(4); return v.back(); }\n");
            const struct build_flavour plain = { .name = "plain", .compiler = compilers[i] };
            cr_expect_eq(ends_with(&plain), 4, "%s", compilers[i]);
            char *program = program_build(&flavour);
            cr_expect_not_null(program, "%s: %s", compilers[i], error.text);
            free(program);
            string_list_free(&paths);
        }
        free(name);
        free(cpp);
    }
}

Test(build_parts, of_a_case_are_built_into_both_programs)
{
    struct bug_case built;
    const struct build_request wanted = { .flavour = &PLAIN, .folder = programs };
    char *folder = alloc_format("%s/a case", parent), *program;

    sample_write(parent, "a case");
    scratch_write(folder, "case.ini",
                  SAMPLE_INI "sources = parts/five.c\ncflags = -DFIVE=5 -Iinclude\nlibs = m\n");
    scratch_write(folder, "include/five.h", "int five(void);\n");
    scratch_write(folder, "parts/five.c", "#include \"five.h\"\nint five(void) { return FIVE; }\n");
    scratch_write(folder, "fixed.c",
                  "/* Why. */\n#include \"five.h\"\nint main(void) { return five() - FIVE; }\n");
    cr_assert_eq(case_load(folder, &built, &error), 0, "%s", error.text);
    for (unsigned v = 0; v < VARIANT_COUNT; v++) {
        cr_assert_eq(build_program(&built, (enum variant)v, &wanted, &program, &error), 0, "%s",
                     error.text);
        free(program);
    }
    case_free(&built);
    free(folder);
}
