#include "cli/command.h"
int command_new(const struct install *install, int argc, char **argv)
{
    (void)install;
    (void)argc;
    (void)argv;
    return 2;
}
