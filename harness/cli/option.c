#include "cli/option.h"

#include "base/alloc.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 40, HELP_COLUMN = 22 };

static void help_print(const struct option_spec *options, const struct option_help *help)
{
    printf("usage: racetrap %s\n\n%s\n\noptions:\n", help->usage, help->summary);
    for (; options->name != NULL; options++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", options->name, options->argument == NULL ? "" : " ",
                 options->argument == NULL ? "" : options->argument);
        printf("  %-*s %s\n", HELP_COLUMN, left, options->help);
    }
    printf("  %-*s %s\n", HELP_COLUMN, "--help", "this text");
}

static void list_add(struct string_list *list, const char *text, const char *separators)
{
    while (*text != '\0') {
        size_t length = strcspn(text, separators);
        if (length > 0) {
            string_list_add(list, "%.*s", (int)length, text);
        }
        text += length + (text[length] != '\0');
    }
}

static int duration_read(const char *text, unsigned long *nanoseconds)
{
    static const struct {
        const char *name;
        double nanoseconds;
    } units[] = { { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
    char *end;
    double value = strtod(text, &end);

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (end != text && strcmp(end, units[i].name) == 0 && value >= 0 &&
            value * units[i].nanoseconds < 1e18) {
            *nanoseconds = (unsigned long)(value * units[i].nanoseconds);
            return 0;
        }
    }
    return -1;
}

static int value_store(const struct option_spec *option, const char *text)
{
    char *end = NULL;

    errno = 0;
    switch (option->type) {
    case OPTION_FLAG:
        *(bool *)option->target = true;
        return 0;
    case OPTION_TEXT:
        *(const char **)option->target = text;
        return 0;
    case OPTION_LIST:
        list_add(option->target, text, ",");
        return 0;
    case OPTION_PATHS:
        string_list_add(option->target, "%s", text);
        return 0;
    case OPTION_WORDS:
        list_add(option->target, text, " \t\n");
        return 0;
    case OPTION_COUNT: {
        unsigned long value = strtoul(text, &end, 10);
        *(unsigned *)option->target = (unsigned)value;
        return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' && value >= 1 &&
                       value <= 1000000
                   ? 0
                   : -1;
    }
    case OPTION_NUMBER: {
        unsigned long value = strtoul(text, &end, 10);
        *(unsigned long *)option->target = value;
        return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' && value <= LONG_MAX
                   ? 0
                   : -1;
    }
    case OPTION_SECONDS: {
        double value = strtod(text, &end);
        *(double *)option->target = value;
        return errno == 0 && end != text && *end == '\0' && value > 0 && value <= 1e6 ? 0 : -1;
    }
    case OPTION_DURATION:
        return duration_read(text, option->target);
    }
    return -1;
}

static const char *type_describe(enum option_type type)
{
    switch (type) {
    case OPTION_COUNT:
        return "a number from 1 to 1000000";
    case OPTION_NUMBER:
        return "a number from 0 on";
    case OPTION_SECONDS:
        return "a number of seconds above 0";
    case OPTION_DURATION:
        return "a duration, such as 100ms or 2s";
    case OPTION_FLAG:
    case OPTION_TEXT:
    case OPTION_LIST:
    case OPTION_PATHS:
    case OPTION_WORDS:
        break;
    }
    return "a value";
}

enum option_outcome options_read(const struct option_spec *options, const struct option_help *help,
                                 int argc, char **argv, struct string_list *operands)
{
    struct option table[OPTIONS_MAX] = { { 0 } };
    size_t count = 0;
    int index;

    for (; options[count].name != NULL; count++) {
        table[count] =
            (struct option){ options[count].name,
                             options[count].argument == NULL ? no_argument : required_argument,
                             NULL, 0 };
    }
    table[count] = (struct option){ "help", no_argument, NULL, 'h' };
    optind = 1;
    for (int found; (found = getopt_long(argc, argv, "h", table, &index)) != -1;) {
        if (found == 'h') {
            help_print(options, help);
            return OPTIONS_HELPED;
        }
        if (found != 0) {
            fprintf(stderr, "usage: racetrap %s; `racetrap %s --help` lists the options\n",
                    help->usage, argv[0]);
            return OPTIONS_WRONG;
        }
        if (value_store(&options[index], optarg) != 0) {
            fprintf(stderr, "racetrap %s: --%s: `%s` is not %s\n", argv[0], options[index].name,
                    optarg, type_describe(options[index].type));
            return OPTIONS_WRONG;
        }
    }
    for (int i = optind; i < argc; i++) {
        string_list_add(operands, "%s", argv[i]);
    }
    return OPTIONS_READ;
}

void options_free(const struct option_spec *options)
{
    for (; options->name != NULL; options++) {
        if (options->type == OPTION_LIST || options->type == OPTION_PATHS ||
            options->type == OPTION_WORDS) {
            string_list_free(options->target);
        }
    }
}
