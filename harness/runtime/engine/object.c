#include "runtime/engine/object.h"

enum { TABLE_SIZE = 1 << 16, OBJECTS_MAX = TABLE_SIZE / 2 };

static struct slot {
    uint32_t generation, index;
} * table;
static struct object *objects;
static unsigned count;
static uint32_t generation;

void object_begin(void)
{
    if (table == NULL) {
        table = base_map(TABLE_SIZE * sizeof *table);
        objects = base_map((size_t)OBJECTS_MAX * sizeof *objects);
    }
    if (++generation == 0) { /* the numbers begin anew */
        base_fill(table, 0, TABLE_SIZE * sizeof *table);
        generation = 1;
    }
    count = 0;
}

static struct slot *slot_find(uintptr_t address)
{
    uint32_t slot = (uint32_t)((address * 0x9e3779b97f4a7c15u) >> 48);

    while (table[slot].generation == generation && objects[table[slot].index].address != address) {
        slot = (slot + 1) & (TABLE_SIZE - 1);
    }
    return &table[slot];
}

struct object *object_find(uintptr_t address)
{
    struct slot *slot = slot_find(address);

    return slot->generation == generation ? &objects[slot->index] : NULL;
}

static void clear(struct object *object)
{
    object->kind = OBJECT_NEW;
    object->type = 0;
    object->marked = object->robust = object->ownerless = object->unrecoverable =
        object->signalled = false;
    object->held = object->busy = object->empty = object->shut = 0;
    object->owner = NULL;
    object->depth = object->value = object->limit = 0;
    object->readers = object->writers = 0;
    object->pc = 0;
    object->by = 0;
    object->users = 0;
    clock_clear(&object->clock);
    clock_clear(&object->readers_clock);
    object->queue.count = 0;
}

struct object *object_at(const volatile void *at)
{
    uintptr_t address = (uintptr_t)at;
    struct slot *slot = slot_find(address);

    if (LIKELY(slot->generation == generation)) {
        return &objects[slot->index];
    }
    if (count == OBJECTS_MAX) {
        base_die("the program uses more than %d synchronisation objects", OBJECTS_MAX);
    }
    slot->generation = generation;
    slot->index = count;
    struct object *object = &objects[count++];
    object->address = address;
    object->generation = generation;
    clear(object);
    return object;
}

bool object_is_idle(const struct object *object)
{
    return object->held == 0 && object->busy == 0 && object->queue.count == 0;
}

unsigned object_count(void)
{
    return count;
}

struct object *object_nth(unsigned n)
{
    return &objects[n];
}

void object_forget(uintptr_t address, size_t size)
{
    for (unsigned i = 0; i < count; i++) {
        if (objects[i].address - address < size) {
            clear(&objects[i]);
        }
    }
}

void queue_add(struct queue *queue, unsigned thread)
{
    queue->threads[queue->count++] = (uint8_t)thread;
}

unsigned queue_take(struct queue *queue, unsigned position)
{
    unsigned thread = queue->threads[position];

    queue->count--;
    for (unsigned i = position; i < queue->count; i++) {
        queue->threads[i] = queue->threads[i + 1];
    }
    return thread;
}

void queue_remove(struct queue *queue, unsigned thread)
{
    for (unsigned i = 0; i < queue->count; i++) {
        if (queue->threads[i] == thread) {
            queue_take(queue, i);
            return;
        }
    }
}
