#include "explore/found.h"

struct found_list *found_list_new(void)
{
    struct found_list *list = base_map_shared(sizeof *list);

    for (unsigned i = 0; i < FOUND_MAX; i++) {
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

static struct found *place_find(struct found_list *list, const struct violation *violation)
{
    for (unsigned i = 0; i < list->count; i++) {
        if (violation_same(&list->items[i].violation, violation)) {
            return &list->items[i];
        }
    }
    return list->count < FOUND_MAX ? &list->items[list->count] : NULL;
}

static void place_fill(struct found *found, const struct violation *violation,
                       const struct schedule_result *result)
{
    base_copy(&found->violation, violation, sizeof *violation);
    found->hash = result->hash;
    found->step_count = result->step_count;
    found->preemptions = result->preemptions;
    found->thread_count = trace_thread_count(result->trace, result->step_count);
    found->expired = result->expired;
    base_copy(found->trace, result->trace, result->step_count);
}

void found_add(struct found_list *list, const struct schedule_result *result, track_order order,
               const char *strategy, uint64_t number)
{
    while (__atomic_exchange_n(&list->lock, 1, __ATOMIC_ACQUIRE) != 0) {
    }
    for (unsigned i = 0; i < result->violation_count; i++) {
        struct found *found = place_find(list, &result->violations[i]);
        bool is_new = found == &list->items[list->count];
        if (found != NULL && (is_new || order < found->order)) {
            place_fill(found, &result->violations[i], result);
            found->order = order;
            found->strategy = strategy;
            found->number = number;
            list->count += is_new;
        }
    }
    __atomic_store_n(&list->lock, 0, __ATOMIC_RELEASE);
}

void found_swap(struct found *a, struct found *b)
{
    static struct found kept;

    base_copy(&kept, a, sizeof kept);
    base_copy(a, b, sizeof kept);
    base_copy(b, &kept, sizeof kept);
}
