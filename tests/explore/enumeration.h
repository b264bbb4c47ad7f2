/*
 * All that a simulated program can do, by brute force: what a search is
 * compared with. A set owns its memory until set_free.
 */
#ifndef RACETRAP_TESTS_ENUMERATION_H
#define RACETRAP_TESTS_ENUMERATION_H

#include "simulation.h"

/* Of digests. All zero is an empty one. */
struct set {
    uint64_t *slots; /* open addressing; 0: free */
    size_t capacity, count;
};

/* Returns whether it is new. */
bool set_add(struct set *set, uint64_t digest);
bool set_has(const struct set *set, uint64_t digest);
bool set_equal(const struct set *a, const struct set *b);
void set_free(struct set *set);

/* Every schedule of the program, one by one: calls `visit` at the end of each. */
void enumerate_schedules(const struct sim_program *program,
                         void (*visit)(const struct sim *end, void *context), void *context);

/*
 * The classes of complete schedules (sim.trace_class) that order conflicting
 * operations alike. Of two schedules that are alike so far, one is followed.
 * Returns -1 where more than `limit` had to be looked at.
 */
int enumerate_classes(const struct sim_program *program, size_t limit, struct set *classes);

/*
 * What the program can come to: sim_state at the end, with all that was seen
 * on the way. Knows nothing of conflicts.
 */
int enumerate_ends(const struct sim_program *program, size_t limit, struct set *ends);

#endif
