/*
 * What the explorer's runtime reported of a program: how far it searched, under
 * which assumptions, and what it found, step by step, with the places and the
 * variables by their names in the source.
 *
 * Ownership: struct exploration owns everything in it and all that is reached
 * from it; exploration_free releases all. What is read from the report is
 * borrowed from its JSON, which is kept.
 */
#ifndef RACETRAP_EXPLORATION_H
#define RACETRAP_EXPLORATION_H

#include "base/error.h"
#include "explore/symbol.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum exploration_search {
    EXPLORATION_EXHAUSTED,   /* there is no other schedule, under the assumptions */
    EXPLORATION_SAMPLED,     /* the budget is used up */
    EXPLORATION_INCOMPLETE,  /* nothing was found, and part of what ran was not seen; see reason */
    EXPLORATION_STOPPED,     /* at the first finding */
    EXPLORATION_INTERRUPTED, /* from outside */
    EXPLORATION_REFUSED,     /* the program does what cannot be explored */
};

enum { EXPLORATION_SEARCH_COUNT = EXPLORATION_REFUSED + 1 };

struct exploration_stack {
    const struct symbol_place **frames; /* the innermost first */
    size_t count;
};

/* A block of heap. */
struct exploration_block {
    uint64_t address;
    unsigned long size;
    const struct symbol_place *site; /* where it was allocated; NULL: there is no block */
};

/* What one thread has to do with a finding. */
struct exploration_side {
    unsigned thread; /* by order of creation, 0: main */
    unsigned long step;
    char *does;                     /* what follows the thread's name: "writes to `counter`" */
    uint64_t object;                /* 0: none */
    struct exploration_block block; /* that the object lies in */
    struct exploration_stack stack;
};

enum { EXPLORATION_NO_THREAD = -1 };

struct exploration_step {
    unsigned long number;
    unsigned thread;
    const char *kind; /* "read", "lock": the names of runtime/engine/operation.c */
    char *word;       /* what it does, where the kind is too coarse: "opens a.txt"; else NULL */
    int target;       /* the thread that it creates, joins, detaches or cancels */
    bool timed_out;   /* it ends a wait whose time was over */
    bool failed;      /* it did not get what it tried to get */
    unsigned long missing; /* so many steps before it were not kept */
    uint64_t address, second;
    unsigned long size;
    bool has_values;
    uint64_t before, after;
    const struct variable *variable; /* NULL: no name is known */
    const char *label;               /* then: what the finding's sentences call it; NULL: nothing */
    struct exploration_stack stack;
};

struct exploration_thread {
    unsigned number;
    const struct symbol_place *created; /* NULL: main */
};

struct exploration_finding {
    const char *kind, *strategy, *schedule, *output, *errors;
    char *text;       /* a sentence: what is wrong */
    bool names;       /* it names what the finding is about */
    uint64_t address; /* 0: it is about no memory */
    unsigned long size, number, hash, preemptions, thread_count;
    unsigned long alike; /* as how many it was found: in other orders, by other threads */
    bool confirmed;      /* seen again in a process of its own */
    bool early;          /* a wait timed out before its time, while others could go on */
    bool expired;        /* at some point only a time-out let the program go on */
    struct exploration_block block;
    long consequence_schedules; /* of a race: how many were tried to see what it does; -1: none */
    const char *usual_output;   /* of the first schedule, as far as it is kept */
    struct exploration_finding *consequence; /* what it does; NULL: nothing is known */
    struct exploration_side *sides;
    size_t side_count;
    struct exploration_thread *threads;
    size_t thread_list_count;
    struct exploration_step *steps;
    size_t step_count;
};

struct exploration_stage {
    const char *strategy, *state;
    const char *reason; /* why it gave up; empty: it did not */
    unsigned long schedules;
};

/* A known finding that was to be passed over. */
struct exploration_ignored {
    const char *entry; /* as it was given */
    unsigned long times;
};

struct exploration {
    const char *program, *mode, *mode_reason, *reason;
    enum exploration_search search;
    bool randomised;      /* its addresses differ from run to run */
    bool atomic_volatile; /* a volatile access counted as a relaxed atomic one */
    uint64_t seed;
    unsigned long schedules, points, cut, diverged;
    int exit_status;       /* the right one, as asked for, or of the first schedule; -1: none */
    unsigned long threads; /* the most that a schedule had, main among them */
    double seconds;
    uint64_t stacks_base, stacks_stride, stacks_size; /* the threads' stacks lie side by side */
    struct exploration_stage *stages;
    size_t stage_count;
    struct exploration_finding *findings; /* what is to be told first is the first */
    size_t finding_count;
    struct exploration_ignored *ignored;
    size_t ignored_count;
    size_t kept; /* so many were kept before those at the same lines became one */
    bool more;   /* that was not all: what mattered less was let go */
    json_t *assumptions,
        *unseen; /* arrays of strings; `unseen`: libraries without hooks; or NULL */
    json_t *report;
    struct symbols *symbols;
};

/*
 * Reads a report. `path` is what it is called in errors (ERROR_REPORT). Returns
 * 0, or -1 with nothing to free.
 */
int exploration_parse(const char *text, size_t size, const char *path,
                      struct exploration *exploration, struct error *error);
void exploration_free(struct exploration *exploration);
void exploration_finding_free(struct exploration_finding *finding);

const char *exploration_search_name(enum exploration_search search);

/* What lies at an address, for people: "`counter`", "a variable on thread 2's stack", "bytes 8 to
 * 11 of the 24 that main allocated". The caller frees it. */
char *exploration_describe(const struct exploration *exploration,
                           const struct exploration_finding *finding, uint64_t address,
                           unsigned long size);

/* What a finding's sentences call memory that has no name: "it" is what the finding is about, and
 * other objects are "A", "B" ... NULL: it has a name, or they do not speak of it. */
const char *exploration_label(const struct exploration *exploration,
                              const struct exploration_finding *finding, uint64_t address,
                              unsigned long size);

/* The same of an object, which is in `block` if in any: "`lock`", "the mutex on thread 2's stack",
 * where the noun is "mutex". */
char *exploration_describe_object(const struct exploration *exploration,
                                  const struct exploration_block *block, uint64_t address,
                                  const char *noun);

/* The frame that a reader wants: the innermost one with a line. NULL: there is none. */
const struct symbol_place *exploration_place(const struct exploration_stack *stack);

/* The assumptions that an exhausted search rests on, from `index` on; NULL at the end. */
const char *exploration_assumption(const struct exploration *exploration, size_t index);

/* How many schedules there are, of an exhausted search: what the strategy has counted that has come
 * to an end. */
unsigned long exploration_exhausted_count(const struct exploration *exploration);

#endif
