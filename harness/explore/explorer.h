/*
 * Starts a program that is linked with the explorer's runtime, which searches
 * its schedules as its environment says (runtime/search/settings.h), and reads what
 * it reports.
 */
#ifndef RACETRAP_EXPLORER_H
#define RACETRAP_EXPLORER_H

#include "base/error.h"
#include "base/string_list.h"
#include "explore/exploration.h"

/* How far a search is. */
struct explorer_progress {
    unsigned long schedules, points, findings;
    double seconds;
    char strategy[32];
};

struct explorer_plan {
    const char *program;
    const struct string_list *arguments; /* the program's own */
    const struct string_list *options;   /* "seed=7": the keys of runtime/search/settings.c */
    const char *expect;                  /* a file with what it shall print; NULL: anything */
    const char *ignore;   /* known findings, as runtime/diagnose/ignore.h says; NULL: none */
    const char *schedule; /* the one schedule to follow; NULL: search */
    void (*progress)(void *context, const struct explorer_progress *progress); /* may be NULL */
    /* What is found and confirmed, before it is made smaller; may be NULL, and need not be called.
     */
    void (*found)(void *context, const struct exploration *exploration);
    void *context;
};

/*
 * Explores. Ctrl-C (process_cancel_all) lets the program report what it has
 * until then. Returns 0 and fills *exploration; or -1: ERROR_INTERRUPTED where
 * there was nothing to report yet, ERROR_BUILD where the program cannot be
 * explored, with what it said of that.
 */
int explorer_run(const struct explorer_plan *plan, struct exploration *exploration,
                 struct error *error);

/* The environment of such a program. Report, schedule, known findings and progress are
 * files in `folder`; those that the program reads are written. */
int explorer_environment(const struct explorer_plan *plan, const char *folder,
                         struct string_list *environment, struct error *error);

#endif
