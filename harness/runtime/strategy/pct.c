/*
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and
 * Nagarakatte, ASPLOS 2010): threads have random priorities, the highest one
 * runs, and at d - 1 random points the one that runs falls below all others.
 * A bug of depth d is found with probability at least 1 / (n k^(d-1)) in a
 * schedule. The depths 2, 3 and 5 take turns.
 */
#include "runtime/engine/random.h"
#include "runtime/strategy/strategies.h"

enum { STREAM = 2, DEPTH_MAX = 5 };

static const unsigned DEPTHS[] = { 2, 3, 5 };
static uint64_t seed, turn;
static uint32_t length;
static struct random random_state;
static unsigned depth;
static uint32_t change_points[DEPTH_MAX];
static uint64_t priorities[THREADS_MAX];
static unsigned known_threads; /* how many have a priority */
static uint32_t choices;

static void open(uint64_t given, uint32_t given_length)
{
    seed = given;
    length = given_length;
}

static void begin(uint64_t number)
{
    turn = number;
    random_state = random_of(seed, STREAM, number);
    depth = DEPTHS[number % (sizeof DEPTHS / sizeof DEPTHS[0])];
    for (unsigned i = 0; i + 1 < depth; i++) {
        change_points[i] = random_below(&random_state, length) + 1;
    }
    known_threads = 0;
    choices = 0;
}

static unsigned choose(const struct choice *choice)
{
    uint64_t willing = choice_willing_by_turns(choice, turn);
    unsigned best = choice_lowest(willing);

    while (known_threads < choice->thread_count) {
        priorities[known_threads++] = DEPTH_MAX + (random_next(&random_state) >> 8);
    }
    choices++;
    for (unsigned i = 0; i + 1 < depth; i++) {
        if (choices == change_points[i]) {
            priorities[choice->current] = i;
        }
    }
    for (uint64_t rest = willing; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (priorities[thread] > priorities[best]) {
            best = thread;
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

const struct strategy STRATEGY_PCT = {
    .name = "pct", .open = open, .begin = begin, .choose = choose, .pick = pick, .end = end
};
