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

enum { STEPS_MAX = 1 << 14, PLACES_MAX = 1 << 15, GRANULE_SHIFT = 3, NONE = -1 };

struct step {
    struct operation operation;
    uint64_t candidates, sleep; /* in the state before */
    uint64_t backtrack, done;   /* threads to be tried there, and tried */
    uint32_t cause;             /* 1 + the step without which this one would not be possible */
    uint8_t thread;
    uint8_t alternative,
        alternatives;   /* which waiter a signal wakes; 0 alternatives: no such choice */
    int32_t earlier[2]; /* the step before that touches the same place, for each place */
};

struct path {
    uint32_t length; /* of the last run */
    uint32_t prefix; /* how much of it the next run has to follow */
    bool cut;        /* something was longer than could be kept */
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
static unsigned width; /* how many threads there are: of the clocks */

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
    width = 1;
}

/* Those that sleep were tried before from an earlier state; whoever conflicts with what is done now
 * has something new to show. */
static void sleepers_wake(const struct operation *done, unsigned thread,
                          const struct operation *pending)
{
    sleep_now &= ~((uint64_t)1 << thread);
    for (uint64_t rest = sleep_now; rest != 0; rest &= rest - 1) {
        unsigned sleeper = choice_lowest(rest);
        if (operation_conflicts(&pending[sleeper], done)) {
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
    step->operation = choice->pending[thread];
    if (choice_has(choice->expiring, thread) && step->operation.kind == OP_COND_WAKE) {
        step->operation.kind = OP_COND_TIMEOUT;
    }
    step->candidates = choice->candidates;
    step->cause = choice->causes[thread];
    step->thread = (uint8_t)thread;
    step->alternatives = 0;
}

static unsigned choose(const struct choice *choice)
{
    struct step *step = &path->steps[depth];
    unsigned thread;

    width = choice->thread_count > width ? choice->thread_count : width;
    if (UNLIKELY(depth == STEPS_MAX)) {
        path->cut = true;
        return STRATEGY_ABANDON;
    }
    if (depth + 1 < path->prefix) {
        depth++;
        return choice_has(choice->candidates, step->thread) ? step->thread : STRATEGY_ABANDON;
    }
    if (depth + 1 == path->prefix) {
        thread = step->thread; /* a new one, at the end of the old path */
        sleep_now = step->sleep | step->done;
    } else {
        thread = thread_prefer(choice);
        if (thread == STRATEGY_ABANDON) {
            return thread;
        }
        step->sleep = sleep_now;
        step->backtrack = step->done = 0;
    }
    step_record(step, choice, thread);
    sleepers_wake(&step->operation, thread, choice->pending);
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
    if (step->operation.second != 0) {
        struct place *place = place_find(step->operation.second >> GRANULE_SHIFT);
        step->earlier[1] = place->last;
        place->last = at;
    }
}

/* The step before `at` in the chain of a place. */
static int32_t chain_next(int32_t at, uintptr_t granule)
{
    const struct step *step = &path->steps[at];

    return step->operation.second >> GRANULE_SHIFT == granule ? step->earlier[1] : step->earlier[0];
}

static inline void clock_take(uint32_t *to, const uint32_t *from)
{
    for (unsigned i = 0; i < width; i++) {
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

    if ((step->backtrack & starts) == 0) {
        uint64_t possible = starts & step->candidates;
        step->backtrack |= possible != 0 ? possible & -possible : step->candidates;
    }
}

struct event {
    const struct operation *operation;
    int32_t at; /* its index; one that was not executed has the path's length */
    unsigned thread;
    int32_t before; /* its thread's previous step, or NONE */
    uint32_t clock[THREADS_MAX];
    uint32_t later[THREADS_MAX]; /* what is before it, and takes no part in races with it */
};

/* It was announced already before step `earlier`, and could not be executed there. */
static bool had_to_wait(const struct event *event, int32_t earlier)
{
    return event->before < earlier && !choice_has(path->steps[earlier].candidates, event->thread);
}

/* Compares with one earlier step; returns whether all before that is ordered through it. */
static bool event_meet(struct event *event, int32_t at, uintptr_t address, uint32_t size,
                       enum role role)
{
    const struct step *step = &path->steps[at];
    const struct operation *operation = &step->operation;
    bool on_second = operation->second != 0 && operation->second == address;
    enum role earlier =
        on_second ? operation_second_role(operation->kind) : operation_role(operation->kind);
    uintptr_t earlier_address = on_second ? operation->second : operation->address;
    uint32_t earlier_size = on_second ? 1 : operation->size;

    if (earlier_address >= address + size || address >= earlier_address + earlier_size) {
        return false;
    }
    bool covers = earlier_address <= address && address + size <= earlier_address + earlier_size &&
                  (earlier == ROLE_WRITE || earlier == ROLE_ACQUIRE);
    enum relation relation = role_relation(earlier, role);
    if (step->thread == event->thread || relation == RELATION_NONE) {
        return covers && relation != RELATION_NONE;
    }
    if (path->clocks[at][step->thread] <= event->clock[step->thread]) {
        return covers;
    }
    if (relation == RELATION_ORDER || had_to_wait(event, at)) {
        clock_take(event->later, path->clocks[at]);
        return false;
    }
    race_note(at, event->at, event->thread, event->clock);
    clock_take(event->clock, path->clocks[at]);
    return covers;
}

static void place_meet(struct event *event, uintptr_t address, uint32_t size, enum role role)
{
    if (role == ROLE_NONE) {
        return;
    }
    if (size > 1 && is_wide(event->operation)) {
        for (int32_t i = event->at - 1; i >= 0; i--) {
            event_meet(event, i, address, size, role);
        }
        return;
    }
    uintptr_t granule = address >> GRANULE_SHIFT;
    int32_t narrow = place_find(granule)->last, wide = last_wide;
    while (narrow != NONE || wide != NONE) { /* both chains, in the order of time */
        int32_t at = narrow > wide ? narrow : wide;
        if (event_meet(event, at, address, size, role)) {
            return;
        }
        if (at == narrow) {
            narrow = chain_next(at, granule);
        } else {
            wide = path->steps[at].earlier[0];
        }
    }
}

static void event_order(struct event *event, uint32_t cause)
{
    const struct operation *operation = event->operation;

    for (unsigned i = 0; i < width; i++) {
        event->clock[i] = event->before == NONE ? 0 : path->clocks[event->before][i];
        event->later[i] = 0;
    }
    if (cause != 0) {
        clock_take(event->clock, path->clocks[cause - 1]);
    }
    place_meet(event, operation->address, operation->size, operation_role(operation->kind));
    if (operation->second != 0) {
        place_meet(event, operation->second, 1, operation_second_role(operation->kind));
    }
    clock_take(event->clock, event->later);
}

static void step_order(int32_t at)
{
    struct step *step = &path->steps[at];
    struct event event = { .operation = &step->operation,
                           .at = at,
                           .thread = step->thread,
                           .before = last_of[step->thread] };

    event_order(&event, step->cause);
    event.clock[step->thread]++;
    for (unsigned i = 0; i < width; i++) {
        path->clocks[at][i] = event.clock[i];
    }
}

/* What would have come next counts as well: it may be possible earlier. */
static void unfinished_order(unsigned thread, const struct operation *operation)
{
    struct event event = { .operation = operation,
                           .at = (int32_t)path->length,
                           .thread = thread,
                           .before = last_of[thread] };

    if (operation->kind != OP_COND_WAKE && operation->kind != OP_JOIN &&
        operation->kind != OP_START) {
        event_order(&event, 0);
    }
}

static void races_find(uint64_t unfinished, const struct operation *pending)
{
    uint32_t known = path->prefix > 0 ? path->prefix - 1 : 0;

    generation++;
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
    races_find(unfinished, pending);
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
