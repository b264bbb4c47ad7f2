#include "runtime/diagnose/history.h"
#include "runtime/engine/module.h"

enum { GRANULE_SHIFT = 3, HEADS = 1 << 12 };

static struct history_access *accesses; /* a ring; NULL: it is not in use */
static uint64_t *heads;                 /* by a hash of the granule: the latest access there */
static uint64_t next, first;            /* numbers: of the next access, and the schedule's first */

void history_use(void)
{
    accesses = base_map(HISTORY_MAX * sizeof *accesses);
    heads = base_map((HEADS + 1) * sizeof *heads);
    next = 1;
    schedule_observe = history_note;
}

void history_begin(void)
{
    first = next;
}

/* What is wider than a granule is in a chain of its own. */
static unsigned chain_of(uintptr_t address, size_t size)
{
    uintptr_t granule = address >> GRANULE_SHIFT;

    return (address + size - 1) >> GRANULE_SHIFT != granule
               ? HEADS
               : (unsigned)(granule * 0x9e3779b97f4a7c15u >> 40) & (HEADS - 1);
}

static uintptr_t place_find(const struct thread *thread, uintptr_t pc)
{
    const struct call_stack *calls = thread->calls;
    unsigned depth = calls->depth < FRAMES_MAX ? calls->depth : FRAMES_MAX;
    uintptr_t place = pc;

    while (!module_is_program(place)) {
        if (depth == 0) {
            return 0;
        }
        place = calls->frames[--depth].call;
    }
    return place;
}

void history_note(const struct thread *thread, const struct operation *operation)
{
    if (accesses == NULL || operation_role(operation->kind) == ROLE_NONE || operation->size == 0) {
        return;
    }
    struct history_access *access = &accesses[next % HISTORY_MAX];
    uint64_t *head = &heads[chain_of(operation->address, operation->size)];
    access->address = operation->address;
    access->size = operation->size;
    access->epoch = thread->clock.at[thread->id];
    access->thread = thread->id;
    access->pc = operation->pc;
    access->place = place_find(thread, operation->pc);
    access->previous = *head;
    *head = next++;
}

/* The latest one of a chain. */
static uint64_t chain_find(unsigned chain, const struct shadow_conflict *conflict)
{
    for (uint64_t at = heads[chain]; at >= first && next - at <= HISTORY_MAX;) {
        const struct history_access *access = &accesses[at % HISTORY_MAX];
        if (access->thread == epoch_thread(conflict->other) &&
            access->epoch == epoch_count(conflict->other) &&
            conflict->address - access->address < access->size) {
            return at;
        }
        at = access->previous;
    }
    return 0;
}

const struct history_access *history_find(const struct shadow_conflict *conflict)
{
    if (accesses == NULL) {
        return NULL;
    }
    uint64_t narrow = chain_find(chain_of(conflict->address, 1), conflict);
    uint64_t wide = chain_find(HEADS, conflict);
    uint64_t found = wide > narrow ? wide : narrow;
    return found == 0 ? NULL : &accesses[found % HISTORY_MAX];
}
