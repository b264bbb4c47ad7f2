/*
 * native: the plain program, with nothing but the oracle and the watchdog. It
 * reports no places; what the run as a whole did is found by oracle.c, which
 * looks at every run of every detector.
 */
#include "detect/detector.h"
#include "detect/tool.h"

static int native_probe(struct detector_state *state, struct error *error)
{
    return tool_probe("cc", "--version", "gcc", state, error);
}

static int native_command(const struct detector_run *run, struct string_list *argv,
                          struct string_list *environment, struct error *error)
{
    (void)environment;
    (void)error;
    string_list_add(argv, "%s", run->program);
    return 0;
}

const struct detector DETECTOR_NATIVE = {
    .name = "native",
    .family = "native",
    .cost = 1,
    .flavour = { .name = "plain", .compiler = "cc", .need = BINARY_PLAIN },
    .sees_outcome_only = true,
    .probe = native_probe,
    .command = native_command,
};
