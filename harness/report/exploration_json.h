/*
 * An exploration for programs: report/explore.schema.json describes it.
 */
#ifndef RACETRAP_EXPLORATION_JSON_H
#define RACETRAP_EXPLORATION_JSON_H

#include "base/error.h"
#include "explore/exploration.h"

#include <stdio.h>

/* `saved` has a schedule file's path for each finding; NULL: it was not saved. */
int exploration_json_write(const struct exploration *exploration, char *const *saved, FILE *stream,
                           struct error *error);

#endif
