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

static struct witness *place_find(struct witness_list *list, const struct violation *violation)
{
    for (unsigned i = 0; i < list->count; i++) {
        if (violation_same(&list->items[i].violation, violation)) {
            return &list->items[i];
        }
    }
    return list->count < WITNESSES_MAX ? &list->items[list->count] : NULL;
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

void witness_add(struct witness_list *list, const struct schedule_result *result,
                 portfolio_order order, const char *strategy, uint64_t number)
{
    while (__atomic_exchange_n(&list->lock, 1, __ATOMIC_ACQUIRE) != 0) {
    }
    for (unsigned i = 0; i < result->violation_count; i++) {
        struct witness *witness = place_find(list, &result->violations[i]);
        bool is_new = witness == &list->items[list->count];
        if (witness != NULL && (is_new || order < witness->order)) {
            place_fill(witness, &result->violations[i], result);
            witness->order = order;
            witness->strategy = strategy;
            witness->number = number;
            list->count += is_new;
        }
    }
    __atomic_store_n(&list->lock, 0, __ATOMIC_RELEASE);
}

void witness_copy(struct witness *to, const struct witness *from)
{
    uint8_t *trace = to->trace;

    base_copy(to, from, sizeof *to);
    to->trace = trace;
    base_copy(trace, from->trace, from->step_count);
}

void witness_swap(struct witness *a, struct witness *b)
{
    static struct witness kept;

    base_copy(&kept, a, sizeof kept);
    base_copy(a, b, sizeof kept);
    base_copy(b, &kept, sizeof kept);
}
