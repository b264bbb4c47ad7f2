/*
 * Depth-first search with a preemption bound (Musuvathi and Qadeer, PLDI
 * 2007): all schedules with no preemption, then all with at most one, and so
 * on. Most bugs need two or fewer. Every choice is remembered as a number
 * among its alternatives, the first of which is not to preempt.
 */
#include "runtime/strategy/strategies.h"

enum { CHOICES_MAX = 1 << 20, BOUND_MAX = 64 };

struct tree {
    uint32_t count; /* choices in the path that is to be followed */
    unsigned bound;
    bool bound_was_met; /* something was left out because of it */
    const char *cut;    /* why not all is seen, in a sentence; NULL: it is */
    uint8_t taken[CHOICES_MAX], alternatives[CHOICES_MAX];
};

static struct tree *tree; /* shared memory */
static uint32_t at;
static unsigned preemptions;

static void cut_note(const char *why)
{
    if (tree->cut == NULL) {
        tree->cut = why;
    }
}

static void open(uint64_t seed, uint32_t length)
{
    (void)seed;
    (void)length;
    if (tree == NULL) {
        tree = base_map_shared(sizeof *tree);
    }
    tree->count = 0;
    tree->bound = 0;
    tree->bound_was_met = false;
    tree->cut = NULL;
}

static void begin(uint64_t number)
{
    (void)number;
    at = 0;
    preemptions = 0;
}

/* Which of `count` alternatives this path takes here. */
static unsigned path_follow(unsigned count)
{
    if (at == CHOICES_MAX) {
        cut_note("a schedule has more choices than can be kept");
        return 0;
    }
    if (at >= tree->count) {
        tree->taken[at] = 0;
        tree->count = at + 1;
    }
    tree->alternatives[at] = (uint8_t)count;
    return tree->taken[at++];
}

static unsigned choose(const struct choice *choice)
{
    uint64_t willing = choice_willing(choice);
    /* Whoever yields is left out while there are others: then not all was tried. */
    if (choice->yielding != 0 && willing != choice->candidates) {
        cut_note("a thread that yields is not taken while there are others");
    }
    bool goes_on = choice_has(willing & ~choice->expiring, choice->current);
    uint64_t others = willing & ~((uint64_t)1 << choice->current);

    if (!goes_on) {
        unsigned count = (unsigned)__builtin_popcountll(willing);
        return choice_nth(willing, count > 1 ? path_follow(count) : 0);
    }
    if (others == 0) {
        return choice->current;
    }
    if (preemptions >= tree->bound) {
        tree->bound_was_met = true;
        return choice->current;
    }
    unsigned taken = path_follow((unsigned)__builtin_popcountll(others) + 1);
    if (taken == 0) {
        return choice->current;
    }
    preemptions++;
    return choice_nth(others, taken - 1);
}

static unsigned pick(unsigned count)
{
    return path_follow(count);
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    (void)unfinished;
    (void)pending;
    if (!complete) {
        cut_note("a schedule did not come to its end");
    }
    uint32_t last = at < tree->count ? at : tree->count;
    while (last > 0 && tree->taken[last - 1] + 1 >= tree->alternatives[last - 1]) {
        last--;
    }
    tree->count = last;
    if (last > 0) {
        tree->taken[last - 1]++;
        return SEARCH_GOES_ON;
    }
    if (!tree->bound_was_met || tree->bound == BOUND_MAX) {
        if (tree->bound == BOUND_MAX) {
            cut_note("more preemptions are needed than are tried");
        }
        return tree->cut != NULL ? SEARCH_GAVE_UP : SEARCH_EXHAUSTED;
    }
    tree->bound++;
    tree->bound_was_met = false;
    return SEARCH_GOES_ON;
}

static const char *reason(void)
{
    return tree->cut;
}

const struct strategy STRATEGY_BOUNDED = { .name = "preemption-bounded",
                                           .open = open,
                                           .begin = begin,
                                           .choose = choose,
                                           .pick = pick,
                                           .end = end,
                                           .reason = reason };
