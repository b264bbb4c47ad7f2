/*
 * Follows a recorded schedule, step by step. Where it cannot be followed, the
 * program is not what it was when it was recorded.
 */
#include "runtime/strategy/recorded.h"
#include "runtime/engine/schedule.h"
#include "runtime/strategy/strategies.h"

static const uint8_t *trace;
static uint32_t trace_length, at;
static bool diverged;

void recorded_use(const uint8_t *recorded, uint32_t length)
{
    trace = recorded;
    trace_length = length;
}

bool recorded_has_diverged(void)
{
    return diverged;
}

static void open(uint64_t seed, uint32_t length)
{
    (void)seed;
    (void)length;
}

static void begin(uint64_t number)
{
    (void)number;
    at = 0;
    diverged = false;
}

/* Past the end of the record nobody is preempted any more. */
static unsigned choose(const struct choice *choice)
{
    if (at >= trace_length) {
        uint64_t patient = choice_patient(choice);
        return choice_has(patient, choice->current) ? choice->current : choice_lowest(patient);
    }
    unsigned entry = trace[at++];
    unsigned thread = entry & (THREADS_MAX - 1);
    bool expires = (entry & TRACE_EXPIRED) != 0;
    if ((entry & TRACE_WOKEN) != 0 || !choice_has(choice->candidates, thread) ||
        choice_has(choice->expiring, thread) != expires) {
        diverged = true;
        return STRATEGY_ABANDON;
    }
    return thread;
}

static unsigned pick(unsigned count)
{
    if (at >= trace_length) {
        return 0;
    }
    unsigned entry = trace[at++];
    if ((entry & TRACE_WOKEN) == 0 || (entry & (THREADS_MAX - 1)) >= count) {
        diverged = true;
        return 0;
    }
    return entry & (THREADS_MAX - 1);
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    (void)unfinished;
    (void)pending;
    (void)complete;
    return SEARCH_GAVE_UP;
}

const struct strategy STRATEGY_REPLAY = { .name = "replay",
                                          .sees_all = true,
                                          .open = open,
                                          .begin = begin,
                                          .choose = choose,
                                          .pick = pick,
                                          .end = end };
