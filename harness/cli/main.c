/*
 * racetrap: the command line. main only finds the installation and the command.
 */
#include "cli/command.h"
#include "system/build.h"
#include "system/process.h"

#include <stdio.h>
#include <string.h>

static const struct command COMMANDS[] = {
    { "list", "the cases", command_list },
    { "run", "build and run cases under the detectors, and judge what they say", command_run },
    { "show", "one case: the story, the code, what the detectors say, the fix", command_show },
    { "explore", "find the interleaving that breaks a program, by search", command_explore },
    { "replay", "run one recorded schedule again", command_replay },
    { "new", "begin a new case", command_new },
    { "doctor", "what this machine has, and whether each detector is alive", command_doctor },
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static void usage_print(FILE *stream)
{
    fputs("usage: racetrap COMMAND [ARGUMENT ...]\n\ncommands:\n", stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(stream, "  %-8s %s\n", COMMANDS[i].name, COMMANDS[i].summary);
    }
    fputs("\n`racetrap COMMAND --help` tells more. `racetrap --version` prints the version.\n"
          "exit status: 0 as expected, 1 an expectation was not met, 2 something broke,\n"
          "3 nothing was found and not all was seen (explore), "
          "77 the tools are not here, 130 interrupted\n",
          stream);
}

static int command_dispatch(const struct command *command, int argc, char **argv)
{
    struct install install;
    struct error error;

    if (install_find(&install, &error) != 0) {
        return command_fail(command->name, &error);
    }
    process_use_launcher(install.launcher);
    build_use_explorer(install.explorer);
    int status = command->run(&install, argc, argv);
    install_free(&install);
    return status;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    if (strcmp(name, "--version") == 0) {
        puts("racetrap " RACETRAP_VERSION);
        return EXIT_AS_EXPECTED;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        usage_print(stdout);
        return EXIT_AS_EXPECTED;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name, COMMANDS[i].name) == 0) {
            return command_dispatch(&COMMANDS[i], argc - 1, argv + 1);
        }
    }
    if (name[0] != '\0') {
        fprintf(stderr, "racetrap: `%s` is not a command\n", name);
    }
    usage_print(stderr);
    return EXIT_BROKEN;
}
