#include "enumeration.h"

#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct set *set, uint64_t digest)
{
    size_t slot = (digest * 0x9e3779b97f4a7c15u) >> 20 & (set->capacity - 1);

    while (set->slots[slot] != 0 && set->slots[slot] != digest) {
        slot = (slot + 1) & (set->capacity - 1);
    }
    return slot;
}

static void set_grow(struct set *set)
{
    struct set larger = { .capacity = set->capacity == 0 ? 64 : set->capacity * 4 };

    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL) {
        abort();
    }
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->slots[i] != 0) {
            set_add(&larger, set->slots[i]);
        }
    }
    free(set->slots);
    *set = larger;
}

bool set_add(struct set *set, uint64_t digest)
{
    digest |= digest == 0;
    if (set->count * 2 >= set->capacity) {
        set_grow(set);
    }
    size_t slot = slot_of(set, digest);
    if (set->slots[slot] != 0) {
        return false;
    }
    set->slots[slot] = digest;
    set->count++;
    return true;
}

bool set_has(const struct set *set, uint64_t digest)
{
    digest |= digest == 0;
    return set->count > 0 && set->slots[slot_of(set, digest)] != 0;
}

bool set_equal(const struct set *a, const struct set *b)
{
    for (size_t i = 0; i < a->capacity; i++) {
        if (a->slots[i] != 0 && !set_has(b, a->slots[i])) {
            return false;
        }
    }
    return a->count == b->count;
}

void set_free(struct set *set)
{
    free(set->slots);
    memset(set, 0, sizeof *set);
}

struct search_of_all {
    uint64_t (*digest)(
        const struct sim *); /* what two that go on alike have in common; NULL: none */
    size_t limit;
    struct set known;
    void (*visit)(const struct sim *end, void *context);
    void *context;
};

static int all_from(const struct sim *sim, struct search_of_all *search)
{
    uint64_t expiring, candidates = sim_candidates(sim, &expiring);
    int status = 0;

    if (search->digest != NULL && !set_add(&search->known, search->digest(sim))) {
        return 0;
    }
    if (search->digest != NULL && search->known.count > search->limit) {
        return -1;
    }
    if (candidates == 0) {
        search->visit(sim, search->context);
    }
    for (; candidates != 0 && status == 0; candidates &= candidates - 1) {
        unsigned thread = choice_lowest(candidates), waiter = 0;
        do {
            struct sim next = *sim;
            sim_step(&next, thread, waiter);
            status = all_from(&next, search);
        } while (++waiter < sim_alternatives(sim, thread) && status == 0);
    }
    return status;
}

static int all(const struct sim_program *program, struct search_of_all *search)
{
    struct sim sim;

    sim_begin(&sim, program);
    int status = all_from(&sim, search);
    set_free(&search->known);
    return status;
}

void enumerate_schedules(const struct sim_program *program,
                         void (*visit)(const struct sim *end, void *context), void *context)
{
    struct search_of_all search = { .visit = visit, .context = context };

    all(program, &search);
}

static uint64_t class_of(const struct sim *sim)
{
    return sim->trace_class;
}

static void class_visit(const struct sim *end, void *classes)
{
    set_add(classes, end->trace_class);
}

static void end_visit(const struct sim *end, void *ends)
{
    set_add(ends, sim_state(end));
}

int enumerate_classes(const struct sim_program *program, size_t limit, struct set *classes)
{
    struct search_of_all search = {
        .digest = class_of, .limit = limit, .visit = class_visit, .context = classes
    };

    return all(program, &search);
}

int enumerate_ends(const struct sim_program *program, size_t limit, struct set *ends)
{
    struct search_of_all search = {
        .digest = sim_state, .limit = limit, .visit = end_visit, .context = ends
    };

    return all(program, &search);
}
