#include "runtime/strategy/race.h"
#include "runtime/strategy/chain.h"

enum { WAITS_MAX = 32 };

static struct path *path;
static const struct path_end *end;
static bool misused; /* a lock was taken from who held it: a release may be of nothing */

static inline void clock_put(uint32_t *to, const uint32_t *from)
{
    for (unsigned i = 0; i < path->width; i++) {
        to[i] = from[i];
    }
}

static inline void clock_take(uint32_t *to, const uint32_t *from)
{
    for (unsigned i = 0; i < path->width; i++) {
        /* both have `width` entries; the analyser thinks that it may change on the way */
        to[i] = from[i] > to[i] ? from[i] : to[i]; // NOLINT(clang-analyzer-core.*)
    }
}

/*
 * The threads that can begin what is to be run from the state before step
 * `first` so that step `last`, with the clock `clock`, comes before it: of
 * what happens between them and is not after `first`, each thread's first
 * step, if nothing else of it has to come before.
 */
static uint64_t initials(int32_t first, int32_t last, unsigned last_thread, const uint32_t *clock)
{
    unsigned thread = path->steps[first].thread;
    uint32_t count = path->clocks[first][thread];
    uint32_t begins[THREADS_MAX];
    uint64_t seen = 0, found = 0;

    for (int32_t i = first + 1; i <= last; i++) {
        const uint32_t *here = i == last ? clock : path->clocks[i];
        unsigned other = i == last ? last_thread : path->steps[i].thread;
        bool is_first = true;
        if ((i < last && here[thread] >= count) || choice_has(seen, other)) {
            continue;
        }
        for (uint64_t rest = seen; rest != 0 && is_first; rest &= rest - 1) {
            unsigned before = choice_lowest(rest);
            is_first = here[before] < begins[before];
        }
        seen |= (uint64_t)1 << other;
        begins[other] = i == last ? UINT32_MAX : here[other];
        found |= (uint64_t)is_first << other;
    }
    return found;
}

static void race_note(int32_t first, int32_t last, unsigned last_thread, const uint32_t *clock)
{
    struct step *step = &path->steps[first];
    uint64_t starts = initials(first, last, last_thread, clock);

    /* who has been tried there, or sleeps, leads to the other order as well */
    if (((step->backtrack | step->done | step->sleep) & starts) == 0) {
        uint64_t possible = starts & step->candidates;
        step->backtrack |= possible != 0 ? possible & -possible : step->candidates;
    }
}

/* A place that an operation touches, and what it does there. */
struct part {
    uintptr_t address;
    uint32_t size;
    enum role role;
};

struct event {
    const struct operation *operation;
    struct part parts[2];
    int32_t at; /* its index; one that was not executed has the path's length */
    unsigned thread;
    int32_t before; /* its thread's previous step, or CHAIN_NONE */
    uint32_t cause; /* as in a step */
    uint32_t clock[THREADS_MAX];
    uint32_t later[THREADS_MAX];   /* what is before it, and takes no part in races with it */
    int32_t waited_for[WAITS_MAX]; /* which steps these are */
    unsigned wait_count;
};

static void parts_of(const struct operation *operation, struct part parts[2])
{
    parts[0] =
        (struct part){ operation->address, operation->size, operation_role(operation->kind) };
    parts[1] = (struct part){ operation->second, 1,
                              operation->second == 0 ? ROLE_NONE
                                                     : operation_second_role(operation->kind) };
}

static bool parts_overlap(const struct part *a, const struct part *b)
{
    if (UNLIKELY(a->role == ROLE_PICTURE || b->role == ROLE_PICTURE)) {
        return true;
    }
    return a->address < b->address + b->size && b->address < a->address + a->size;
}

static bool step_is_seen(const uint32_t *clock, int32_t at)
{
    unsigned thread = path->steps[at].thread;

    return path->clocks[at][thread] <= clock[thread];
}

/* It was announced already before step `at`, and could have been executed there. */
static bool was_possible(const struct event *event, int32_t at)
{
    const struct step *step = &path->steps[at];
    uint64_t possible = step->candidates;

    if (event->operation->kind == OP_COND_WAKE) {
        possible &= ~step->expiring; /* it would have been another operation */
    }
    return event->before < at && choice_has(possible, event->thread);
}

static bool role_lets_go(enum role role)
{
    return role == ROLE_RELEASE || role == ROLE_RELEASE_SHARED || role == ROLE_POST ||
           role == ROLE_WRITE;
}

/*
 * Something after step `at`, that can come without it, may have let the event
 * go: another post to the semaphore, the last of several readers' unlocks, the
 * signal. Then it may come before `at` after all.
 */
static bool may_be_let_go(const struct event *event, int32_t at)
{
    uintptr_t granules[2];

    if (event->cause > (uint32_t)at + 1 && !step_is_seen(path->clocks[event->cause - 1], at)) {
        return true;
    }
    for (unsigned i = 0; i < 2; i++) {
        if (event->parts[i].role == ROLE_NONE) {
            continue;
        }
        granules[i] = event->parts[i].address >> CHAIN_GRANULE_SHIFT;
        for (int32_t j = chain_newest(granules[i]); j > at; j = chain_next(path, j, granules[i])) {
            struct part parts[2];
            parts_of(&path->steps[j].operation, parts);
            if ((role_lets_go(parts[0].role) || role_lets_go(parts[1].role)) &&
                !step_is_seen(path->clocks[j], at)) {
                return true;
            }
        }
    }
    return false;
}

/* Its race with step `first`. What it had to wait for, and can come without that step, has to come
 * before it in the other order too. */
static void event_race(const struct event *event, int32_t first)
{
    uint32_t clock[THREADS_MAX];

    if (LIKELY(event->wait_count == 0)) {
        race_note(first, event->at, event->thread, event->clock);
        return;
    }
    clock_put(clock, event->clock);
    if (event->wait_count > WAITS_MAX) {
        clock_take(clock, event->later); /* more than needed, which costs runs only */
    }
    for (unsigned i = 0; i < event->wait_count && i < WAITS_MAX; i++) {
        const uint32_t *waited = path->clocks[event->waited_for[i]];
        if (!step_is_seen(waited, first)) {
            clock_take(clock, waited);
        }
    }
    race_note(first, event->at, event->thread, clock);
}

/* Notes what follows from a step that conflicts with the event and is not ordered before it as yet.
 * Returns whether all that is before that step is then before the event. */
static bool event_follow(struct event *event, int32_t at, enum relation relation)
{
    bool possible = was_possible(event, at);
    bool ordered = relation == RELATION_ORDER && !misused;
    bool waited = !possible && (ordered || (event->before < at && !may_be_let_go(event, at)));

    if (!waited) {
        event_race(event, at);
        clock_take(event->clock, path->clocks[at]);
        return true;
    }
    if (event->wait_count < WAITS_MAX) {
        event->waited_for[event->wait_count] = at;
    }
    event->wait_count++;
    clock_take(event->later, path->clocks[at]);
    return false;
}

/* Compares with one earlier step; returns a bit for each part of the event before which all else is
 * ordered through that step. */
static unsigned event_meet(struct event *event, int32_t at)
{
    enum relation relation = RELATION_NONE;
    struct part parts[2];
    unsigned covers = 0;

    parts_of(&path->steps[at].operation, parts);
    for (unsigned i = 0; i < 4; i++) {
        const struct part *here = &event->parts[i & 1], *there = &parts[i >> 1];
        if (here->role == ROLE_NONE || there->role == ROLE_NONE || !parts_overlap(here, there)) {
            continue;
        }
        enum relation between = role_relation(there->role, here->role);
        relation = between > relation ? between : relation;
        bool is_whole = there->address <= here->address &&
                        here->address + here->size <= there->address + there->size;
        bool excludes = there->role == ROLE_WRITE || there->role == ROLE_ACQUIRE;
        covers |= (unsigned)(is_whole && excludes) << (i & 1);
    }
    if (step_is_seen(event->clock, at)) {
        return covers;
    }
    if (relation == RELATION_NONE) {
        return 0;
    }
    return event_follow(event, at, relation) ? covers : 0;
}

static int32_t latest(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Goes back through the chains of what it touches, all at once in the order of time: an event takes
 * part in a race with a step only if nothing between them is after the one and before the other. */
static void event_meet_all(struct event *event)
{
    uintptr_t granules[2] = { event->parts[0].address >> CHAIN_GRANULE_SHIFT,
                              event->parts[1].address >> CHAIN_GRANULE_SHIFT };
    int32_t narrow[2] = { CHAIN_NONE, CHAIN_NONE }, wide = chain_newest_wide();

    for (unsigned i = 0; i < 2; i++) {
        if (event->parts[i].role != ROLE_NONE) {
            narrow[i] = chain_newest(granules[i]);
        }
    }
    unsigned open = (event->parts[0].role != ROLE_NONE) | (event->parts[1].role != ROLE_NONE) << 1;
    while (open != 0) {
        int32_t at = latest(latest(narrow[0], narrow[1]), wide);
        if (at == CHAIN_NONE) {
            return;
        }
        unsigned covered = event_meet(event, at);
        open &= ~covered;
        for (unsigned i = 0; i < 2; i++) {
            if ((covered >> i & 1) != 0) {
                narrow[i] = CHAIN_NONE;
            } else if (narrow[i] == at) {
                narrow[i] = chain_next(path, at, granules[i]);
            }
        }
        wide = wide == at ? path->steps[at].earlier[0] : wide;
    }
}

/* Which waiter a signal wakes is a part of the signal. */
static int32_t step_before_picks(int32_t at)
{
    while (path->steps[at].alternatives > 0) {
        at--;
    }
    return at;
}

static void event_make(struct event *event, const struct operation *operation, int32_t at,
                       unsigned thread, uint32_t cause)
{
    event->operation = operation;
    parts_of(operation, event->parts);
    event->at = at;
    event->thread = thread;
    event->before = chain_latest_of(thread);
    event->cause = cause;
    event->wait_count = 0;
    for (unsigned i = 0; i < path->width; i++) {
        event->clock[i] = event->before == CHAIN_NONE ? 0 : path->clocks[event->before][i];
        event->later[i] = 0;
    }
}

static void event_order(struct event *event)
{
    /* A timed join races with the thread's end itself. */
    if (event->cause != 0 && event->operation->kind != OP_TIMEDJOIN) {
        int32_t at = step_before_picks((int32_t)event->cause - 1);
        if (event->before < at && choice_has(path->steps[at].candidates, event->thread)) {
            race_note(at, event->at, event->thread, event->clock); /* it could have timed out */
        }
        clock_take(event->clock, path->clocks[at]);
    }
    if (chain_is_wide(event->operation)) {
        for (int32_t i = event->at - 1; i >= 0; i--) {
            event_meet(event, i);
        }
    } else {
        event_meet_all(event);
    }
    if (event->wait_count > 0) {
        clock_take(event->clock, event->later);
    }
}

static void step_order(int32_t at)
{
    struct step *step = &path->steps[at];
    struct event event;

    event_make(&event, &step->operation, at, step->thread, step->cause);
    event_order(&event);
    event.clock[step->thread]++;
    clock_put(path->clocks[at], event.clock);
}

/* What would have come next counts as well: it may be possible earlier. */
static void unfinished_order(unsigned thread)
{
    const struct operation *operation = &end->pending[thread];
    struct event event;

    event_make(&event, operation, (int32_t)path->length, thread, end->causes[thread]);
    if (operation->kind != OP_COND_WAKE || event.cause != 0) { /* else it was not woken */
        event_order(&event);
    }
}

static bool all_is_seen(const uint32_t *clock)
{
    for (unsigned i = 0; i < path->width; i++) {
        if (chain_latest_of(i) != CHAIN_NONE && !step_is_seen(clock, chain_latest_of(i))) {
            return false;
        }
    }
    return true;
}

/*
 * Where a step has ended the program (exit, a crash), all others were cut off:
 * it conflicts with all that they have done, and with what they would have.
 */
static void end_order(void)
{
    int32_t at = (int32_t)path->length - 1;
    uint32_t clock[THREADS_MAX] = { 0 };

    if (at < 0 || choice_has(end->unfinished, path->steps[at].thread) ||
        path->steps[at].operation.kind == OP_EXIT) {
        return;
    }
    at = step_before_picks(at);
    struct step *step = &path->steps[at];
    step->ends |= (uint64_t)1 << step->thread;
    step->backtrack |= end->unfinished & step->candidates;
    clock_take(clock, path->clocks[at]);
    for (int32_t i = at - 1; i >= 0 && !all_is_seen(clock); i--) {
        if (path->steps[i].alternatives == 0 && !step_is_seen(clock, i)) {
            race_note(i, at, step->thread, clock);
            clock_take(clock, path->clocks[i]);
        }
    }
}

void races_find(struct path *of, const struct path_end *path_end)
{
    uint32_t known = of->prefix > 0 ? of->prefix - 1 : 0;

    path = of;
    end = path_end;
    misused = false;
    chains_begin();
    for (uint32_t i = 0; i < path->length; i++) {
        if (i >= known) {
            step_order((int32_t)i);
        }
        misused |= path->steps[i].operation.kind == OP_UNLOCK_UNHELD;
        chain_link(path, (int32_t)i);
    }
    for (uint64_t rest = end->unfinished; rest != 0; rest &= rest - 1) {
        unfinished_order(choice_lowest(rest));
    }
    if (!end->abandoned) {
        end_order();
    }
}
