/*
 * How far the search is, for somebody who watches: one line of fixed width in
 * a file, "schedules points findings seconds strategy".
 */
#ifndef RACETRAP_RUNTIME_SEARCH_PROGRESS_H
#define RACETRAP_RUNTIME_SEARCH_PROGRESS_H

#include "runtime/search/worker.h"

void progress_write(const struct search_state *state, const struct settings *settings,
                    const struct portfolio *portfolio, double seconds);

#endif
