/*
 * Partial order sampling (Yuan, Yang and Gu, CAV 2018): every announced
 * operation has a random priority, the highest one is executed, and those that
 * conflict with it are given new ones. So the orders of conflicting operations
 * are about equally likely, whatever else goes on.
 */
#include "runtime/engine/random.h"
#include "runtime/strategy/strategies.h"

enum { STREAM = 3 };

static uint64_t seed, turn;
static struct random random_state;
static uint64_t priorities[THREADS_MAX];
static unsigned known_threads;

static void open(uint64_t given, uint32_t length)
{
    (void)length;
    seed = given;
}

static void begin(uint64_t number)
{
    turn = number;
    random_state = random_of(seed, STREAM, number);
    known_threads = 0;
}

static unsigned choose(const struct choice *choice)
{
    uint64_t willing = choice_willing_by_turns(choice, turn);
    unsigned best = choice_lowest(willing);

    while (known_threads < choice->thread_count) {
        priorities[known_threads++] = random_next(&random_state);
    }
    priorities[choice->current] = random_next(&random_state); /* its operation is a new one */
    for (uint64_t rest = willing; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (priorities[thread] > priorities[best]) {
            best = thread;
        }
    }
    for (uint64_t rest = choice->candidates; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (thread != best &&
            operation_conflicts(&choice->pending[thread], &choice->pending[best])) {
            priorities[thread] = random_next(&random_state);
        }
    }
    return best;
}

static unsigned pick(unsigned count)
{
    return random_below(&random_state, count);
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    (void)unfinished;
    (void)pending;
    (void)complete;
    return SEARCH_GOES_ON;
}

const struct strategy STRATEGY_POS = { .name = "pos",
                                       .sees_all = true,
                                       .open = open,
                                       .begin = begin,
                                       .choose = choose,
                                       .pick = pick,
                                       .end = end };
