/*
 * Memory that ends before the program does: blocks of the heap, and the stacks
 * of threads. A lock, or whatever a call works on, lies in such memory too, and
 * to use it is an access: after the end a finding, and a race where nothing
 * orders it after the begin.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_LIFETIME_H
#define RACETRAP_RUNTIME_DIAGNOSE_LIFETIME_H

#include "runtime/engine/heap.h"
#include "runtime/engine/object.h"
#include "runtime/engine/shadow.h"
#include "runtime/engine/stack_sharing.h"
#include "runtime/engine/thread.h"

/* Bytes of an object that count as accessed; those of a small one only as far as it goes. */
enum { LIFETIME_OBJECT = 8, LIFETIME_SMALL = 4 };

static inline bool lifetime_is_limited(uintptr_t address)
{
    return address - HEAP_BASE < HEAP_SIZE || stack_holds(address);
}

/* The current thread accesses an object's memory, wherever it lies, in an operation that was
 * announced. Whether that memory is alive. */
bool lifetime_access(const volatile void *at, size_t size, enum access access, const char *does,
                     uintptr_t pc);

/* The same for one that others may use at the same time; nothing where the memory has no end. */
static inline bool lifetime_use(const volatile void *at, size_t size, const char *does,
                                uintptr_t pc)
{
    uintptr_t address = (uintptr_t)at;

    if (LIKELY(!lifetime_is_limited(address))) {
        return true;
    }
    /* almost always somebody has used it before, and all is well; a thread runs wherever this is
     * called */
    return (!stack_holds(address) &&
            /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
            shadow_read_again(thread_current->id, &thread_current->clock, address, size)) ||
           lifetime_access(at, size, ACCESS_ATOMIC_READ, does, pc);
}

/* One that is in use by nobody is initialised, but was initialised before, and not destroyed;
 * `is_marked`: the memory still shows that. */
void lifetime_renew(const struct object *object, bool is_marked, const char *does, uintptr_t pc);

/* The operation by which a thread ends: its stack ends with it. */
void lifetime_end(struct thread *thread, uintptr_t pc);

/* A thread begins, maybe on a stack that was another one's. */
void lifetime_begin(const struct thread *thread);

#endif
