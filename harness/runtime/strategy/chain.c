#include "runtime/strategy/chain.h"

enum { PLACES_MAX = 2 * PATH_STEPS_MAX };

/* The newest step that touches a granule. */
struct place {
    uintptr_t granule;
    uint32_t generation;
    int32_t last;
};

static struct place *places;
static uint32_t generation;
static int32_t last_wide;
static int32_t last_of[THREADS_MAX];

void chains_begin(void)
{
    if (places == NULL) {
        places = base_map(PLACES_MAX * sizeof *places);
    }
    if (++generation == 0) { /* the numbers begin anew */
        base_fill(places, 0, PLACES_MAX * sizeof *places);
        generation = 1;
    }
    last_wide = CHAIN_NONE;
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        last_of[i] = CHAIN_NONE;
    }
}

static struct place *place_find(uintptr_t granule)
{
    uint32_t slot = (uint32_t)((granule * 0x9e3779b97f4a7c15u) >> 49);

    while (places[slot].generation == generation && places[slot].granule != granule) {
        slot = (slot + 1) & (PLACES_MAX - 1);
    }
    if (places[slot].generation != generation) {
        places[slot] = (struct place){ granule, generation, CHAIN_NONE };
    }
    return &places[slot];
}

bool chain_is_wide(const struct operation *operation)
{
    return operation->kind == OP_FORK ||
           (operation->size > 1 &&
            operation->address >> CHAIN_GRANULE_SHIFT !=
                (operation->address + operation->size - 1) >> CHAIN_GRANULE_SHIFT);
}

void chain_link(struct path *path, int32_t at)
{
    struct step *step = &path->steps[at];

    last_of[step->thread] = at;
    step->earlier[0] = step->earlier[1] = CHAIN_NONE;
    if (operation_role(step->operation.kind) == ROLE_NONE) {
        /* touches nothing */
    } else if (chain_is_wide(&step->operation)) {
        step->earlier[0] = last_wide;
        last_wide = at;
    } else {
        struct place *place = place_find(step->operation.address >> CHAIN_GRANULE_SHIFT);
        step->earlier[0] = place->last;
        place->last = at;
    }
    if (operation_second_role(step->operation.kind) != ROLE_NONE && step->operation.second != 0) {
        struct place *place = place_find(step->operation.second >> CHAIN_GRANULE_SHIFT);
        step->earlier[1] = place->last != at ? place->last : step->earlier[0];
        place->last = at;
    }
}

int32_t chain_newest(uintptr_t granule)
{
    return place_find(granule)->last;
}

int32_t chain_newest_wide(void)
{
    return last_wide;
}

int32_t chain_latest_of(unsigned thread)
{
    return last_of[thread];
}

int32_t chain_next(const struct path *path, int32_t at, uintptr_t granule)
{
    const struct step *step = &path->steps[at];

    return step->operation.second >> CHAIN_GRANULE_SHIFT == granule ? step->earlier[1]
                                                                    : step->earlier[0];
}
