#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/schedule.h"
#include "runtime/engine/stack_sharing.h"

const char *diagnosis_access(enum access access)
{
    switch (access) {
    case ACCESS_READ:
        return "reads";
    case ACCESS_WRITE:
        return "writes";
    case ACCESS_ATOMIC_READ:
        return "atomically reads";
    case ACCESS_ATOMIC_WRITE:
        return "atomically writes";
    case ACCESS_FREE:
        return "frees";
    case ACCESS_ALLOCATE:
        return "allocates";
    }
    return "";
}

struct violation_side *diagnosis_side(struct violation *violation, const struct thread *thread,
                                      uintptr_t pc, const char *format, ...)
{
    struct violation_side *side = &violation->sides[violation->side_count];
    va_list arguments;

    if (violation->side_count < VIOLATION_SIDES_MAX) {
        violation->side_count++;
    } else {
        side--;
    }
    side->thread = thread->ordinal;
    side->step = schedule_step();
    side->object = violation->address;
    side->does[0] = '\0';
    if (schedule_settings.detailed) {
        va_start(arguments, format);
        base_format(side->does, sizeof side->does, format, arguments);
        va_end(arguments);
    }
    side->stack_count = thread_stack(thread, pc, side->stack, VIOLATION_STACK_MAX);
    return side;
}

/* Words cost more than a schedule does: they are for the one that is shown. */
static void say(struct violation *violation, const char *format, va_list arguments)
{
    if (schedule_settings.detailed) {
        base_format(violation->text, sizeof violation->text, format, arguments);
    }
}

void diagnosis_say(struct violation *violation, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(violation, format, arguments);
    va_end(arguments);
}

void diagnosis_current(enum violation_kind kind, const volatile void *address, uintptr_t pc,
                       const char *does, const char *format, ...)
{
    struct violation *violation = schedule_violation_new(kind, (uintptr_t)address, 0);
    va_list arguments;

    if (violation != NULL) {
        va_start(arguments, format);
        say(violation, format, arguments);
        va_end(arguments);
        diagnosis_side(violation, thread_current, pc, "%s", does);
        schedule_violation_done();
    }
}

static void diagnosis_stall(uintptr_t address, uintptr_t pc)
{
    if (thread_current->stalled) {
        diagnosis_current(VIOLATION_ONLY_BY_TIME_OUT, (const void *)address, pc,
                          "waits until its time is over", "nobody else could have let it go on");
    }
}

void diagnosis_join_time_out(uintptr_t pc)
{
    diagnosis_stall(0, pc);
}

void diagnosis_time_out(const struct object *waited, const struct object *mutex, uintptr_t pc)
{
    uint64_t users = waited->users | waited->readers | mutex->users;
    bool is_held = waited->owner != NULL && waited->owner != thread_current;

    /* A wait for what no other thread knows is a way to sleep. */
    if (is_held || (users & ~((uint64_t)1 << thread_current->id)) != 0) {
        diagnosis_stall(waited->address, pc);
    }
}

static bool is_lock_of(const struct object *object, const struct thread *thread)
{
    bool is_lock = object->kind == OBJECT_MUTEX || object->kind == OBJECT_RWLOCK ||
                   object->kind == OBJECT_SPIN_LOCK || object->kind == OBJECT_STREAM;

    return is_lock && !object->robust &&
           (object->owner == thread || (object->readers >> thread->id & 1) != 0);
}

void diagnosis_locks_held(void)
{
    for (unsigned i = 0; i < object_count(); i++) {
        struct object *object = object_nth(i);
        if (is_lock_of(object, thread_current)) {
            diagnosis_current(VIOLATION_LOCK_LEAK, (void *)object->address, object->pc,
                              "takes a lock", "and ends without letting it go");
        }
    }
}

/* The same race, over and over in one schedule, is told once. */
static bool is_known(const struct shadow_conflict *conflict, uintptr_t pc)
{
    for (unsigned i = 0; i < schedule_result->violation_count; i++) {
        const struct violation *violation = &schedule_result->violations[i];
        if (violation->other_is_open && violation->sides[0].stack[0] == pc &&
            violation->other_thread == epoch_thread(conflict->other)) {
            return true;
        }
    }
    return false;
}

void diagnosis_conflict(const struct shadow_conflict *conflict, size_t size, enum access access,
                        const char *does, uintptr_t pc)
{
    enum violation_kind kind = !conflict->freed        ? VIOLATION_RACE
                               : access == ACCESS_FREE ? VIOLATION_DOUBLE_FREE
                                                       : VIOLATION_USE_AFTER_FREE;
    const struct thread *other = &threads[epoch_thread(conflict->other)];
    struct violation *violation =
        is_known(conflict, pc) ? NULL : schedule_violation_new(kind, conflict->address, size);

    if (violation == NULL) {
        return;
    }
    if (does != NULL) {
        diagnosis_side(violation, thread_current, pc, "%s", does);
    } else {
        diagnosis_side(violation, thread_current, pc, "%s %zu bytes", diagnosis_access(access),
                       size);
    }
    diagnosis_side(violation, other, 0, "%s", diagnosis_access(conflict->other_access))
        ->stack_count = 0;
    violation->other_is_open = true;
    violation->other_thread = other->id;
    violation->other_epoch = epoch_count(conflict->other);
    diagnosis_say(violation, "%s",
                  !conflict->freed ? "nothing orders the two accesses"
                  : stack_holds(conflict->address)
                      ? "it lay on the stack of a thread that has ended"
                      : "the memory was freed before");
    schedule_violation_done();
}
