/*
 * Follows a plan: these threads in this order, each for about so many steps.
 * What cannot be followed is skipped, and after its end nobody is preempted.
 * For making a failing schedule smaller: a plan with a piece taken out leads
 * somewhere, and mostly to the same failure.
 */
#include "runtime/strategy/guided.h"
#include "runtime/engine/schedule.h"

static const struct guide *plan;
static uint32_t plan_count, at, done;

void guided_use(const struct guide *guides, uint32_t count)
{
    plan = guides;
    plan_count = count;
}

static void open(uint64_t seed, uint32_t length)
{
    (void)seed;
    (void)length;
}

static void begin(uint64_t number)
{
    (void)number;
    at = done = 0;
}

static unsigned choose(const struct choice *choice)
{
    uint64_t patient = choice_patient(choice);

    while (at < plan_count) {
        const struct guide *guide = &plan[at];
        unsigned thread = guide->entry & (THREADS_MAX - 1);
        bool expires = (guide->entry & TRACE_EXPIRED) != 0;
        if ((guide->entry & TRACE_WOKEN) == 0 && done < guide->steps &&
            choice_has(choice->candidates, thread) &&
            choice_has(choice->expiring, thread) == expires) {
            done++;
            return thread;
        }
        at++;
        done = 0;
    }
    return choice_has(patient, choice->current) ? choice->current : choice_lowest(patient);
}

static unsigned pick(unsigned count)
{
    if (at + 1 < plan_count && (plan[at + 1].entry & TRACE_WOKEN) != 0) {
        at++;
        done = 0;
    }
    unsigned woken = at < plan_count && (plan[at].entry & TRACE_WOKEN) != 0
                         ? plan[at].entry & (THREADS_MAX - 1)
                         : 0;
    return woken < count ? woken : 0;
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    (void)unfinished;
    (void)pending;
    (void)complete;
    return SEARCH_GAVE_UP;
}

const struct strategy STRATEGY_GUIDED = { .name = "guided",
                                          .sees_all = true,
                                          .open = open,
                                          .begin = begin,
                                          .choose = choose,
                                          .pick = pick,
                                          .end = end };
