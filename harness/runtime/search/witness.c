#include "runtime/search/witness.h"

struct witness_list *witness_list_new(void)
{
    struct witness_list *list = base_map_shared(sizeof *list);

    for (unsigned i = 0; i < WITNESSES_MAX; i++) {
        list->items[i].trace = base_map_shared(STEPS_MAX);
    }
    return list;
}

unsigned trace_thread_count(const uint8_t *trace, uint32_t step_count)
{
    uint64_t seen = 0;

    for (uint32_t i = 0; i < step_count; i++) {
        if ((trace[i] & TRACE_WOKEN) == 0) {
            seen |= (uint64_t)1 << (trace[i] & (THREADS_MAX - 1));
        }
    }
    return (unsigned)__builtin_popcountll(seen);
}

static unsigned rank_of(const struct witness *witness)
{
    return violation_rank(witness->violation.kind);
}

static bool comes_before(unsigned rank, portfolio_order order, const struct witness *other)
{
    return rank != rank_of(other) ? rank < rank_of(other) : order < other->order;
}

/* A full list keeps what matters more, and of that what was found first. */
static struct witness *place_make(struct witness_list *list, const struct violation *violation,
                                  portfolio_order order)
{
    struct witness *last = &list->items[0];

    if (list->count < WITNESSES_MAX) {
        return &list->items[list->count++];
    }
    list->more = true;
    for (unsigned i = 1; i < list->count; i++) {
        last = comes_before(rank_of(last), last->order, &list->items[i]) ? &list->items[i] : last;
    }
    return comes_before(violation_rank(violation->kind), order, last) ? last : NULL;
}

static struct witness *place_find(struct witness_list *list, const struct violation *violation,
                                  portfolio_order order)
{
    for (unsigned i = 0; i < list->count; i++) {
        if (violation_same(&list->items[i].violation, violation)) {
            return order < list->items[i].order ? &list->items[i] : NULL;
        }
    }
    return place_make(list, violation, order);
}

static void place_fill(struct witness *witness, const struct violation *violation,
                       const struct schedule_result *result)
{
    base_copy(&witness->violation, violation, sizeof *violation);
    witness->hash = result->hash;
    witness->step_count = result->step_count;
    witness->preemptions = result->preemptions;
    witness->thread_count = trace_thread_count(result->trace, result->step_count);
    witness->expired = result->expired;
    witness->early = result->early;
    base_copy(witness->trace, result->trace, result->step_count);
}

bool witness_add(struct witness_list *list, const struct schedule_result *result,
                 portfolio_order order, const char *strategy, uint64_t number)
{
    bool stops = false;

    while (__atomic_exchange_n(&list->lock, 1, __ATOMIC_ACQUIRE) != 0) {
    }
    list->more |= result->more_violations;
    for (unsigned i = 0; i < result->violation_count; i++) {
        const struct violation *violation = &result->violations[i];
        if (list->outcomes_only && violation_rank(violation->kind) >= RANK_RACE) {
            continue;
        }
        struct witness *witness = place_find(list, violation, order);
        if (witness != NULL) {
            place_fill(witness, violation, result);
            witness->order = order;
            witness->strategy = strategy;
            witness->number = number;
        }
        stops |= violation_rank(violation->kind) != RANK_LEAK;
    }
    __atomic_store_n(&list->lock, 0, __ATOMIC_RELEASE);
    return stops;
}

void witness_copy(struct witness *to, const struct witness *from)
{
    uint8_t *trace = to->trace;

    base_copy(to, from, sizeof *to);
    to->trace = trace;
    base_copy(trace, from->trace, from->step_count);
}

static void swap(struct witness *a, struct witness *b)
{
    static struct witness kept;

    base_copy(&kept, a, sizeof kept);
    base_copy(a, b, sizeof kept);
    base_copy(b, &kept, sizeof kept);
}

/* The first schedule that shows more than a leak; PORTFOLIO_NEVER: none does. */
static portfolio_order first_find(const struct witness_list *list)
{
    portfolio_order first = PORTFOLIO_NEVER;

    for (unsigned i = 0; i < list->count; i++) {
        if (rank_of(&list->items[i]) != RANK_LEAK && list->items[i].order < first) {
            first = list->items[i].order;
        }
    }
    return first;
}

static void first_keep(struct witness_list *list)
{
    portfolio_order first = first_find(list);
    unsigned kept = 0;

    for (unsigned i = 0; i < list->count; i++) {
        struct witness *witness = &list->items[i];
        if (rank_of(witness) == RANK_LEAK ? witness->order <= first : witness->order == first) {
            swap(&list->items[kept++], witness);
        }
    }
    list->count = kept;
}

void witness_drop(struct witness_list *list, unsigned index)
{
    for (list->count--; index < list->count; index++) {
        swap(&list->items[index], &list->items[index + 1]);
    }
}

bool witness_matters(const struct witness_list *list)
{
    return first_find(list) != PORTFOLIO_NEVER;
}

void witness_choose(struct witness_list *list, bool all)
{
    if (!all) {
        first_keep(list);
    }
    for (unsigned i = 1; i < list->count; i++) {
        for (unsigned j = i; j > 0 && comes_before(rank_of(&list->items[j]), list->items[j].order,
                                                   &list->items[j - 1]);
             j--) {
            swap(&list->items[j], &list->items[j - 1]);
        }
    }
}
