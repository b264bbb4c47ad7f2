/*
 * A search strategy decides who runs next. It is a few functions and its own
 * state, which lies in memory that outlives the process that runs schedules.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_STRATEGY_H
#define RACETRAP_RUNTIME_ENGINE_STRATEGY_H

#include "runtime/engine/base.h"
#include "runtime/engine/operation.h"

/* What there is to choose from. `candidates` is never empty. */
struct choice {
    uint64_t candidates; /* a bit a thread: those that can take a step */
    uint64_t expiring;   /* of these: whose step is that its wait times out */
    uint64_t yielding;   /* of these: who has yielded or slept, and nobody has run since */
    unsigned current;    /* who ran last; may be no candidate */
    unsigned thread_count;
    uint32_t step;                   /* how many steps were taken before */
    const struct operation *pending; /* by thread: what it would do */
    const uint32_t *causes;          /* by thread: 1 + the step that let it go on; 0: none */
};

enum search { SEARCH_GOES_ON, SEARCH_EXHAUSTED, SEARCH_GAVE_UP };

struct strategy {
    const char *name;
    bool sees_all; /* asked also where there is but one candidate */

    /* Makes the state. `length` is about how many steps a schedule has. */
    void (*open)(uint64_t seed, uint32_t length);

    /* Begins the schedule of this number. */
    void (*begin)(uint64_t number);

    /* One of choice->candidates; or STRATEGY_ABANDON: nothing new lies ahead, or the strategy
     * cannot follow any longer. */
    unsigned (*choose)(const struct choice *choice);

    /* Which of `count` waiting threads a signal wakes, in the order in which they came. */
    unsigned (*pick)(unsigned count);

    /* The schedule is over. Those of `unfinished` (a bit a thread) would have done what `pending`
     * says, had they been let; `complete` says that it came to an end by itself. */
    enum search (*end)(uint64_t unfinished, const struct operation *pending, bool complete);

    /* Why it gave up, in one sentence; NULL: it never does. */
    const char *(*reason)(void);
};

enum { STRATEGY_ABANDON = THREADS_MAX };

static inline unsigned choice_lowest(uint64_t set)
{
    return (unsigned)__builtin_ctzll(set);
}

static inline bool choice_has(uint64_t set, unsigned thread)
{
    return (set >> thread & 1) != 0;
}

/* The n-th of a set of threads. */
static inline unsigned choice_nth(uint64_t set, unsigned n)
{
    while (n-- > 0) {
        set &= set - 1;
    }
    return choice_lowest(set);
}

/* Who can run without being pressed: nobody who yielded, where there is another. */
static inline uint64_t choice_willing(const struct choice *choice)
{
    uint64_t willing = choice->candidates & ~choice->yielding;

    return willing != 0 ? willing : choice->candidates;
}

/* The same in every second schedule; in the others nobody is spared: what yields may be what gives
 * up. */
static inline uint64_t choice_willing_by_turns(const struct choice *choice, uint64_t number)
{
    return number % 2 == 0 ? choice_willing(choice) : choice->candidates;
}

/* The same, and a wait times out only where nothing else is possible. */
static inline uint64_t choice_patient(const struct choice *choice)
{
    uint64_t patient = choice->candidates & ~choice->yielding & ~choice->expiring;

    if (patient == 0) {
        patient = choice->candidates & ~choice->expiring;
    }
    return patient != 0 ? patient : choice->candidates;
}

#endif
