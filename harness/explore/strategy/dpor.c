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
#include "explore/strategy.h"

enum { STEPS_MAX = 1 << 14, PLACES_MAX = 1 << 15, GRANULE_SHIFT = 3, WAITS_MAX = 32, NONE = -1 };

struct step {
    struct operation operation;
    uint64_t candidates, expiring, sleep; /* in the state before */
    uint64_t backtrack, done;             /* threads to be tried there, and tried */
    uint64_t ends;                        /* of these: whose step ended the program */
    uint32_t cause; /* 1 + the step without which this one would not be possible */
    uint8_t thread;
    uint8_t alternative,
        alternatives;   /* which waiter a signal wakes; 0 alternatives: no such choice */
    int32_t earlier[2]; /* the step before that touches the same place, for each place */
};

struct path {
    uint32_t length; /* of the last run */
    uint32_t prefix; /* how much of it the next run has to follow */
    uint32_t width;  /* how many threads there ever were: entries of a clock beyond are zero */
    bool cut;        /* something was longer than could be kept, or could not be followed */
    struct step steps[STEPS_MAX];
    uint32_t clocks[STEPS_MAX][THREADS_MAX]; /* how many steps of each thread happen before */
};

/* The last step that touches a place. */
struct place {
    uintptr_t granule;
    uint32_t generation;
    int32_t last;
};

static struct path *path; /* shared memory */
static struct place *places;
static uint32_t generation;
static uint32_t depth; /* of the run that goes on */
static uint64_t sleep_now;
static int32_t last_wide; /* the last step that touches more than one place at once */
static int32_t last_of[THREADS_MAX];
static bool misused;           /* a lock was taken from who held it: a release may be of nothing */
static const uint32_t *causes; /* as in the last choice */
static bool abandoned;
static uint64_t waiting; /* who did so when it was abandoned */

static void open(uint64_t seed, uint32_t length)
{
    (void)seed;
    (void)length;
    if (path == NULL) {
        path = base_map_shared(sizeof *path);
        places = base_map(PLACES_MAX * sizeof *places);
    }
    path->length = path->prefix = 0;
    path->cut = false;
}

static void begin(uint64_t number)
{
    (void)number;
    depth = 0;
    sleep_now = 0;
    abandoned = false;
    waiting = 0;
}

/* What a thread does if it is chosen now: a wait that times out touches more than one that ends. */
static struct operation operation_now(const struct choice *choice, unsigned thread)
{
    struct operation operation = choice->pending[thread];

    if (choice_has(choice->expiring, thread) && operation.kind == OP_COND_WAKE) {
        operation.kind = OP_COND_TIMEOUT;
    } else if (choice_has(choice->expiring, thread) && operation.kind == OP_JOIN) {
        operation.kind = OP_TRYJOIN;
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
    path->cut |= step->operation.kind == OP_CANCEL; /* it may end waits that it does not name */
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
    if (UNLIKELY(depth == STEPS_MAX)) {
        path->cut = abandoned = true;
        return STRATEGY_ABANDON;
    }
    if (depth + 1 < path->prefix) {
        if (UNLIKELY(!choice_has(choice->candidates, step->thread))) {
            path->cut = abandoned = true; /* the program is not what it was in the last run */
            return STRATEGY_ABANDON;
        }
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

    if (UNLIKELY(depth == STEPS_MAX)) {
        path->cut = true;
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

static struct place *place_find(uintptr_t granule)
{
    uint32_t slot = (uint32_t)((granule * 0x9e3779b97f4a7c15u) >> 49);

    while (places[slot].generation == generation && places[slot].granule != granule) {
        slot = (slot + 1) & (PLACES_MAX - 1);
    }
    if (places[slot].generation != generation) {
        places[slot] = (struct place){ granule, generation, NONE };
    }
    return &places[slot];
}

static bool is_wide(const struct operation *operation)
{
    return operation->size > 1 && operation->address >> GRANULE_SHIFT !=
                                      (operation->address + operation->size - 1) >> GRANULE_SHIFT;
}

/* Steps that touch the same place form a chain, the newest first. */
static void step_link(int32_t at)
{
    struct step *step = &path->steps[at];

    last_of[step->thread] = at;
    misused |= step->operation.kind == OP_UNLOCK_UNHELD;
    step->earlier[0] = step->earlier[1] = NONE;
    if (operation_role(step->operation.kind) == ROLE_NONE) {
        /* touches nothing */
    } else if (is_wide(&step->operation)) {
        step->earlier[0] = last_wide;
        last_wide = at;
    } else {
        struct place *place = place_find(step->operation.address >> GRANULE_SHIFT);
        step->earlier[0] = place->last;
        place->last = at;
    }
    if (operation_second_role(step->operation.kind) != ROLE_NONE && step->operation.second != 0) {
        struct place *place = place_find(step->operation.second >> GRANULE_SHIFT);
        step->earlier[1] = place->last != at ? place->last : step->earlier[0];
        place->last = at;
    }
}

/* The step before `at` in the chain of a place. */
static int32_t chain_next(int32_t at, uintptr_t granule)
{
    const struct step *step = &path->steps[at];

    return step->operation.second >> GRANULE_SHIFT == granule ? step->earlier[1] : step->earlier[0];
}

static inline void clock_put(uint32_t *to, const uint32_t *from)
{
    for (unsigned i = 0; i < path->width; i++) {
        to[i] = from[i];
    }
}

static inline void clock_take(uint32_t *to, const uint32_t *from)
{
    for (unsigned i = 0; i < path->width; i++) {
        to[i] = from[i] > to[i] ? from[i] : to[i];
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
    int32_t before; /* its thread's previous step, or NONE */
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
        granules[i] = event->parts[i].address >> GRANULE_SHIFT;
        for (int32_t j = place_find(granules[i])->last; j > at; j = chain_next(j, granules[i])) {
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
    uintptr_t granules[2] = { event->parts[0].address >> GRANULE_SHIFT,
                              event->parts[1].address >> GRANULE_SHIFT };
    int32_t narrow[2] = { NONE, NONE }, wide = last_wide;

    for (unsigned i = 0; i < 2; i++) {
        if (event->parts[i].role != ROLE_NONE) {
            narrow[i] = place_find(granules[i])->last;
        }
    }
    unsigned open = (event->parts[0].role != ROLE_NONE) | (event->parts[1].role != ROLE_NONE) << 1;
    while (open != 0) {
        int32_t at = latest(latest(narrow[0], narrow[1]), wide);
        if (at == NONE) {
            return;
        }
        unsigned covered = event_meet(event, at);
        open &= ~covered;
        for (unsigned i = 0; i < 2; i++) {
            if ((covered >> i & 1) != 0) {
                narrow[i] = NONE;
            } else if (narrow[i] == at) {
                narrow[i] = chain_next(at, granules[i]);
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
    event->before = last_of[thread];
    event->cause = cause;
    event->wait_count = 0;
    for (unsigned i = 0; i < path->width; i++) {
        event->clock[i] = event->before == NONE ? 0 : path->clocks[event->before][i];
        event->later[i] = 0;
    }
}

static void event_order(struct event *event)
{
    if (event->cause != 0 && event->operation->kind != OP_TRYJOIN) {
        int32_t at = step_before_picks((int32_t)event->cause - 1);
        if (event->before < at && choice_has(path->steps[at].candidates, event->thread)) {
            race_note(at, event->at, event->thread, event->clock); /* it could have timed out */
        }
        clock_take(event->clock, path->clocks[at]);
    }
    if (is_wide(event->operation)) {
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
static void unfinished_order(unsigned thread, const struct operation *operation)
{
    struct event event;

    event_make(&event, operation, (int32_t)path->length, thread, causes[thread]);
    if (operation->kind != OP_COND_WAKE || event.cause != 0) { /* else it was not woken */
        event_order(&event);
    }
}

static bool all_is_seen(const uint32_t *clock)
{
    for (unsigned i = 0; i < path->width; i++) {
        if (last_of[i] != NONE && !step_is_seen(clock, last_of[i])) {
            return false;
        }
    }
    return true;
}

/*
 * Where a step has ended the program (exit, a crash), all others were cut off:
 * it conflicts with all that they have done, and with what they would have.
 */
static void end_order(uint64_t unfinished)
{
    int32_t at = (int32_t)path->length - 1;
    uint32_t clock[THREADS_MAX] = { 0 };

    if (abandoned || at < 0 || choice_has(unfinished, path->steps[at].thread) ||
        path->steps[at].operation.kind == OP_EXIT) {
        return;
    }
    at = step_before_picks(at);
    struct step *step = &path->steps[at];
    step->ends |= (uint64_t)1 << step->thread;
    step->backtrack |= unfinished & step->candidates;
    clock_take(clock, path->clocks[at]);
    for (int32_t i = at - 1; i >= 0 && !all_is_seen(clock); i--) {
        if (path->steps[i].alternatives == 0 && !step_is_seen(clock, i)) {
            race_note(i, at, step->thread, clock);
            clock_take(clock, path->clocks[i]);
        }
    }
}

static void races_find(uint64_t unfinished, const struct operation *pending)
{
    uint32_t known = path->prefix > 0 ? path->prefix - 1 : 0;

    generation++;
    misused = false;
    last_wide = NONE;
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        last_of[i] = NONE;
    }
    for (uint32_t i = 0; i < path->length; i++) {
        if (i >= known) {
            step_order((int32_t)i);
        }
        step_link((int32_t)i);
    }
    for (uint64_t rest = unfinished; rest != 0; rest &= rest - 1) {
        unfinished_order(choice_lowest(rest), &pending[choice_lowest(rest)]);
    }
    end_order(unfinished);
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
    path->cut |= !complete;
    races_find(abandoned ? waiting : unfinished, pending);
    if (path_turn()) {
        return SEARCH_GOES_ON;
    }
    return path->cut ? SEARCH_GAVE_UP : SEARCH_EXHAUSTED;
}

const struct strategy STRATEGY_DPOR = { .name = "dpor",
                                        .sees_all = true,
                                        .open = open,
                                        .begin = begin,
                                        .choose = choose,
                                        .pick = pick,
                                        .end = end };
