#include "runtime/diagnose/lifetime.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/schedule.h"

bool lifetime_access(const volatile void *at, size_t size, enum access access, const char *does,
                     uintptr_t pc)
{
    struct thread *thread = thread_current;
    uintptr_t address = (uintptr_t)at;
    struct shadow_conflict conflict;

    if (stack_is_private(address, size)) {
        return true; /* what a thread does to its own stack is in order */
    }
    if (!shadow_access(thread->id, &thread->clock, address, size, access, &conflict)) {
        return true;
    }
    diagnosis_conflict(&conflict, size, access, does, pc);
    return !conflict.freed;
}

/*
 * Not on a stack: there a frame may have been left, and another one entered
 * that begins with objects of its own. And where the mark is gone the memory
 * was overwritten, and begins a new life as well.
 */
void lifetime_renew(const struct object *object, bool is_marked, const char *does, uintptr_t pc)
{
    if (!stack_holds(object->address) && (!object->marked || is_marked)) {
        diagnosis_current(VIOLATION_REINIT, (void *)object->address, pc, does,
                          ", which was not destroyed in between");
    }
}

/*
 * Only what others have touched of it can be touched by them afterwards. It is
 * freed, but that is no access that may race with an earlier one: whoever was
 * in time has done no harm, and whoever may be late is late in another
 * schedule.
 */
void lifetime_end(struct thread *thread, uintptr_t pc)
{
    uintptr_t address;
    size_t size = stack_shared_part(thread->id, &address);
    struct shadow_conflict conflict;

    if (LIKELY(size == 0)) {
        schedule_point(OP_EXIT, thread, 1, pc);
        return;
    }
    schedule_point_two(OP_EXIT, (const void *)address, size, thread, pc);
    shadow_access(thread->id, &thread->clock, address, size, ACCESS_FREE, &conflict);
}

void lifetime_begin(const struct thread *thread)
{
    uintptr_t address;
    size_t size = stack_shared_part(thread->id, &address);

    if (thread->past > 0) {
        shadow_forget(address, size);
        object_forget(thread->stack, FIBER_STACK_SIZE);
    }
}
