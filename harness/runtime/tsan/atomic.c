/*
 * Atomic operations: the hooks of `-fsanitize=thread` (compiler-rt's
 * tsan_interface_atomic.h). They take effect in the order of the schedule
 * (sequential consistency); their memory orders decide what happens before
 * what, as in C11, 5.1.2.4: release to acquire, release sequences, fences.
 *
 * A weak compare-and-exchange fails only where the value is another one. Were
 * each thread's allowed to fail once for nothing in a schedule, a counter of
 * two threads with two rounds had 1,824 traces and not 62, a stack with three
 * operations in each of two threads 90,474 and not 1,416. It is assumed, and
 * said. clang does not tell which ones are weak.
 */
#include "runtime/tsan/atomic.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"
#include "runtime/engine/shadow.h"
#include "runtime/engine/spin.h"
#include "runtime/engine/stack_sharing.h"

#include <stdatomic.h>

typedef unsigned __int128 wide;

/* Orders as the compilers pass them; gcc and clang agree. Consume is treated as acquire. */
static bool acquires(int order)
{
    return order == memory_order_acquire || order == memory_order_consume ||
           order == memory_order_acq_rel || order == memory_order_seq_cst;
}

static bool releases(int order)
{
    return order == memory_order_release || order == memory_order_acq_rel ||
           order == memory_order_seq_cst;
}

/* On a stack as well, where nobody else has been so far: it waits there for somebody who comes. */
static void point(const volatile void *address, size_t size, enum operation_kind kind, uintptr_t pc)
{
    struct thread *thread = thread_current;
    struct shadow_conflict conflict;
    enum access access = kind == OP_ATOMIC_LOAD ? ACCESS_ATOMIC_READ : ACCESS_ATOMIC_WRITE;

    if (UNLIKELY(stack_holds((uintptr_t)address))) {
        stack_is_shared((uintptr_t)address, size); /* which remembers who was there */
    }
    if (kind == OP_ATOMIC_STORE) {
        schedule_point(kind, address, size, pc);
    } else {
        schedule_point_read(kind, address, size, pc);
    }
    if (UNLIKELY(shadow_access(thread->id, &thread->clock, (uintptr_t)address, size, access,
                               &conflict))) {
        diagnosis_conflict(&conflict, size, access, NULL, pc);
    }
}

static void load_order(const volatile void *address, int order)
{
    struct thread *thread = thread_current;
    struct object *object = object_at(address);

    clock_join(acquires(order) ? &thread->clock : &thread->acquired, &object->clock);
}

/* A store begins a new release sequence; an update goes on with the old one. */
static void store_order(const volatile void *address, int order, bool is_update)
{
    struct thread *thread = thread_current;
    struct object *object = object_at(address);

    if (!is_update) {
        clock_clear(&object->clock);
    }
    if (releases(order)) {
        clock_join(&object->clock, &thread->clock);
        thread_advance(thread);
    } else if (thread->has_released) {
        clock_join(&object->clock, &thread->released);
    }
}

void atomic_load_relaxed(const volatile void *address, size_t size, uintptr_t pc)
{
    point(address, size, OP_ATOMIC_LOAD, pc);
    load_order(address, memory_order_relaxed);
}

void atomic_store_relaxed(volatile void *address, size_t size, uintptr_t pc)
{
    point(address, size, OP_ATOMIC_STORE, pc);
    store_order(address, memory_order_relaxed, false);
}

/* A type cannot stand in parentheses. NOLINTBEGIN(bugprone-macro-parentheses) */
#define OPERATION(bits, type, name, new_value)                                                     \
    EXPORT type __tsan_atomic##bits##_##name(volatile type *at, type value, int order)             \
    {                                                                                              \
        if (UNLIKELY(!schedule_active)) {                                                          \
            type old = *at;                                                                        \
            *at = (new_value);                                                                     \
            return old;                                                                            \
        }                                                                                          \
        point(at, sizeof *at, OP_ATOMIC_UPDATE, CALLER);                                           \
        type old = *at;                                                                            \
        load_order(at, order);                                                                     \
        store_order(at, order, true);                                                              \
        *at = (new_value);                                                                         \
        if (*at != old) {                                                                          \
            spin_note_change();                                                                    \
        }                                                                                          \
        return old;                                                                                \
    }

#define OPERATIONS(bits, type)                                                                     \
    EXPORT type __tsan_atomic##bits##_load(const volatile type *at, int order)                     \
    {                                                                                              \
        if (LIKELY(schedule_active)) {                                                             \
            point(at, sizeof *at, OP_ATOMIC_LOAD, CALLER);                                         \
            load_order(at, order);                                                                 \
        }                                                                                          \
        return *at;                                                                                \
    }                                                                                              \
    EXPORT void __tsan_atomic##bits##_store(volatile type *at, type value, int order)              \
    {                                                                                              \
        if (LIKELY(schedule_active)) {                                                             \
            point(at, sizeof *at, OP_ATOMIC_STORE, CALLER);                                        \
            store_order(at, order, false);                                                         \
        }                                                                                          \
        *at = value;                                                                               \
    }                                                                                              \
    OPERATION(bits, type, exchange, value)                                                         \
    OPERATION(bits, type, fetch_add, (type)(old + value))                                          \
    OPERATION(bits, type, fetch_sub, (type)(old - value))                                          \
    OPERATION(bits, type, fetch_and, (type)(old & value))                                          \
    OPERATION(bits, type, fetch_or, (type)(old | value))                                           \
    OPERATION(bits, type, fetch_xor, (type)(old ^ value))                                          \
    OPERATION(bits, type, fetch_nand, (type) ~(old & value))                                       \
    static bool compare_exchange##bits(volatile type *at, type *expected, type value, int order,   \
                                       int failure_order, uintptr_t pc)                            \
    {                                                                                              \
        bool active = schedule_active;                                                             \
        if (LIKELY(active)) {                                                                      \
            point(at, sizeof *at, OP_ATOMIC_UPDATE, pc);                                           \
        }                                                                                          \
        type old = *at;                                                                            \
        if (old != *expected) {                                                                    \
            if (active) {                                                                          \
                load_order(at, failure_order);                                                     \
            }                                                                                      \
            *expected = old;                                                                       \
            return false;                                                                          \
        }                                                                                          \
        if (active) {                                                                              \
            load_order(at, order);                                                                 \
            store_order(at, order, true);                                                          \
            spin_note_change();                                                                    \
        }                                                                                          \
        *at = value;                                                                               \
        return true;                                                                               \
    }                                                                                              \
    EXPORT int __tsan_atomic##bits##_compare_exchange_strong(                                      \
        volatile type *at, type *expected, type value, int order, int failure_order)               \
    {                                                                                              \
        return compare_exchange##bits(at, expected, value, order, failure_order, CALLER);          \
    }                                                                                              \
    EXPORT int __tsan_atomic##bits##_compare_exchange_weak(                                        \
        volatile type *at, type *expected, type value, int order, int failure_order)               \
    {                                                                                              \
        assumption_rests(ASSUMPTION_WEAK_EXCHANGE);                                                \
        return compare_exchange##bits(at, expected, value, order, failure_order, CALLER);          \
    }                                                                                              \
    EXPORT type __tsan_atomic##bits##_compare_exchange_val(                                        \
        volatile type *at, type expected, type value, int order, int failure_order)                \
    {                                                                                              \
        assumption_rests(ASSUMPTION_WEAK_EXCHANGE);                                                \
        compare_exchange##bits(at, &expected, value, order, failure_order, CALLER);                \
        return expected;                                                                           \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

OPERATIONS(8, uint8_t)
OPERATIONS(16, uint16_t)
OPERATIONS(32, uint32_t)
OPERATIONS(64, uint64_t)
OPERATIONS(128, wide)

EXPORT void __tsan_atomic_thread_fence(int order)
{
    struct thread *thread = thread_current;

    if (UNLIKELY(!schedule_active)) {
        return;
    }
    schedule_point(OP_FENCE, NULL, 0, CALLER);
    if (acquires(order)) {
        clock_join(&thread->clock, &thread->acquired);
    }
    if (releases(order)) {
        clock_copy(&thread->released, &thread->clock);
        thread->has_released = true;
        thread_advance(thread);
    }
}

EXPORT void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}
