/*
 * The only place that starts a child. The child runs under racetrap-launch
 * (launch.c), which fixes its address layout and limits and, at the end, leaves
 * no descendant of it running, whatever it did to get away.
 *
 * Any number of threads may each run a process at the same time.
 *
 * Ownership: process_run fills struct process_result; process_result_free
 * releases it.
 */
#ifndef RACETRAP_PROCESS_H
#define RACETRAP_PROCESS_H

#include "base/error.h"
#include "base/string_list.h"

#include <stdbool.h>
#include <stddef.h>

struct process_spec {
    const struct string_list *argv;        /* the first is looked up in PATH */
    const struct string_list *environment; /* NAME=VALUE, added to or replacing ours; may be NULL */
    const char *folder;                    /* where it runs; NULL: here */
    double timeout;                        /* seconds of wall time; 0: none */
    size_t memory_limit;                   /* resident bytes of it and its descendants; 0: none */
    size_t output_limit;                   /* bytes kept of stdout, and of stderr; more ends it */
    double grace; /* where it is to end before its time, it is asked to by SIGINT, and has so many
                     seconds to do so by itself; 0: it is ended at once */
    void (*watch)(void *context); /* called many times a second while it runs; may be NULL */
    void *watch_context;
};

enum process_end {
    PROCESS_EXITED,    /* `code` is the exit status */
    PROCESS_SIGNALLED, /* `code` is the signal */
    PROCESS_TIMED_OUT,
    PROCESS_OUTPUT_LIMIT,
    PROCESS_MEMORY_LIMIT,
    PROCESS_CANCELLED, /* process_cancel_all was called */
};

struct process_output {
    char *text; /* NUL-terminated, may contain NULs */
    size_t size;
    bool capped;
};

struct process_result {
    enum process_end end;
    int code;
    int pid;         /* the program's, while it ran */
    bool randomised; /* address randomisation could not be switched off */
    struct process_output out, err;
    double seconds;
};

/* Where racetrap-launch is. Call once, before the first process_run; the path is kept, not copied.
 */
void process_use_launcher(const char *path);

/*
 * Runs to the end. Returns 0 whatever the end was; -1 where it could not be
 * started at all (ERROR_SYSTEM).
 */
int process_run(const struct process_spec *spec, struct process_result *result,
                struct error *error);
void process_result_free(struct process_result *result);

/*
 * Runs a program in place of this one, on this terminal. Returns -1 where it
 * could not be started, else never.
 */
int process_become(const struct string_list *argv, const struct string_list *environment,
                   struct error *error);

/* Ends every running process, and every one that is started later. Safe in a signal handler. */
void process_cancel_all(void);
bool process_is_cancelled(void);

/* Whether a program of this name can be found in PATH. */
bool process_can_find(const char *program);

/* One line that says how it ended; the caller frees it. */
char *process_describe_end(const struct process_result *result);

#endif
