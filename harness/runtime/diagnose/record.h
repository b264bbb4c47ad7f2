/*
 * A schedule step by step, for those who want to read it: who did what to
 * which memory, what was there before and after, and where in the program.
 * Made by running the schedule once more.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_RECORD_H
#define RACETRAP_RUNTIME_DIAGNOSE_RECORD_H

#include "runtime/engine/schedule.h"

enum {
    RECORD_STEPS_MAX = 1 << 13, /* of a longer schedule the last ones are kept */
    RECORD_STACK_MAX = 6,
    RECORD_THREADS_MAX = 256,
};

struct record_step {
    uint32_t step;
    unsigned thread; /* by its order of creation */
    struct operation operation;
    bool has_values;
    uint64_t before, after;
    unsigned stack_count;
    uintptr_t stack[RECORD_STACK_MAX];
};

struct record {
    uint32_t step_count; /* in all; at most RECORD_STEPS_MAX are kept, at step_count modulo that */
    unsigned thread_count;
    uintptr_t create_pcs[RECORD_THREADS_MAX]; /* by order of creation */
    bool has_other;
    struct record_step other; /* the other side of a race */
    struct record_step steps[RECORD_STEPS_MAX];
};

/* From now on, into `record`. `sought` is the violation whose other side is to be found; or NULL.
 */
void record_begin(struct record *record, const struct violation *sought);
void record_end(void);

#endif
