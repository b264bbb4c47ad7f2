/*
 * What a search has found: each bug once, with the schedule that shows it.
 * Lies in shared memory: several processes add to it.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_WITNESS_H
#define RACETRAP_RUNTIME_SEARCH_WITNESS_H

#include "runtime/diagnose/record.h"
#include "runtime/engine/schedule.h"
#include "runtime/search/portfolio.h"

enum { WITNESSES_MAX = 32, WITNESS_OUTPUT_MAX = 4096 };

struct witness {
    struct violation violation;
    portfolio_order order;
    const char *strategy;
    uint64_t number;
    uint32_t hash, step_count;
    uint64_t preemptions;
    unsigned thread_count; /* how many took a step */
    bool early;            /* a wait timed out before its time, while others could go on */
    bool expired;          /* only a time-out let the program go on at some point */
    bool confirmed;        /* a process of its own has shown it again */
    uint8_t *trace;        /* step_count entries */
    /* filled in by the run that confirms it */
    struct record *record;
    uintptr_t block_address, block_site; /* of the heap, that the violation's address is in */
    size_t block_size;                   /* 0: it is in none */
    char output[WITNESS_OUTPUT_MAX], errors[WITNESS_OUTPUT_MAX];
    size_t output_size, errors_size;
};

struct witness_list {
    bool outcomes_only; /* what happens, and not what may make it happen */
    uint32_t lock;
    unsigned count;
    bool more; /* there was no room for all of them: those that matter most are kept */
    struct witness items[WITNESSES_MAX];
};

struct witness_list *witness_list_new(void);

/* Adds what a schedule did wrong, where it is new, or comes before what is known. Returns whether
 * that is a reason to stop: more than a leak. */
bool witness_add(struct witness_list *list, const struct schedule_result *result,
                 portfolio_order order, const char *strategy, uint64_t number);

/*
 * What is told, in the order in which it is told: by rank, then by the order in
 * which it was found. Where not `all` is asked for: of the first schedule that
 * shows more than a leak, what it shows; and the leaks that were seen until then.
 */
void witness_choose(struct witness_list *list, bool all);

/* One of them is no finding; the others keep their order. */
void witness_drop(struct witness_list *list, unsigned index);

/* Whether one of them is more than a leak. */
bool witness_matters(const struct witness_list *list);

/* All of it, the trace too, into one that has a trace of its own. */
void witness_copy(struct witness *to, const struct witness *from);

/* How many threads take a step in a trace. */
unsigned trace_thread_count(const uint8_t *trace, uint32_t step_count);

#endif
