/*
 * What *exhausted* rests on, in words for the report.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_ASSUMPTION_TEXT_H
#define RACETRAP_RUNTIME_SEARCH_ASSUMPTION_TEXT_H

#include "runtime/engine/assumption.h"

/* One sentence, that goes on after "if"; NULL where this search does not rest on it. */
const char *assumption_text(enum assumption assumption);

#endif
