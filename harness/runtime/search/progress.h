/*
 * How far a search is, for who watches: one line in a file that is kept up to
 * date.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_PROGRESS_H
#define RACETRAP_RUNTIME_SEARCH_PROGRESS_H

#include "runtime/search/worker.h"

/* What is told from now on. Borrowed. */
void progress_begin(const struct search_state *state, const struct settings *settings,
                    const struct portfolio *portfolio);

/* What goes on, in a word: "profile", "minimising"; NULL: the search, whose strategy is told. */
void progress_stage(const char *stage);

/* Writes the line anew. */
void progress_write(double seconds);

#endif
