/*
 * Search guided by who reads from whom, after "Greybox Fuzzing for Concurrency
 * Testing" (Wolff, Shi, Duck, Mathur and Roychoudhury, ASPLOS 2024): a plan is
 * a set of wishes, "this read shall see that write". A schedule is sampled as
 * in partial order sampling, but whoever would spoil a wish has to wait, as
 * long as there is another. A schedule that shows a pair of write and read that was never
 * seen before is kept, and new plans are made from those kept. A lock's
 * acquire reads from the release before it.
 */
#include "runtime/engine/random.h"
#include "runtime/strategy/strategies.h"

enum {
    STREAM = 4,
    WISHES_MAX = 8,
    PLANS_MAX = 256,
    PAIRS_SIZE = 1 << 14,
    CELLS_SIZE = 1 << 12,
    EVENTS_MAX = 1 << 10,
};

/* What is done where: the same in every schedule. */
struct event {
    uintptr_t pc, address;
};

struct wish {
    struct event write, read;
};

struct plan {
    unsigned count;
    struct wish wishes[WISHES_MAX];
};

/* Who wrote last. */
struct cell {
    uintptr_t address;
    uint32_t generation;
    uintptr_t pc;
};

static uint64_t seed, turn;
static struct random random_state;
/* What is known of the program from all schedules so far. Shared memory. */
static struct {
    unsigned plan_count, write_count, read_count;
    uint64_t pairs[PAIRS_SIZE]; /* hashes of the pairs seen so far; 0: free */
    struct plan plans[PLANS_MAX];
    struct event writes[EVENTS_MAX], reads[EVENTS_MAX];
} * known;
static struct cell *cells;
static uint32_t generation;
static struct plan plan;  /* of this schedule */
static struct wish fresh; /* a pair that this schedule was the first to show */
static bool is_fresh;
static uint64_t priorities[THREADS_MAX];
static unsigned known_threads;

static void open(uint64_t given, uint32_t length)
{
    (void)length;
    seed = given;
    if (known == NULL) {
        known = base_map_shared(sizeof *known);
        cells = base_map(CELLS_SIZE * sizeof *cells);
    }
    base_fill(known->pairs, 0, sizeof known->pairs);
    known->plan_count = known->write_count = known->read_count = 0;
}

/* A pair that may never have been seen: a write and a read of the same place. */
static bool wish_make(struct wish *wish)
{
    if (known->write_count == 0 || known->read_count == 0) {
        return false;
    }
    for (unsigned tries = 0; tries < 8; tries++) {
        wish->write = known->writes[random_below(&random_state, known->write_count)];
        wish->read = known->reads[random_below(&random_state, known->read_count)];
        if (wish->write.address == wish->read.address) {
            return true;
        }
    }
    return false;
}

/* A plan that is kept, with a wish more, or less, or another one. */
static void plan_mutate(void)
{
    unsigned kind = random_below(&random_state, 4);

    plan.count = 0;
    if (known->plan_count > 0 && kind > 0) {
        const struct plan *kept = &known->plans[random_below(&random_state, known->plan_count)];
        plan.count = kept->count;
        for (unsigned i = 0; i < kept->count; i++) {
            plan.wishes[i] = kept->wishes[i];
        }
    }
    if (kind == 1 && plan.count > 0) {
        plan.count--;
        plan.wishes[random_below(&random_state, plan.count + 1)] = plan.wishes[plan.count];
    } else {
        unsigned at =
            plan.count < WISHES_MAX ? plan.count : random_below(&random_state, WISHES_MAX);
        if (wish_make(&plan.wishes[at]) && at == plan.count) {
            plan.count++;
        }
    }
}

static void begin(uint64_t number)
{
    turn = number;
    random_state = random_of(seed, STREAM, number);
    if (++generation == 0) { /* the numbers begin anew */
        base_fill(cells, 0, CELLS_SIZE * sizeof *cells);
        generation = 1;
    }
    known_threads = 0;
    is_fresh = false;
    plan_mutate();
}

static struct cell *cell_find(uintptr_t address)
{
    uint32_t slot = (uint32_t)((address * 0x9e3779b97f4a7c15u) >> 52);

    /* Where the table is full another place's cell is taken: then a wish is forgotten. */
    for (unsigned tries = 0; tries < 16; tries++) {
        struct cell *cell = &cells[(slot + tries) & (CELLS_SIZE - 1)];
        if (cell->generation != generation) {
            *cell = (struct cell){ address, generation, 0 };
            return cell;
        }
        if (cell->address == address) {
            return cell;
        }
    }
    cells[slot] = (struct cell){ address, generation, 0 };
    return &cells[slot];
}

static bool is_read(enum role role)
{
    return role == ROLE_READ || role == ROLE_ACQUIRE || role == ROLE_ACQUIRE_SHARED ||
           role == ROLE_TRY;
}

static bool is_write(enum role role)
{
    return role == ROLE_WRITE || role == ROLE_RELEASE || role == ROLE_POST;
}

static bool is_event(const struct event *event, const struct operation *operation)
{
    return event->pc == operation->pc && event->address == operation->address;
}

/* Would this operation now make a wish impossible, as far as one can see? */
static bool spoils(const struct operation *operation)
{
    enum role role = operation_role(operation->kind);

    for (unsigned i = 0; i < plan.count; i++) {
        const struct wish *wish = &plan.wishes[i];
        if (wish->read.address != operation->address) {
            continue;
        }
        bool is_ready = cell_find(operation->address)->pc == wish->write.pc;
        if (is_read(role) && is_event(&wish->read, operation) && !is_ready) {
            return true;
        }
        if (is_write(role) && is_ready && !is_event(&wish->write, operation)) {
            return true;
        }
    }
    return false;
}

static void event_keep(struct event *events, unsigned *count, const struct operation *operation)
{
    for (unsigned i = 0; i < *count; i++) {
        if (is_event(&events[i], operation)) {
            return;
        }
    }
    if (*count < EVENTS_MAX) {
        events[(*count)++] = (struct event){ operation->pc, operation->address };
    }
}

/* Whether the pair is a new one; it is then known. */
static bool pair_add(const struct wish *pair)
{
    struct random hash = { pair->write.pc * 31 + pair->read.pc * 17 + pair->read.address };
    uint64_t key = random_next(&hash) | 1;
    uint32_t slot = (uint32_t)(key >> 32) & (PAIRS_SIZE - 1);

    for (unsigned tries = 0; tries < 16; tries++) {
        uint64_t *place = &known->pairs[(slot + tries) & (PAIRS_SIZE - 1)];
        if (*place == key) {
            return false;
        }
        if (*place == 0) {
            *place = key;
            return true;
        }
    }
    return false;
}

static void pair_note(const struct operation *read, uintptr_t write_pc)
{
    struct wish pair = { { write_pc, read->address }, { read->pc, read->address } };

    event_keep(known->reads, &known->read_count, read);
    if (pair_add(&pair)) {
        fresh = pair;
        is_fresh = true;
    }
}

static void operation_note(const struct operation *operation)
{
    enum role role = operation_role(operation->kind);

    if (is_read(role)) {
        pair_note(operation, cell_find(operation->address)->pc);
    }
    if (is_write(role)) {
        cell_find(operation->address)->pc = operation->pc;
        event_keep(known->writes, &known->write_count, operation);
    }
}

static unsigned highest(uint64_t set)
{
    unsigned best = choice_lowest(set);

    for (; set != 0; set &= set - 1) {
        unsigned thread = choice_lowest(set);
        best = priorities[thread] > priorities[best] ? thread : best;
    }
    return best;
}

static unsigned choose(const struct choice *choice)
{
    uint64_t willing = choice_willing_by_turns(choice, turn), content = 0;

    while (known_threads < choice->thread_count) {
        priorities[known_threads++] = random_next(&random_state);
    }
    priorities[choice->current] = random_next(&random_state);
    for (uint64_t rest = willing; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        content |= (uint64_t)!spoils(&choice->pending[thread]) << thread;
    }
    unsigned chosen = highest(content != 0 ? content : willing);
    for (uint64_t rest = choice->candidates; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (thread != chosen &&
            operation_conflicts(&choice->pending[thread], &choice->pending[chosen])) {
            priorities[thread] = random_next(&random_state);
        }
    }
    operation_note(&choice->pending[chosen]);
    return chosen;
}

static unsigned pick(unsigned count)
{
    return random_below(&random_state, count);
}

static void plan_keep(void)
{
    unsigned at = known->plan_count < PLANS_MAX ? known->plan_count++
                                                : random_below(&random_state, PLANS_MAX);
    struct plan *kept = &known->plans[at];

    kept->count = 0;
    for (unsigned i = 0; i < plan.count; i++) {
        kept->wishes[kept->count++] = plan.wishes[i];
    }
    kept->wishes[kept->count < WISHES_MAX ? kept->count++ : 0] = fresh;
}

static enum search end(uint64_t unfinished, const struct operation *pending, bool complete)
{
    (void)unfinished;
    (void)pending;
    (void)complete;
    if (is_fresh) {
        plan_keep();
    }
    return SEARCH_GOES_ON;
}

const struct strategy STRATEGY_READS_FROM = { .name = "reads-from",
                                              .sees_all = true,
                                              .open = open,
                                              .begin = begin,
                                              .choose = choose,
                                              .pick = pick,
                                              .end = end };
