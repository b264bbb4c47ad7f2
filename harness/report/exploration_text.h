/*
 * What an exploration has found, for people: what failed, the interleaving, and
 * how much was searched.
 */
#ifndef RACETRAP_EXPLORATION_TEXT_H
#define RACETRAP_EXPLORATION_TEXT_H

#include "explore/exploration.h"
#include "explore/source_lines.h"
#include "report/interleaving_text.h"

#include <stdio.h>

struct exploration_style {
    struct interleaving_style interleaving;
    const char *folder; /* files below it are named without it; NULL: none */
    const char *expect; /* the file with what it shall print; NULL: none */
};

/* Where it failed and how. */
void exploration_print_finding(const struct exploration *exploration,
                               const struct exploration_finding *finding,
                               const struct exploration_style *style, struct source_lines *lines,
                               FILE *stream);

/* How much was searched, and what that says. */
void exploration_print_summary(const struct exploration *exploration,
                               const struct exploration_style *style, FILE *stream);

/* Known findings that were passed over, how often; and, if wanted, those that were never met. */
void exploration_print_ignored(const struct exploration *exploration, bool with_unmet,
                               FILE *stream);

#endif
