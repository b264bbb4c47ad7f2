/*
 * ThreadSanitizer, as gcc and as clang build it: how programs are run under it.
 * What it says is read by tsan_log.c.
 */
#include "detect/detector.h"
#include "detect/tool.h"
#include "detect/tsan_log.h"

#include <stdio.h>
#include <string.h>

/* A value in TSAN_OPTIONS may be quoted; then blanks and colons in a path are part of it. */
static int option_quote(const char *path, char *quote, struct error *error)
{
    *quote = strchr(path, '\'') == NULL ? '\'' : '"';
    return strchr(path, *quote) == NULL
               ? 0
               : error_set(error, ERROR_SYSTEM, path, 0,
                           "has both kinds of quotes in its name, which TSAN_OPTIONS cannot hold");
}

/*
 * atexit_sleep_ms stays at its default of one second: only then does a thread
 * that main did not wait for come to its end, and is reported as leaked.
 */
static int options_add(const char *report_folder, struct string_list *environment,
                       struct error *error)
{
    char quote;

    if (option_quote(report_folder, &quote, error) != 0) {
        return -1;
    }
    string_list_add(
        environment,
        "TSAN_OPTIONS=exitcode=%d:halt_on_error=0:second_deadlock_stack=1:history_size=7:"
        "color=never:log_path=%c%s/%s%c",
        DETECTOR_REPORT_EXIT, quote, report_folder, TSAN_LOG_PREFIX, quote);
    return 0;
}

static int gcc_probe(struct detector_state *state, struct error *error)
{
    return tool_probe("gcc", "--version", "gcc", state, error);
}

static int tsan_command(const struct detector_run *run, struct string_list *argv,
                        struct string_list *environment, struct error *error)
{
    string_list_add(argv, "%s", run->program);
    return options_add(run->report_folder, environment, error);
}

/* clang's runtime finds llvm-symbolizer in PATH, and without it names no lines. */
static int clang_probe(struct detector_state *state, struct error *error)
{
    if (tool_probe("clang", "--version", "clang", state, error) != 0) {
        return -1;
    }
    if (state->available && !process_can_find("llvm-symbolizer")) {
        state->available = false;
        snprintf(state->missing, sizeof state->missing,
                 "llvm-symbolizer is not installed, so clang's reports would name no lines; "
                 "install the package llvm");
    }
    return 0;
}

const struct detector DETECTOR_TSAN_GCC = {
    .name = "tsan-gcc",
    .family = "tsan",
    .cost = 10,
    .flavour = { .name = "tsan-gcc",
                 .compiler = "gcc",
                 .flags = { "-fsanitize=thread" },
                 .need = BINARY_TSAN },
    .probe = gcc_probe,
    .command = tsan_command,
    .parse = tsan_log_parse,
};

const struct detector DETECTOR_TSAN_CLANG = {
    .name = "tsan-clang",
    .family = "tsan",
    .cost = 10,
    .flavour = { .name = "tsan-clang",
                 .compiler = "clang",
                 .flags = { "-fsanitize=thread" },
                 .need = BINARY_TSAN },
    .probe = clang_probe,
    .command = tsan_command,
    .parse = tsan_log_parse,
};
