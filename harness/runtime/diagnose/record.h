/*
 * A schedule step by step, for those who want to read it: who did what to
 * which memory, what was there before and after, and where in the program.
 * Made by running the schedule once more.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_RECORD_H
#define RACETRAP_RUNTIME_DIAGNOSE_RECORD_H

#include "runtime/engine/schedule.h"

enum {
    RECORD_STEPS_MAX = 1 << 13, /* of a longer schedule the first and the last ones are kept: */
    RECORD_FIRST_MAX = 1 << 10, /* so many of the first, by which its threads come to be */
    RECORD_STACK_MAX = 6,
    RECORD_THREADS_MAX = 256,
    RECORD_WORD_MAX = 64,
    RECORD_NO_THREAD = -1,
};

struct record_step {
    uint32_t step;
    unsigned thread; /* by its order of creation */
    struct operation operation;
    int target;                 /* the thread that it creates, joins, detaches or cancels */
    bool timed_out;             /* it ends a wait whose time was over */
    bool failed;                /* it has tried, and did not get it */
    char word[RECORD_WORD_MAX]; /* what it does, where the kind is too coarse; else empty */
    bool has_values;
    uint64_t before, after;
    unsigned stack_count;
    uintptr_t stack[RECORD_STACK_MAX];
};

struct record {
    uint32_t step_count; /* in all */
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

/* What the current thread's latest step does, in words that follow the thread's name. */
void record_word(const char *format, ...) __attribute__((format(printf, 1, 2)));
void record_words(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* The current thread's latest step has created the thread that people know by this number. */
void record_target(unsigned ordinal);

/* The current thread's latest step did not get what it tried to get. */
void record_failure(void);

/* How many steps are kept, which ones, and how many are missing before that one. */
uint32_t record_kept(const struct record *from);
const struct record_step *record_nth(const struct record *from, uint32_t n);
uint32_t record_missing(const struct record *from, uint32_t n);

#endif
