/*
 * The commands: one file each, one function each. They alone print and decide
 * the exit status.
 */
#ifndef RACETRAP_COMMAND_H
#define RACETRAP_COMMAND_H

#include "base/error.h"
#include "base/string_list.h"
#include "case/corpus.h"
#include "cli/install.h"
#include "cli/option.h"
#include "detect/detector.h"
#include "run/suite.h"

#include <stdbool.h>
#include <stdio.h>

enum exit_status {
    EXIT_AS_EXPECTED = 0,
    EXIT_DEPARTURE = 1,  /* an expectation was not met */
    EXIT_BROKEN = 2,     /* wrong usage, a broken case, or racetrap or a tool failed */
    EXIT_INCOMPLETE = 3, /* nothing was found, and part of the program was not seen */
    EXIT_MISSING = 77,   /* nothing could be run: the tools are not here */
    EXIT_INTERRUPTED = 130,
};

struct command {
    const char *name;
    const char *summary;
    int (*run)(const struct install *install, int argc, char **argv);
};

int command_list(const struct install *install, int argc, char **argv);
int command_run(const struct install *install, int argc, char **argv);
int command_show(const struct install *install, int argc, char **argv);
int command_explore(const struct install *install, int argc, char **argv);
int command_replay(const struct install *install, int argc, char **argv);
int command_new(const struct install *install, int argc, char **argv);
int command_doctor(const struct install *install, int argc, char **argv);

/* What a command does when its options are read into `settings`. Returns an exit status, or -1 with
 * the error, which is then told. */
typedef int command_work(const struct install *install, const struct string_list *operands,
                         void *settings, struct error *error);

/* A command line: what may stand in it, and what is to be done. */
struct command_line {
    const struct option_help *help;
    const struct option_spec *options; /* their lists are released at the end */
    command_work *work;
    void *settings;
};

/* Reads argv, works, and returns the exit status. */
int command_perform(const struct command_line *line, const struct install *install, int argc,
                    char **argv);

/* Says on stderr what went wrong; returns EXIT_BROKEN. */
int command_fail(const char *command, const struct error *error);

/* Selects cases from `folders`, or from the installed corpus where it is empty. */
int command_select(const struct install *install, const struct string_list *folders,
                   const struct string_list *arguments, struct corpus *corpus, struct error *error);

/* The detectors of these names or families; all of them where the list is empty. */
int command_detectors(const struct string_list *names, const struct detector *chosen[],
                      struct error *error);

/*
 * Where programs are kept: `chosen`, or the user's cache where it is NULL. The
 * folder is created; the path is absolute, and the caller frees it. NULL: failed.
 */
char *command_build_folder(const char *chosen, struct error *error);

/* Ctrl-C and SIGTERM end the children and let the command write what it has. */
void command_catch_signals(void);

/* Colour on terminals only, and never where NO_COLOR is set (no-color.org). */
bool command_has_color(FILE *stream);

/* What `run` does if nobody says otherwise. */
enum { COMMAND_RUNS = 10, COMMAND_FIXED_RUNS = 3, COMMAND_SEED = 1, COMMAND_TIMEOUT = 180 };

/* A line on stderr that says how far a suite is; NULL where stderr is no terminal. */
typedef void suite_progress(void *context, size_t done, size_t total,
                            const struct suite_trial *last);
suite_progress *command_progress(void);

/* Cores that can be used. */
unsigned command_cores(void);

#endif
