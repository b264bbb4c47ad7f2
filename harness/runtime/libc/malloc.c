/*
 * The malloc family. What libc allocates for itself comes from here as well,
 * and is given back unseen: no switch may happen within libc.
 * free counts as a write to all of the block, by which a use of it that is not
 * ordered is found, whether it comes before or after. So does malloc: whoever
 * gets the block from another thread has to come after it. Nobody can tell when
 * it was, though: it is no step.
 */
#include "runtime/libc/malloc.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/call.h"
#include "runtime/engine/heap.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"
#include "runtime/engine/shadow.h"
#include "runtime/tsan/access.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

enum { ALIGNMENT = 16 };

/* A confirmation wants to know where the program was then. */
static void birth_observe(void *block, size_t size, uintptr_t pc)
{
    const struct operation operation = { .kind = OP_ALLOCATE,
                                         .size = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX,
                                         .address = (uintptr_t)block,
                                         .pc = pc };

    schedule_observe(thread_current, &operation);
}

static void birth_note(void *block, size_t size, bool reused, uintptr_t pc)
{
    struct thread *thread = thread_current;

    if (reused) {
        shadow_forget((uintptr_t)block, size);
        object_forget((uintptr_t)block, size);
    }
    if (call_is_seen(pc)) {
        heap_sign(block, epoch_make(thread->id, thread->clock.at[thread->id]));
        if (UNLIKELY(schedule_observe != NULL)) {
            birth_observe(block, size, pc);
        }
    }
}

static void *allocate(size_t size, size_t alignment, uintptr_t pc)
{
    bool reused;
    void *block = heap_allocate(size, alignment, pc, &reused);

    if (block == NULL && schedule_active && size >> 20 < HEAP_MIB_MAX) {
        schedule_refuse("uses more than %d MiB of memory", HEAP_MIB_MAX);
    }
    if (block == NULL) {
        errno = ENOMEM;
    } else if (LIKELY(schedule_active)) {
        birth_note(block, size, reused, pc);
    }
    return block;
}

static void free_diagnose(void *block, enum heap_state state, uintptr_t pc)
{
    bool freed = state == HEAP_FREED;

    diagnosis_current(freed ? VIOLATION_DOUBLE_FREE : VIOLATION_INVALID_FREE, block, pc,
                      "frees {memory}",
                      freed ? " a second time"
                            : ": that is no block of the heap, or what lies before it was "
                              "overwritten");
}

/* It is announced before it is known what it is: another thread may free it as well. */
static void release(void *block, uintptr_t pc)
{
    size_t size = heap_block_at(block).size;
    struct thread *thread = thread_current;
    struct shadow_conflict conflict;

    if (!call_is_seen(pc)) {
        if (heap_block_at(block).state == HEAP_LIVE) {
            heap_free(block);
        }
        return;
    }
    schedule_point(OP_FREE, block, size > 0 ? size : 1, pc);
    struct heap_block found = heap_block_at(block);
    if (found.state != HEAP_LIVE) {
        free_diagnose(block, found.state, pc);
        return;
    }
    if (found.size > 0 && shadow_access(thread->id, &thread->clock, found.address, found.size,
                                        ACCESS_FREE, &conflict)) {
        diagnosis_conflict(&conflict, found.size, ACCESS_FREE, NULL, pc);
    }
    heap_free(block);
    thread_advance(thread); /* what it does to the block from now on is another access */
}

void *malloc_block(size_t size, uintptr_t pc)
{
    return allocate(size, ALIGNMENT, pc);
}

EXPORT void *malloc(size_t size)
{
    return allocate(size, ALIGNMENT, CALLER);
}

EXPORT void free(void *block)
{
    if (block != NULL) {
        release(block, CALLER);
    }
}

EXPORT void *calloc(size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = allocate(total, ALIGNMENT, CALLER);
    if (block != NULL) {
        base_fill(block, 0, total);
    }
    return block;
}

static void *reallocate(void *old, size_t size, uintptr_t pc)
{
    if (old == NULL) {
        return allocate(size, ALIGNMENT, pc);
    }
    struct heap_block found = heap_block_at(old);
    if (found.state != HEAP_LIVE || size == 0) {
        release(old, pc);
        return NULL;
    }
    void *block = allocate(size, ALIGNMENT, pc);
    if (block != NULL) {
        release(old, pc); /* which leaves what is in it */
        base_copy(block, old, found.size < size ? found.size : size);
    }
    return block;
}

EXPORT void *realloc(void *old, size_t size)
{
    return reallocate(old, size, CALLER);
}

EXPORT void *reallocarray(void *old, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    return reallocate(old, total, CALLER);
}

static bool is_power_of_two(size_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

static void *allocate_aligned(size_t alignment, size_t size, uintptr_t pc)
{
    if (!is_power_of_two(alignment)) {
        errno = EINVAL;
        return NULL;
    }
    return allocate(size, alignment < ALIGNMENT ? ALIGNMENT : alignment, pc);
}

EXPORT void *memalign(size_t alignment, size_t size)
{
    return allocate_aligned(alignment, size, CALLER);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size)
{
    return allocate_aligned(alignment, size, CALLER);
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (!is_power_of_two(alignment) || alignment % sizeof(void *) != 0) {
        return EINVAL;
    }
    void *found = allocate(size, alignment < ALIGNMENT ? ALIGNMENT : alignment, CALLER);
    if (found == NULL) {
        return ENOMEM;
    }
    *block = found;
    return 0;
}

EXPORT void *valloc(size_t size)
{
    return allocate(size, 4096, CALLER);
}

EXPORT void *pvalloc(size_t size)
{
    return allocate((size + 4095) & ~(size_t)4095, 4096, CALLER);
}

EXPORT size_t malloc_usable_size(void *block)
{
    if (call_is_seen(CALLER) && heap_block_at(block).state != HEAP_NOT_A_BLOCK) {
        access_read(block, 1, CALLER);
    }
    struct heap_block found = heap_block_at(block);

    return found.state == HEAP_LIVE ? found.size : 0;
}
