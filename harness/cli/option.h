/*
 * A command's options as a table: what getopt_long needs, what --help prints
 * and where the values go are one and the same list.
 */
#ifndef RACETRAP_OPTION_H
#define RACETRAP_OPTION_H

#include "base/string_list.h"

#include <stdbool.h>

enum option_type {
    OPTION_FLAG,     /* bool */
    OPTION_TEXT,     /* const char * */
    OPTION_LIST,     /* struct string_list: repeatable, and split at commas */
    OPTION_PATHS,    /* struct string_list: repeatable, taken whole */
    OPTION_WORDS,    /* struct string_list: repeatable, and split at blanks */
    OPTION_COUNT,    /* unsigned, at least 1 */
    OPTION_NUMBER,   /* unsigned long */
    OPTION_SECONDS,  /* double, above 0 */
    OPTION_DURATION, /* unsigned long, nanoseconds: a number and ns, us, ms or s */
};

struct option_spec {
    const char *name;     /* without the dashes; NULL ends a table */
    const char *argument; /* "N"; NULL for a flag */
    enum option_type type;
    void *target;
    const char *help;
};

struct option_help {
    const char *usage;   /* "run [CASE|FOLDER|GLOB ...]" */
    const char *summary; /* what the command does, in a paragraph */
};

enum option_outcome { OPTIONS_READ, OPTIONS_HELPED, OPTIONS_WRONG };

/*
 * Reads argv, whose first item is the command's name; what is no option goes to
 * `operands`. On --help prints the help. On a mistake says so on stderr.
 */
enum option_outcome options_read(const struct option_spec *options, const struct option_help *help,
                                 int argc, char **argv, struct string_list *operands);

/* Releases what was read into the lists of the table. */
void options_free(const struct option_spec *options);

#endif
