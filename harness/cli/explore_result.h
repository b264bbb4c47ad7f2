/*
 * What `explore` and `replay` do with what was found: save it, print it, and
 * say how it ended.
 */
#ifndef RACETRAP_EXPLORE_RESULT_H
#define RACETRAP_EXPLORE_RESULT_H

#include "base/string_list.h"
#include "cli/subject.h"
#include "explore/exploration.h"
#include "explore/known_finding.h"

#include <stdbool.h>

struct explore_result {
    const char *command; /* "explore" or "replay", for messages */
    const struct subject *subject;
    const struct string_list *arguments; /* the program's own */
    const struct known_findings *known;  /* what was passed over; NULL: nothing */
    const struct exploration *exploration;
    const char *json; /* a file, or "-"; NULL: none */
    bool full;
    char **saved; /* a schedule file for each finding, or NULL */
};

/*
 * Saves each finding's schedule: in the file `chosen`, with .2, .3 ... appended
 * for those after the first; or, where that is NULL, in `folder`.
 */
int explore_result_save(struct explore_result *result, const char *chosen, const char *folder,
                        struct error *error);

/* Prints it all and returns the command's exit status. */
int explore_result_print(const struct explore_result *result);

void explore_result_free(struct explore_result *result);

#endif
