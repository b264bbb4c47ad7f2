/*
 * Dynamic partial order reduction: of all schedules that order the conflicting
 * operations alike, about one is run. Source sets with sleep sets, as in
 * Algorithm 1 of Abdulla, Aronis, Jonsson and Sagonas, "Source Sets: A
 * Foundation for Optimal Dynamic Partial Order Reduction", JACM 64(4), 2017.
 *
 * The path is the schedule that was run last. After each run, every race in it
 * (two operations that conflict, with nothing else that orders them) adds to
 * the state before the earlier one a thread that leads to the other order; and
 * the deepest state that has such a thread left is where the next run turns
 * off. When none is left, every order of conflicting operations was seen.
 *
 * An acquire races with the acquire before it, not with the release between
 * them, which cannot come later than it.
 */
#include "runtime/strategy/race.h"
#include "runtime/strategy/strategies.h"

static struct path *path; /* shared memory */
static uint32_t depth;    /* of the run that goes on */
static uint64_t sleep_now;
static const uint32_t NO_CAUSES[THREADS_MAX];
static const uint32_t *causes; /* as in the last choice */
static bool abandoned;
static uint64_t waiting; /* who did so when it was abandoned */

static void cut_note(const char *why)
{
    if (path->cut == NULL) {
        path->cut = why;
    }
}

static void open(uint64_t seed, uint32_t length)
{
    (void)seed;
    (void)length;
    if (path == NULL) {
        path = base_map_shared(sizeof *path);
    }
    path->length = path->prefix = 0;
    path->cut = NULL;
    path->full = false;
}

static void begin(uint64_t number)
{
    (void)number;
    depth = 0;
    sleep_now = 0;
    causes = NO_CAUSES;
    abandoned = false;
    waiting = 0;
}

/* What a thread does if it is chosen now: a wait that times out touches more than one that ends. */
static struct operation operation_now(const struct choice *choice, unsigned thread)
{
    struct operation operation = choice->pending[thread];

    if (choice_has(choice->expiring, thread) && operation.kind == OP_COND_WAKE) {
        operation.kind = OP_COND_TIMEOUT;
    }
    return operation;
}

/* Those that sleep were tried before from an earlier state; whoever conflicts with what is done now
 * has something new to show. */
static void sleepers_wake(const struct operation *done, unsigned thread,
                          const struct choice *choice)
{
    sleep_now &= ~((uint64_t)1 << thread);
    for (uint64_t rest = sleep_now; rest != 0; rest &= rest - 1) {
        unsigned sleeper = choice_lowest(rest);
        const struct operation operation = operation_now(choice, sleeper);
        if (operation_conflicts(&operation, done)) {
            sleep_now &= ~((uint64_t)1 << sleeper);
        }
    }
}

static unsigned thread_prefer(const struct choice *choice)
{
    uint64_t awake = choice->candidates & ~sleep_now;
    uint64_t patient = awake & ~choice->expiring;

    if (patient != 0) {
        awake = patient;
    }
    if ((awake & ~choice->yielding) != 0) {
        awake &= ~choice->yielding;
    }
    return awake == 0                           ? STRATEGY_ABANDON
           : choice_has(awake, choice->current) ? choice->current
                                                : choice_lowest(awake);
}

static void step_record(struct step *step, const struct choice *choice, unsigned thread)
{
    step->operation = operation_now(choice, thread);
    if (UNLIKELY(step->operation.kind == OP_CANCEL)) {
        cut_note("pthread_cancel may end waits that it does not name");
    }
    step->candidates = choice->candidates;
    step->expiring = choice->expiring;
    step->cause = choice->causes[thread];
    step->thread = (uint8_t)thread;
    step->alternatives = 0;
}

/* Who cannot go on because others hold what it is to acquire. */
static uint64_t who_waits(const struct choice *choice)
{
    uint64_t waits = 0;

    for (unsigned i = 0; i < choice->thread_count; i++) {
        enum role role = operation_role(choice->pending[i].kind);
        enum role second = operation_second_role(choice->pending[i].kind);
        bool acquires =
            role == ROLE_ACQUIRE || role == ROLE_ACQUIRE_SHARED || second == ROLE_ACQUIRE;
        waits |= (uint64_t)(acquires && !choice_has(choice->candidates, i)) << i;
    }
    return waits;
}

static unsigned choose(const struct choice *choice)
{
    struct step *step = &path->steps[depth];
    unsigned thread;

    causes = choice->causes;
    if (UNLIKELY(choice->thread_count > path->width)) {
        path->width = choice->thread_count;
    }
    if (UNLIKELY(depth == PATH_STEPS_MAX)) {
        cut_note("a schedule has more steps than can be kept");
        path->full = abandoned = true;
        return STRATEGY_ABANDON;
    }
    if (depth < path->prefix && UNLIKELY(!choice_has(choice->candidates, step->thread))) {
        cut_note("the program went otherwise when a schedule was repeated");
        abandoned = true;
        return STRATEGY_ABANDON;
    }
    if (depth + 1 < path->prefix) {
        depth++;
        return step->thread;
    }
    if (depth + 1 == path->prefix) {
        thread = step->thread; /* a new one, at the end of the old path */
        sleep_now = step->sleep | (step->done & ~step->ends);
    } else {
        thread = thread_prefer(choice);
        if (thread == STRATEGY_ABANDON) {
            abandoned = true;
            waiting = who_waits(choice);
            return thread;
        }
        step->sleep = sleep_now;
        step->backtrack = step->done = step->ends = 0;
    }
    step_record(step, choice, thread);
    sleepers_wake(&step->operation, thread, choice);
    depth++;
    return thread;
}

static unsigned pick(unsigned count)
{
    struct step *step = &path->steps[depth];

    if (UNLIKELY(depth == PATH_STEPS_MAX)) {
        cut_note("a schedule has more steps than can be kept");
        path->full = true;
        return 0;
    }
    if (depth >= path->prefix) {
        *step = (struct step){ .operation = { .kind = OP_YIELD },
                               .sleep = sleep_now,
                               .thread = depth > 0 ? path->steps[depth - 1].thread : 0,
                               .alternatives = (uint8_t)count };
    } else if (depth + 1 == path->prefix) {
        sleep_now = step->sleep;
    }
    depth++;
    return step->alternative;
}

static bool path_turn(void)
{
    for (uint32_t i = path->length; i-- > 0;) {
        struct step *step = &path->steps[i];
        if (step->alternatives > 0) {
            if (step->alternative + 1 < step->alternatives) {
                step->alternative++;
                path->prefix = i + 1;
                return true;
            }
            continue;
        }
        step->done |= (uint64_t)1 << step->thread;
        uint64_t left = step->backtrack & ~step->done & ~step->sleep;
        if (left != 0) {
            step->thread = (uint8_t)choice_lowest(left);
            path->prefix = i + 1;
            return true;
        }
    }
    return false;
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    path->length = depth;
    if (!complete) {
        cut_note("a schedule did not come to its end, or a loop went round too often");
    }
    races_find(path, &(struct path_end){ .unfinished = abandoned ? waiting : unfinished,
                                         .pending = pending,
                                         .causes = causes,
                                         .abandoned = abandoned });
    if (!path->full && path_turn()) {
        return SEARCH_GOES_ON;
    }
    return path->cut != NULL ? SEARCH_GAVE_UP : SEARCH_EXHAUSTED;
}

static const char *reason(void)
{
    return path->cut;
}

const struct strategy STRATEGY_DPOR = { .name = "dpor",
                                        .sees_all = true,
                                        .open = open,
                                        .begin = begin,
                                        .choose = choose,
                                        .pick = pick,
                                        .end = end,
                                        .reason = reason };
