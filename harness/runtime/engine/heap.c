#include "runtime/engine/heap.h"

/* Given out before freed memory is used again. */
static const size_t HEAP_FRESH = (size_t)HEAP_MIB_MAX << 20;

enum {
    ALIGNMENT = 16,
    SMALL_MAX = 1024,
    SMALL_CLASSES = SMALL_MAX / ALIGNMENT + 1,
    CLASSES = SMALL_CLASSES + 32,
    BLOCKS_MAX = 1 << 25,
    FILL_MAX = 64 << 10, /* a larger block is filled in its beginning only */
    PATTERN = 0xbe,
};
static const uint32_t LIVE = 0x6c697665, FREED = 0x66726565;

/* Lies right before each block. */
struct header {
    size_t size;
    uint32_t state;
    uint32_t capacity_class;
    uintptr_t site;
    union {
        uintptr_t next_freed;
        uint32_t birth; /* of a live one: see heap_sign */
    };
};

static uintptr_t top, kept_top;
static uint32_t
    *blocks; /* where each block begins, in units of ALIGNMENT from the base, in order */
static uint32_t block_count, kept_count;
static struct {
    uintptr_t first, last;
} freed[CLASSES];
static bool any_freed;
static struct heap_block known; /* the one whose birth was asked for last */
static uint32_t known_birth;

static void heap_make(void)
{
    base_map_at(HEAP_BASE, HEAP_SIZE);
    blocks = base_map((size_t)BLOCKS_MAX * sizeof *blocks);
    top = HEAP_BASE;
}

void heap_begin(void)
{
    top = kept_top;
    block_count = kept_count;
    known.size = 0;
    if (any_freed) {
        base_fill(freed, 0, sizeof freed);
        any_freed = false;
    }
}

void heap_keep(void)
{
    if (top == 0) {
        heap_make();
    }
    kept_top = top;
    kept_count = block_count;
}

void heap_used(uintptr_t *begin, uintptr_t *end)
{
    *begin = HEAP_BASE;
    *end = kept_top;
}

static unsigned class_of(size_t size, size_t *capacity)
{
    if (size <= SMALL_MAX) {
        *capacity = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
        return (unsigned)(*capacity / ALIGNMENT);
    }
    unsigned bits = 64 - (unsigned)__builtin_clzl(size - 1);
    *capacity = (size_t)1 << bits;
    return SMALL_CLASSES + bits - 10;
}

static struct header *header_of(const void *address)
{
    return (struct header *)((uintptr_t)address - sizeof(struct header));
}

static uintptr_t block_fresh(size_t capacity, size_t alignment)
{
    uintptr_t address = (top + sizeof(struct header) + alignment - 1) & ~(alignment - 1);

    if (capacity > HEAP_FRESH || address + capacity > HEAP_BASE + HEAP_FRESH ||
        block_count == BLOCKS_MAX) {
        return 0;
    }
    top = address + capacity;
    blocks[block_count++] = (uint32_t)((address - HEAP_BASE) / ALIGNMENT);
    return address;
}

static uintptr_t block_again(unsigned capacity_class)
{
    uintptr_t address = freed[capacity_class].first;

    if (address != 0) {
        freed[capacity_class].first = header_of((void *)address)->next_freed;
    }
    return address;
}

void *heap_allocate(size_t size, size_t alignment, uintptr_t site, bool *reused)
{
    size_t capacity;

    if (top == 0) {
        heap_make();
    }
    *reused = false;
    if (size > HEAP_FRESH) {
        return NULL;
    }
    unsigned capacity_class = class_of(size, &capacity);
    uintptr_t address = block_fresh(capacity, alignment);
    if (address == 0 && alignment == ALIGNMENT) {
        address = block_again(capacity_class);
        *reused = address != 0;
    }
    if (address == 0) {
        return NULL;
    }
    *header_of((void *)address) = (struct header){
        .size = size, .state = LIVE, .capacity_class = capacity_class, .site = site
    };
    base_fill((void *)address, PATTERN, capacity < FILL_MAX ? capacity : FILL_MAX);
    return (void *)address;
}

struct heap_block heap_block_at(const void *address)
{
    uintptr_t at = (uintptr_t)address;
    struct heap_block block = { .address = at };

    if (at < HEAP_BASE + sizeof(struct header) || at >= top || at % ALIGNMENT != 0) {
        return block;
    }
    const struct header *header = header_of(address);
    size_t capacity;
    if (header->size > HEAP_FRESH || class_of(header->size, &capacity) != header->capacity_class) {
        return block; /* it was written over */
    }
    block.state = header->state == LIVE    ? HEAP_LIVE
                  : header->state == FREED ? HEAP_FREED
                                           : HEAP_NOT_A_BLOCK;
    block.size = header->size;
    block.site = header->site;
    return block;
}

struct heap_block heap_block_around(uintptr_t address)
{
    uint32_t low = 0, high = block_count;

    if (!heap_holds(address)) {
        return (struct heap_block){ .address = address };
    }
    uintptr_t unit = (address - HEAP_BASE) / ALIGNMENT;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (blocks[middle] <= unit) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return (struct heap_block){ .address = address };
    }
    return heap_block_at((void *)(HEAP_BASE + (uintptr_t)blocks[low - 1] * ALIGNMENT));
}

void heap_sign(void *address, uint32_t epoch)
{
    header_of(address)->birth = epoch;
    known.size = 0;
}

uint32_t heap_birth(uintptr_t address)
{
    if (address - known.address >= known.size) {
        struct heap_block block = heap_block_around(address);
        if (block.state != HEAP_LIVE || address - block.address >= block.size) {
            return 0;
        }
        known = block;
        known_birth = header_of((void *)block.address)->birth;
    }
    return known_birth;
}

void heap_free(void *address)
{
    struct header *header = header_of(address);
    uintptr_t last = freed[header->capacity_class].last;

    any_freed = true;
    known.size = 0;
    header->state = FREED;
    header->next_freed = 0;
    if (freed[header->capacity_class].first == 0) {
        freed[header->capacity_class].first = (uintptr_t)address;
    } else {
        header_of((void *)last)->next_freed = (uintptr_t)address;
    }
    freed[header->capacity_class].last = (uintptr_t)address;
}

bool heap_holds(uintptr_t address)
{
    return address >= HEAP_BASE && address < top;
}
