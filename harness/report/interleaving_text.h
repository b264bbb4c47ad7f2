/*
 * A failing interleaving for a terminal: a column a thread, a row a step.
 */
#ifndef RACETRAP_INTERLEAVING_TEXT_H
#define RACETRAP_INTERLEAVING_TEXT_H

#include "explore/exploration.h"
#include "explore/source_lines.h"

#include <stdbool.h>
#include <stdio.h>

struct interleaving_style {
    bool color;
    bool full;      /* every step, and not only those that matter */
    unsigned width; /* columns of the terminal */
};

void interleaving_print(const struct exploration_finding *finding,
                        const struct interleaving_style *style, struct source_lines *lines,
                        FILE *stream);

#endif
