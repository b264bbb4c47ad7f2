/*
 * What a race does, in a sentence.
 */
#ifndef RACETRAP_CONSEQUENCE_TEXT_H
#define RACETRAP_CONSEQUENCE_TEXT_H

#include "explore/exploration.h"

#include <stdio.h>

/* "it prints `1` instead of `2`"; of a race that nobody asked of: nothing. `expected` is what is to
 * be printed; NULL: what the first schedule has printed counts. */
void consequence_print(const struct exploration_finding *race, const char *expected, FILE *stream);

#endif
