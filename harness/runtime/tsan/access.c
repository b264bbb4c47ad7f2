/*
 * What `-fsanitize=thread` calls before each access: names and meaning are
 * those of compiler-rt's tsan_interface.h.
 */
#include "runtime/tsan/access.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/schedule.h"
#include "runtime/engine/shadow.h"
#include "runtime/engine/stack_sharing.h"
#include "runtime/engine/thread.h"
#include "runtime/tsan/atomic.h"

static bool volatile_is_atomic;

bool access_is_point(uintptr_t address)
{
    return !stack_is_private(address, 1);
}

static inline void check(uintptr_t address, size_t size, enum access access, uintptr_t pc)
{
    struct thread *thread = thread_current;
    struct shadow_conflict conflict;

    if (UNLIKELY(shadow_access(thread->id, &thread->clock, address, size, access, &conflict))) {
        diagnosis_conflict(&conflict, size, access, NULL, pc);
    }
}

static inline void read_hook(const volatile void *at, size_t size, uintptr_t pc)
{
    uintptr_t address = (uintptr_t)at;

    if (UNLIKELY(!schedule_active) || stack_is_private(address, size)) {
        return;
    }
    schedule_point_read(OP_READ, at, size, pc);
    check(address, size, ACCESS_READ, pc);
}

static inline void write_hook(const volatile void *at, size_t size, uintptr_t pc)
{
    uintptr_t address = (uintptr_t)at;

    if (UNLIKELY(!schedule_active) || stack_is_private(address, size)) {
        return;
    }
    schedule_point(OP_WRITE, at, size, pc);
    check(address, size, ACCESS_WRITE, pc);
}

void access_volatile_is_atomic(void)
{
    volatile_is_atomic = true;
}

static void volatile_read_hook(const volatile void *at, size_t size, uintptr_t pc)
{
    if (!volatile_is_atomic) {
        read_hook(at, size, pc);
    } else if (schedule_active && !stack_is_private((uintptr_t)at, size)) {
        atomic_load_relaxed(at, size, pc);
    }
}

static void volatile_write_hook(volatile void *at, size_t size, uintptr_t pc)
{
    if (!volatile_is_atomic) {
        write_hook(at, size, pc);
    } else if (schedule_active && !stack_is_private((uintptr_t)at, size)) {
        atomic_store_relaxed(at, size, pc);
    }
}

void access_read(const volatile void *address, size_t size, uintptr_t pc)
{
    if (size > 0) {
        read_hook(address, size, pc);
    }
}

void access_write(volatile void *address, size_t size, uintptr_t pc)
{
    if (size > 0) {
        write_hook(address, size, pc);
    }
}

void access_wrote(volatile void *at, size_t size, uintptr_t pc)
{
    uintptr_t address = (uintptr_t)at;

    if (schedule_active && size > 0 && !stack_is_private(address, size)) {
        check(address, size, ACCESS_WRITE, pc);
    }
}

#define HOOKS(bytes)                                                                               \
    EXPORT void __tsan_read##bytes(void *address)                                                  \
    {                                                                                              \
        read_hook(address, bytes, CALLER);                                                         \
    }                                                                                              \
    EXPORT void __tsan_write##bytes(void *address)                                                 \
    {                                                                                              \
        write_hook(address, bytes, CALLER);                                                        \
    }                                                                                              \
    EXPORT void __tsan_read_write##bytes(void *address)                                            \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        read_hook(address, bytes, pc);                                                             \
        write_hook(address, bytes, pc);                                                            \
    }                                                                                              \
    EXPORT void __tsan_unaligned_read##bytes(const void *address)                                  \
    {                                                                                              \
        read_hook(address, bytes, CALLER);                                                         \
    }                                                                                              \
    EXPORT void __tsan_unaligned_write##bytes(void *address)                                       \
    {                                                                                              \
        write_hook(address, bytes, CALLER);                                                        \
    }                                                                                              \
    EXPORT void __tsan_unaligned_read_write##bytes(void *address)                                  \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        read_hook(address, bytes, pc);                                                             \
        write_hook(address, bytes, pc);                                                            \
    }                                                                                              \
    EXPORT void __tsan_volatile_read##bytes(void *address)                                         \
    {                                                                                              \
        volatile_read_hook(address, bytes, CALLER);                                                \
    }                                                                                              \
    EXPORT void __tsan_volatile_write##bytes(void *address)                                        \
    {                                                                                              \
        volatile_write_hook(address, bytes, CALLER);                                               \
    }                                                                                              \
    EXPORT void __tsan_unaligned_volatile_read##bytes(void *address)                               \
    {                                                                                              \
        volatile_read_hook(address, bytes, CALLER);                                                \
    }                                                                                              \
    EXPORT void __tsan_unaligned_volatile_write##bytes(void *address)                              \
    {                                                                                              \
        volatile_write_hook(address, bytes, CALLER);                                               \
    }

HOOKS(1)
HOOKS(2)
HOOKS(4)
HOOKS(8)
HOOKS(16)

EXPORT void __tsan_read_range(void *address, size_t size)
{
    access_read(address, size, CALLER);
}

EXPORT void __tsan_write_range(void *address, size_t size)
{
    access_write(address, size, CALLER);
}

EXPORT void __tsan_vptr_read(void **address)
{
    read_hook(address, sizeof *address, CALLER);
}

EXPORT void __tsan_vptr_update(void **address, void *value)
{
    (void)value;
    write_hook(address, sizeof *address, CALLER);
}

EXPORT void __tsan_init(void)
{
}

/* The calls on the stack where the current thread is. */
static inline struct call_stack *calls_at(uintptr_t here)
{
    struct thread *thread = thread_current;

    if (UNLIKELY(!call_stack_holds(thread->calls, here))) {
        thread->calls = call_stack_find(&thread->own_calls, here);
    }
    return thread->calls;
}

EXPORT void __tsan_func_entry(void *call)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);

    if (LIKELY(schedule_active)) {
        call_stack_enter(calls_at(here), (uintptr_t)call, here);
    }
}

EXPORT void __tsan_func_exit(void)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);

    if (LIKELY(schedule_active)) {
        struct call_stack *calls = calls_at(here);
        calls->depth -= calls->depth > 0;
    }
}
