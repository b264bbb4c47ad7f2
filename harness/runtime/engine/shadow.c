#include "runtime/engine/shadow.h"
#include "runtime/engine/heap.h"

enum {
    GRANULE = 8,
    PAGE_SHIFT = 12,
    PAGE_CELLS = (1 << PAGE_SHIFT) / GRANULE,
    PAGES_MAX = 1 << 18, /* a gigabyte of the program's memory */
    NEAR_PAGES = 256,
    VECTORS_MAX = 1 << 20,
    SPLITS_MAX = 1 << 20,
};

/* Who has done something to a cell: one epoch, or one a thread where one is not enough. */
struct trace {
    epoch last;
    uint32_t vector; /* index into vectors; 0: `last` is all */
};

struct cell {
    uint32_t generation;
    uint8_t bytes;    /* which of the granule's bytes this cell stands for */
    bool freed, born; /* born: `write` is but the allocation */
    uint32_t split;   /* index of the first of eight cells; 0: not split */
    epoch write;
    struct trace reads, atomic_reads, atomic_writes;
};

struct page {
    uintptr_t number;
    struct cell *cells;
};

static struct page *pages; /* open addressing */
static struct page nearest[NEAR_PAGES];
static uint32_t page_count;
static uint32_t (*vectors)[THREADS_MAX];
static uint32_t vector_count;
static struct cell *splits;
static uint32_t split_count;
static uint32_t generation;
uint32_t shadow_frees;

static void cells_clear(void)
{
    for (uint32_t i = 0; i < PAGES_MAX; i++) {
        if (pages[i].cells != NULL) {
            base_fill(pages[i].cells, 0, PAGE_CELLS * sizeof(struct cell));
        }
    }
}

void shadow_begin(void)
{
    if (pages == NULL) {
        pages = base_map(PAGES_MAX * sizeof *pages);
        vectors = base_map((size_t)VECTORS_MAX * sizeof *vectors);
        splits = base_map((size_t)SPLITS_MAX * sizeof *splits);
    }
    if (++generation == 0) { /* the numbers begin anew, and the old ones must not come to life */
        cells_clear();
        generation = 1;
    }
    shadow_frees = 0;
    vector_count = 1;
    split_count = GRANULE;
}

static struct cell *page_find(uintptr_t number)
{
    uint32_t slot = (uint32_t)((number * 0x9e3779b97f4a7c15u) >> 40) & (PAGES_MAX - 1);

    while (pages[slot].cells != NULL && pages[slot].number != number) {
        slot = (slot + 1) & (PAGES_MAX - 1);
    }
    if (pages[slot].cells == NULL) {
        if (++page_count == PAGES_MAX - PAGES_MAX / 8) {
            base_die("the program touches more memory than can be watched");
        }
        pages[slot].number = number;
        pages[slot].cells = base_map(PAGE_CELLS * sizeof(struct cell));
    }
    return pages[slot].cells;
}

static inline struct cell *cell_at(uintptr_t address)
{
    uintptr_t number = address >> PAGE_SHIFT;
    struct page *page = &nearest[number & (NEAR_PAGES - 1)];

    if (UNLIKELY(page->number != number || page->cells == NULL)) {
        page->cells = page_find(number);
        page->number = number;
    }
    return &page->cells[(address & ((1 << PAGE_SHIFT) - 1)) / GRANULE];
}

static inline bool trace_conflicts(const struct trace *trace, unsigned thread,
                                   const struct clock *clock, epoch *other)
{
    if (LIKELY(trace->vector == 0)) {
        *other = trace->last;
        return trace->last != 0 && !clock_has_seen(clock, trace->last);
    }
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        if (i != thread && vectors[trace->vector][i] > clock_at(clock, i)) {
            *other = epoch_make(i, vectors[trace->vector][i]);
            return true;
        }
    }
    return false;
}

static uint32_t vector_new(void)
{
    if (vector_count == VECTORS_MAX) {
        base_die("more than %d places are read by several threads", VECTORS_MAX);
    }
    base_fill(vectors[vector_count], 0, sizeof vectors[0]);
    return vector_count++;
}

static inline void trace_add(struct trace *trace, epoch now, const struct clock *clock)
{
    if (LIKELY(trace->vector == 0)) {
        if (trace->last == 0 || clock_has_seen(clock, trace->last)) {
            trace->last = now;
            return;
        }
        trace->vector = vector_new();
        vectors[trace->vector][epoch_thread(trace->last)] = epoch_count(trace->last);
    }
    vectors[trace->vector][epoch_thread(now)] = epoch_count(now);
    trace->last = now;
}

static inline bool other_note(struct shadow_conflict *conflict, epoch other, enum access access)
{
    conflict->other = other;
    conflict->other_access = access;
    return true;
}

/* What races with an access, the likeliest first. */
static inline bool cell_conflicts(const struct cell *cell, unsigned thread,
                                  const struct clock *clock, enum access access,
                                  struct shadow_conflict *conflict)
{
    bool plain = access != ACCESS_ATOMIC_READ && access != ACCESS_ATOMIC_WRITE;
    bool writes = access != ACCESS_READ && access != ACCESS_ATOMIC_READ;
    epoch other;

    if (cell->write != 0 && !clock_has_seen(clock, cell->write)) {
        return other_note(conflict, cell->write, cell->born ? ACCESS_ALLOCATE : ACCESS_WRITE);
    }
    if (writes && trace_conflicts(&cell->reads, thread, clock, &other)) {
        return other_note(conflict, other, ACCESS_READ);
    }
    if (plain && trace_conflicts(&cell->atomic_writes, thread, clock, &other)) {
        return other_note(conflict, other, ACCESS_ATOMIC_WRITE);
    }
    if (plain && writes && trace_conflicts(&cell->atomic_reads, thread, clock, &other)) {
        return other_note(conflict, other, ACCESS_ATOMIC_READ);
    }
    return false;
}

static inline void cell_note(struct cell *cell, epoch now, const struct clock *clock,
                             enum access access)
{
    switch (access) {
    case ACCESS_READ:
        trace_add(&cell->reads, now, clock);
        break;
    case ACCESS_ATOMIC_READ:
        trace_add(&cell->atomic_reads, now, clock);
        break;
    case ACCESS_ATOMIC_WRITE:
        trace_add(&cell->atomic_writes, now, clock);
        break;
    case ACCESS_FREE:
        cell->freed = true;
        cell->write = now;
        cell->born = false;
        break;
    case ACCESS_ALLOCATE: /* never noted: see cell_empty */
    case ACCESS_WRITE:
        /* whoever races with an earlier read races with this write too, or has seen it */
        cell->write = now;
        cell->born = false;
        cell->reads = (struct trace){ 0 };
        break;
    }
}

static inline bool cell_access(struct cell *cell, unsigned thread, const struct clock *clock,
                               enum access access, struct shadow_conflict *conflict)
{
    epoch now = epoch_make(thread, clock->at[thread]);
    bool found;

    if (UNLIKELY(cell->freed)) {
        conflict->freed = true;
        return other_note(conflict, cell->write, ACCESS_FREE);
    }
    if ((access == ACCESS_WRITE && cell->write == now && !cell->born && cell->reads.last == 0 &&
         cell->atomic_reads.last == 0 && cell->atomic_writes.last == 0) ||
        (access == ACCESS_READ && cell->reads.last == now)) {
        return false;
    }
    conflict->freed = false;
    found = cell_conflicts(cell, thread, clock, access, conflict);
    cell_note(cell, now, clock, access);
    return found;
}

static inline void cell_empty(struct cell *cell, uint8_t bytes, uintptr_t address)
{
    *cell = (struct cell){ .generation = generation, .bytes = bytes };
    if (address - HEAP_BASE < HEAP_SIZE) {
        cell->write = heap_birth(address);
        cell->born = true;
    }
}

static void trace_clone(struct trace *trace)
{
    if (trace->vector != 0) {
        uint32_t old = trace->vector;
        trace->vector = vector_new();
        base_copy(vectors[trace->vector], vectors[old], sizeof vectors[0]);
    }
}

/* A cell a byte: those that the cell stood for carry its history on. */
static void cell_split(struct cell *cell, uintptr_t address)
{
    if (split_count + GRANULE > SPLITS_MAX) {
        base_die("more than %d places are accessed in pieces", SPLITS_MAX / GRANULE);
    }
    uint32_t first = split_count;
    split_count += GRANULE;
    for (unsigned i = 0; i < GRANULE; i++) {
        struct cell *part = &splits[first + i];
        if (cell->bytes >> i & 1) {
            *part = *cell;
            trace_clone(&part->reads);
            trace_clone(&part->atomic_reads);
            trace_clone(&part->atomic_writes);
        } else {
            cell_empty(part, 0, address - address % GRANULE + i);
        }
    }
    cell->split = first;
}

static bool parts_access(struct cell *cell, uintptr_t address, unsigned count, unsigned thread,
                         const struct clock *clock, enum access access,
                         struct shadow_conflict *conflict)
{
    unsigned offset = address % GRANULE;

    for (unsigned i = offset; i < offset + count; i++) {
        if (cell_access(&splits[cell->split + i], thread, clock, access, conflict)) {
            conflict->address = address - offset + i;
            /* The rest is noted too, and its conflicts are the same one. */
            struct shadow_conflict rest;
            for (i++; i < offset + count; i++) {
                cell_access(&splits[cell->split + i], thread, clock, access, &rest);
            }
            return true;
        }
    }
    return false;
}

static inline bool granule_access(uintptr_t address, unsigned count, unsigned thread,
                                  const struct clock *clock, enum access access,
                                  struct shadow_conflict *conflict)
{
    struct cell *cell = cell_at(address);
    uint8_t bytes = (uint8_t)(((1u << count) - 1) << address % GRANULE);

    if (cell->generation != generation) {
        cell_empty(cell, bytes, address);
    }
    if (LIKELY(cell->bytes == bytes && cell->split == 0)) {
        conflict->address = address;
        return cell_access(cell, thread, clock, access, conflict);
    }
    if (cell->split == 0) {
        cell_split(cell, address);
    }
    return parts_access(cell, address, count, thread, clock, access, conflict);
}

bool shadow_access(unsigned thread, const struct clock *clock, uintptr_t address, size_t size,
                   enum access access, struct shadow_conflict *conflict)
{
    bool found = false;

    shadow_frees += access == ACCESS_FREE;
    while (size > 0) {
        unsigned room = GRANULE - address % GRANULE;
        unsigned count = size < room ? (unsigned)size : room;
        struct shadow_conflict here;
        if (UNLIKELY(granule_access(address, count, thread, clock, access, &here) && !found)) {
            *conflict = here;
            found = true;
        }
        address += count;
        size -= count;
    }
    return found;
}

bool shadow_read_again(unsigned thread, const struct clock *clock, uintptr_t address, size_t size)
{
    struct cell *cell = cell_at(address);
    uint8_t bytes = (uint8_t)(((1u << size) - 1) << address % GRANULE);

    if (cell->generation != generation || cell->bytes != bytes || cell->split != 0 || cell->freed ||
        cell->atomic_reads.vector != 0 ||
        (cell->write != 0 && !clock_has_seen(clock, cell->write))) {
        return false;
    }
    cell->atomic_reads.last = epoch_make(thread, clock->at[thread]);
    return true;
}

void shadow_forget(uintptr_t address, size_t size)
{
    for (uintptr_t at = address - address % GRANULE; at < address + size; at += GRANULE) {
        cell_at(at)->generation = 0;
    }
}
