/*
 * What is shown of a failing schedule, row by row: the steps that a reader needs
 * to see (step_choice.h), how many are left out between them, and where threads
 * are that could not take their next step. Pure.
 *
 * Ownership: struct interleaving owns its arrays; interleaving_free releases
 * them. It borrows the finding.
 */
#ifndef RACETRAP_INTERLEAVING_H
#define RACETRAP_INTERLEAVING_H

#include "explore/exploration.h"

#include <stdbool.h>
#include <stddef.h>

struct interleaving_row {
    const struct exploration_step *step; /* NULL: one of the following */
    size_t left_out;                     /* so many steps are not shown here */
    bool has_no_column; /* several threads have taken them, or one that has no other row */
    const struct exploration_side *end; /* where a thread is at the end: it took no such step */
    unsigned thread;
    bool is_switch; /* another thread took the step before */
    bool is_blamed; /* the finding names this step */
};

struct interleaving {
    struct interleaving_row *rows;
    size_t row_count;
    unsigned *threads; /* those that have a row, by number */
    size_t thread_count;
};

/* Whether one thread alone does what is wrong, however the others run: then there is nothing to see
 * of how they interleave. */
bool interleaving_is_alone(const struct exploration_finding *finding);

/* All steps where `full`. */
void interleaving_select(const struct exploration_finding *finding, bool full,
                         struct interleaving *interleaving);
void interleaving_free(struct interleaving *interleaving);

#endif
