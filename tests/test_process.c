/* Children: how they end, what is kept of them, and that nothing of them is left. */
#include "base/alloc.h"
#include "child.h"
#include "scratch.h"
#include "system/process.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

TestSuite(process, .init = child_set_up, .fini = child_tear_down, .timeout = 120);

Test(process, an_exit_status_arrives)
{
    struct process_result result = child_run("exit 7");

    cr_expect_eq(result.end, PROCESS_EXITED);
    cr_expect_eq(result.code, 7);
    process_result_free(&result);
}

Test(process, its_process_id_arrives)
{
    struct process_result result = child_run("echo $$; (exec true); exit 7");

    cr_expect_gt(result.pid, 1);
    cr_expect_eq(result.pid, atoi(result.out.text));
    process_result_free(&result);
}

Test(process, a_signal_arrives)
{
    struct process_result result = child_run("kill -SEGV $$");

    cr_expect_eq(result.end, PROCESS_SIGNALLED);
    cr_expect_eq(result.code, SIGSEGV);
    process_result_free(&result);
}

Test(process, signals_are_not_blocked_in_the_program)
{
    static const char *const names[] = { "TERM", "INT", "CHLD", "PIPE", "HUP" };
    static const int numbers[] = { SIGTERM, SIGINT, 0, SIGPIPE, SIGHUP };

    for (size_t i = 0; i < 5; i++) {
        struct process_result result = child_run("kill -$1 $$; exit 0", names[i]);
        cr_expect_eq(result.end, numbers[i] == 0 ? PROCESS_EXITED : PROCESS_SIGNALLED, "%s",
                     names[i]);
        cr_expect_eq(result.code, numbers[i], "%s", names[i]);
        process_result_free(&result);
    }
}

Test(process, both_outputs_are_kept_apart)
{
    struct process_result result = child_run("echo out; echo err >&2");

    cr_expect_str_eq(result.out.text, "out\n");
    cr_expect_str_eq(result.err.text, "err\n");
    cr_expect_eq(result.out.size, 4);
    cr_expect_not(result.out.capped || result.err.capped);
    process_result_free(&result);
}

Test(process, output_may_have_nul_bytes)
{
    struct process_result result = child_run("printf 'a\\000b'");

    cr_expect_eq(result.out.size, 3);
    cr_expect_eq(memcmp(result.out.text, "a\0b", 4), 0);
    process_result_free(&result);
}

Test(process, stdin_is_empty)
{
    struct process_result result = child_run("cat; echo end");

    cr_expect_str_eq(result.out.text, "end\n");
    process_result_free(&result);
}

Test(process, arguments_arrive_as_they_are)
{
    struct process_result result =
        child_run("printf '<%s>' \"$@\"", "two words", "", "a'b\"c", "Zähler %s");

    cr_expect_str_eq(result.out.text, "<two words><><a'b\"c><Zähler %s>");
    process_result_free(&result);
}

Test(process, runs_in_the_folder_it_is_told)
{
    char *folder = scratch_make();

    child_spec.folder = folder;
    struct process_result result = child_run("pwd -P");
    char *real = realpath(folder, NULL);
    char *expected = alloc_format("%s\n", real);
    cr_expect_str_eq(result.out.text, expected);
    process_result_free(&result);
    scratch_remove(folder);
    free(expected);
    free(real);
}

Test(process, a_variable_replaces_ours_and_only_that)
{
    struct string_list environment = { 0 };

    setenv("RACETRAP_A", "ours", 1);
    setenv("RACETRAP_AB", "kept", 1);
    string_list_add(&environment, "RACETRAP_A=theirs");
    string_list_add(&environment, "RACETRAP_NEW=x=y");
    child_spec.environment = &environment;
    struct process_result result = child_run("env | grep ^RACETRAP_ | sort");
    cr_expect_str_eq(result.out.text, "RACETRAP_A=theirs\nRACETRAP_AB=kept\nRACETRAP_NEW=x=y\n");
    cr_expect_str_eq(getenv("RACETRAP_A"), "ours");
    process_result_free(&result);
    string_list_free(&environment);
}

Test(process, a_program_that_is_not_there_is_an_error_with_its_name)
{
    struct error error = { 0 };
    struct process_result result;
    struct string_list argv = { 0 };

    string_list_add(&argv, "racetrap-no-such-program");
    child_spec.argv = &argv;
    cr_expect_eq(process_run(&child_spec, &result, &error), -1);
    cr_expect_eq(error.code, ERROR_SYSTEM);
    cr_expect_str_eq(error.file, "racetrap-no-such-program");
    cr_expect_not_null(strstr(error.text, "No such file"));
    string_list_free(&argv);
}

Test(process, a_launcher_that_is_not_there_is_an_error_with_its_name)
{
    struct error error = { 0 };
    struct process_result result;
    struct string_list argv = { 0 };

    process_use_launcher("/nonexistent/racetrap-launch");
    string_list_add(&argv, "true");
    child_spec.argv = &argv;
    cr_expect_eq(process_run(&child_spec, &result, &error), -1);
    cr_expect_eq(error.code, ERROR_SYSTEM);
    cr_expect_not_null(strstr(error.file, "/nonexistent/racetrap-launch"));
    string_list_free(&argv);
}

Test(process, output_up_to_the_limit_is_kept)
{
    child_spec.output_limit = 1000;
    struct process_result result = child_run("head -c 1000 /dev/zero | tr '\\0' x; exit 3");
    cr_expect_eq(result.end, PROCESS_EXITED);
    cr_expect_eq(result.code, 3);
    cr_expect_eq(result.out.size, 1000);
    cr_expect_not(result.out.capped);
    process_result_free(&result);
}

Test(process, output_beyond_the_limit_ends_it)
{
    child_spec.output_limit = 100000;
    struct process_result result = child_run("yes");
    cr_expect_eq(result.end, PROCESS_OUTPUT_LIMIT);
    cr_expect_eq(result.out.size, 100000);
    cr_expect(result.out.capped);
    cr_expect_not(result.err.capped);
    process_result_free(&result);
}

Test(process, stderr_beyond_the_limit_ends_it_too)
{
    child_spec.output_limit = 5000;
    struct process_result result = child_run("yes >&2");
    cr_expect_eq(result.end, PROCESS_OUTPUT_LIMIT);
    cr_expect_eq(result.err.size, 5000);
    cr_expect(result.err.capped);
    process_result_free(&result);
}

Test(process, memory_beyond_the_limit_ends_it)
{
    child_spec.memory_limit = 64 << 20;
    struct process_result result = child_run("ulimit -v 4000000; exec tail /dev/zero");
    cr_expect_eq(result.end, PROCESS_MEMORY_LIMIT, "it %d with %d", result.end, result.code);
    process_result_free(&result);
}

Test(process, memory_of_its_children_counts)
{
    child_spec.memory_limit = 64 << 20;
    struct process_result result =
        child_run("ulimit -v 4000000; (tail /dev/zero | cat) & wait; exit 0");
    cr_expect_eq(result.end, PROCESS_MEMORY_LIMIT, "it %d with %d", result.end, result.code);
    process_result_free(&result);
}

Test(process, memory_within_the_limit_does_not_end_it)
{
    child_spec.memory_limit = (size_t)1 << 30;
    struct process_result result = child_run("head -c 20000000 /dev/zero | tail | wc -c");
    cr_expect_eq(result.end, PROCESS_EXITED);
    cr_expect_str_eq(result.out.text, "20000000\n");
    process_result_free(&result);
}

Test(process, one_that_closes_its_outputs_is_waited_for)
{
    child_spec.output_limit = 100;
    struct process_result result = child_run("exec >&- 2>&-; cat /dev/zero | head -c 9000000 | "
                                             "wc -c | grep -q 9000000 && exit 4");
    cr_expect_eq(result.end, PROCESS_EXITED);
    cr_expect_eq(result.code, 4);
    process_result_free(&result);
}

Test(process, the_launchers_channel_is_closed_in_the_program)
{
    struct process_result result = child_run("test ! -e /proc/$$/fd/3");

    cr_expect_eq(result.code, 0);
    process_result_free(&result);
}

Test(process, addresses_are_not_randomised_unless_it_says_so)
{
    struct process_result result = child_run("cat /proc/self/personality");
    unsigned long persona = strtoul(result.out.text, NULL, 16);

    cr_expect_eq((persona & 0x0040000) == 0, result.randomised, "%lx", persona);
    process_result_free(&result);
}

Test(process, it_writes_no_core_file)
{
    struct process_result result = child_run("ulimit -c");

    cr_expect_str_eq(result.out.text, "0\n");
    process_result_free(&result);
}

static void *exit_with(void *code)
{
    char *script = alloc_format("exit %d", *(int *)code);
    struct process_result result = child_run(script);

    *(int *)code = result.end == PROCESS_EXITED ? result.code : -1;
    process_result_free(&result);
    free(script);
    return NULL;
}

Test(process, many_can_run_at_once)
{
    enum { COUNT = 8 };
    pthread_t threads[COUNT];
    int codes[COUNT];

    for (int i = 0; i < COUNT; i++) {
        codes[i] = 10 + i;
        cr_assert_eq(pthread_create(&threads[i], NULL, exit_with, &codes[i]), 0);
    }
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(pthread_join(threads[i], NULL), 0);
        cr_expect_eq(codes[i], 10 + i);
    }
}

Test(process, its_end_can_be_put_into_words)
{
    static const struct {
        struct process_result result;
        const char *part;
    } ends[] = {
        { { .end = PROCESS_EXITED, .code = 3 }, "status 3" },
        { { .end = PROCESS_SIGNALLED, .code = SIGSEGV }, "signal 11" },
        { { .end = PROCESS_TIMED_OUT, .seconds = 2.5 }, "2.5 s" },
        { { .end = PROCESS_OUTPUT_LIMIT, .err = { .size = 4096, .capped = true } }, "4 KiB" },
        { { .end = PROCESS_MEMORY_LIMIT }, "memory" },
        { { .end = PROCESS_CANCELLED }, "interrupted" },
    };

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char *words = process_describe_end(&ends[i].result);
        cr_expect(strstr(words, ends[i].part) != NULL, "%s", words);
        free(words);
    }
}

Test(process, a_program_is_found_in_path_or_by_its_path)
{
    cr_expect(process_can_find("sh"));
    cr_expect(process_can_find("/bin/sh"));
    cr_expect_not(process_can_find("racetrap-no-such-program"));
    cr_expect_not(process_can_find("/nonexistent/sh"));
    setenv("PATH", "/nonexistent", 1);
    cr_expect_not(process_can_find("sh"));
}
