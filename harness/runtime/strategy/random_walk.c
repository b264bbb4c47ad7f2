/*
 * A random walk: at every point any candidate, all equally likely.
 */
#include "runtime/engine/random.h"
#include "runtime/strategy/strategies.h"

enum { STREAM = 1 };

static uint64_t seed, turn;
static struct random random_state;

static void open(uint64_t given, uint32_t length)
{
    (void)length;
    seed = given;
}

static void begin(uint64_t number)
{
    turn = number;
    random_state = random_of(seed, STREAM, number);
}

static unsigned choose(const struct choice *choice)
{
    uint64_t willing = choice_willing_by_turns(choice, turn);

    return choice_nth(willing,
                      random_below(&random_state, (unsigned)__builtin_popcountll(willing)));
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

const struct strategy STRATEGY_RANDOM = {
    .name = "random", .open = open, .begin = begin, .choose = choose, .pick = pick, .end = end
};
