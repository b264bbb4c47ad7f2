/*
 * The schedule of a machine with one processor and much patience: a thread
 * runs until it has to wait, then the next one does. No search.
 */
#include "runtime/strategy/strategies.h"

static void open(uint64_t seed, uint32_t length)
{
    (void)seed;
    (void)length;
}

static void begin(uint64_t number)
{
    (void)number;
}

static unsigned choose(const struct choice *choice)
{
    uint64_t patient = choice_patient(choice);

    return choice_has(patient, choice->current) ? choice->current : choice_lowest(patient);
}

static unsigned pick(unsigned count)
{
    (void)count;
    return 0;
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    (void)unfinished;
    (void)pending;
    (void)complete;
    return SEARCH_GAVE_UP;
}

const struct strategy STRATEGY_NO_PREEMPTION = { .name = "no-preemption",
                                                 .open = open,
                                                 .begin = begin,
                                                 .choose = choose,
                                                 .pick = pick,
                                                 .end = end };
