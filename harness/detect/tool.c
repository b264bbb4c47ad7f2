#include "detect/tool.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void version_find(const char *text, char *version, size_t size)
{
    for (const char *at = text; *at != '\0'; at++) {
        size_t length = strspn(at, "0123456789.");
        if (isdigit((unsigned char)*at) && memchr(at, '.', length) != NULL && length < size) {
            memcpy(version, at, length);
            version[length] = '\0';
            return;
        }
        if (length > 1) {
            at += length - 1;
        }
    }
}

int tool_probe(const char *program, const char *option, const char *package,
               struct detector_state *state, struct error *error)
{
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = { .argv = &argv, .timeout = 60, .output_limit = 1 << 16 };

    *state = (struct detector_state){ 0 };
    if (!process_can_find(program)) {
        snprintf(state->missing, sizeof state->missing,
                 "%s is not installed; install the package %s", program, package);
        return 0;
    }
    string_list_add(&argv, "%s", program);
    string_list_add(&argv, "%s", option);
    int status = process_run(&spec, &result, error);
    string_list_free(&argv);
    if (status != 0) {
        return -1;
    }
    version_find(result.out.text, state->version, sizeof state->version);
    state->available =
        result.end == PROCESS_EXITED && result.code == 0 && state->version[0] != '\0';
    if (!state->available) {
        snprintf(state->missing, sizeof state->missing,
                 "%s %s does not print a version; reinstall the package %s", program, option,
                 package);
    }
    process_result_free(&result);
    return 0;
}
