/*
 * What a search has found: each bug once, with the schedule that shows it.
 * Lies in shared memory: several processes add to it.
 */
#ifndef RACETRAP_EXPLORE_FOUND_H
#define RACETRAP_EXPLORE_FOUND_H

#include "explore/record.h"
#include "explore/schedule.h"
#include "explore/tracks.h"

enum { FOUND_MAX = 32, FOUND_OUTPUT_MAX = 4096 };

struct found {
    struct violation violation;
    track_order order;
    const char *strategy;
    uint64_t number;
    uint32_t hash, step_count;
    uint64_t preemptions;
    unsigned thread_count; /* how many took a step */
    bool expired;          /* only a time-out let the program go on at some point */
    bool confirmed;        /* a process of its own has shown it again */
    uint8_t *trace;        /* step_count entries */
    /* filled in by the run that confirms it */
    struct record *record;
    uintptr_t block_address, block_site; /* of the heap, that the violation's address is in */
    size_t block_size;                   /* 0: it is in none */
    char output[FOUND_OUTPUT_MAX], errors[FOUND_OUTPUT_MAX];
    size_t output_size, errors_size;
};

struct found_list {
    uint32_t lock;
    unsigned count;
    struct found items[FOUND_MAX];
};

struct found_list *found_list_new(void);

/* Adds what a schedule did wrong, where it is new, or comes before what is known. */
void found_add(struct found_list *list, const struct schedule_result *result, track_order order,
               const char *strategy, uint64_t number);

void found_swap(struct found *a, struct found *b);

/* How many threads take a step in a trace. */
unsigned trace_thread_count(const uint8_t *trace, uint32_t step_count);

#endif
