/*
 * The runtime's sentences, with names in them. It knows addresses and no names:
 * a word in braces stands for what a sentence is about (runtime/diagnose/diagnosis.h).
 */
#ifndef RACETRAP_SENTENCE_H
#define RACETRAP_SENTENCE_H

#include "explore/exploration.h"

/* What is said of a finding, or, where `side` is not NULL, of what that side does. The caller frees
 * it. */
char *sentence_fill(const struct exploration *exploration,
                    const struct exploration_finding *finding, const struct exploration_side *side,
                    const char *text);

/* What is said of a step, whose variable may be known. The caller frees it. */
char *sentence_fill_step(const struct exploration_step *step, const char *text);

/* Whether a name is put into it. */
bool sentence_names(const char *text);

#endif
