#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/history.h"
#include "runtime/engine/schedule.h"
#include "runtime/engine/stack_sharing.h"

/* What a thread does to it. */
static const char *verb_of(enum access access)
{
    switch (access) {
    case ACCESS_READ:
        return "reads";
    case ACCESS_WRITE:
        return "writes to";
    case ACCESS_ATOMIC_READ:
        return "atomically reads";
    case ACCESS_ATOMIC_WRITE:
        return "atomically writes to";
    case ACCESS_FREE:
        return "frees";
    case ACCESS_ALLOCATE:
        return "allocates";
    }
    return "";
}

const char *diagnosis_noun(const struct object *object)
{
    switch (object->kind) {
    case OBJECT_MUTEX:
        return "{mutex}";
    case OBJECT_RWLOCK:
        return "{reader-writer lock}";
    case OBJECT_SPIN_LOCK:
        return "{spin lock}";
    case OBJECT_COND:
        return "{condition variable}";
    case OBJECT_SEMAPHORE:
        return "{semaphore}";
    case OBJECT_BARRIER:
        return "{barrier}";
    case OBJECT_ONCE:
        return "{once control}";
    case OBJECT_STREAM:
        return "{stream}";
    case OBJECT_ATTRIBUTES:
        return "{attributes}";
    case OBJECT_NEW:
    case OBJECT_ATOMIC:
    case OBJECT_DESTROYED:
        break;
    }
    return "{object}";
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
    side->block_address = side->block_site = side->block_size = 0;
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
        size_t length = base_length(violation->text);
        base_format(violation->text + length, sizeof violation->text - length, format, arguments);
    }
}

void diagnosis_say(struct violation *violation, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(violation, format, arguments);
    va_end(arguments);
}

enum { NAMED_MAX = 6 };

void diagnosis_say_threads(struct violation *violation, uint64_t set)
{
    unsigned count = (unsigned)__builtin_popcountll(set);

    if (count > NAMED_MAX) {
        diagnosis_say(violation, "%u threads", count);
        return;
    }
    diagnosis_say(violation, count == 1 ? "thread" : "threads");
    for (unsigned i = 0; set != 0; i++, set &= set - 1) {
        diagnosis_say(violation, "%s%u",
                      i == 0           ? " "
                      : i + 1 == count ? " and "
                                       : ", ",
                      threads[choice_lowest(set)].ordinal);
    }
}

/* How the sentence goes on after what the thread does. */
static bool goes_on(const char *format)
{
    return format[0] == ' ' || format[0] == ',' || format[0] == ':';
}

void diagnosis_current(enum violation_kind kind, const volatile void *address, uintptr_t pc,
                       const char *does, const char *format, ...)
{
    struct violation *violation = schedule_violation_new(kind, (uintptr_t)address, 0);
    va_list arguments;

    diagnosis_say(violation, "thread %u %s%s", thread_current->ordinal, does,
                  goes_on(format) ? "" : ": ");
    va_start(arguments, format);
    say(violation, format, arguments);
    va_end(arguments);
    diagnosis_side(violation, thread_current, pc, "%s", does);
    schedule_violation_done();
}

void diagnosis_held(enum violation_kind kind, const volatile void *address, uintptr_t pc,
                    const char *does, const struct thread *owner)
{
    if (owner == thread_current) {
        diagnosis_current(kind, address, pc, does, " while it holds it itself");
    } else {
        diagnosis_current(kind, address, pc, does, " while thread %u holds it", owner->ordinal);
    }
}

void diagnosis_thread(const struct thread *target, uintptr_t pc, const char *does,
                      const char *wrong)
{
    struct violation *violation = schedule_violation_new(VIOLATION_THREAD_MISUSE, 0, 0);

    if (violation == NULL) {
        return;
    }
    struct violation_side *side =
        target == NULL ? diagnosis_side(violation, thread_current, pc, "%s a thread", does)
        : target == thread_current
            ? diagnosis_side(violation, thread_current, pc, "%s itself", does)
            : diagnosis_side(violation, thread_current, pc, "%s thread %u", does, target->ordinal);
    diagnosis_say(violation, "thread %u %s%s", thread_current->ordinal, side->does, wrong);
    schedule_violation_done();
}

static void diagnosis_stall(uintptr_t address, const char *does, uintptr_t pc)
{
    if (thread_current->stalled) {
        diagnosis_current(VIOLATION_ONLY_BY_TIME_OUT, (const void *)address, pc, does,
                          " until its time is over: no other thread could have let it go on");
    }
}

void diagnosis_join_time_out(uintptr_t pc)
{
    diagnosis_stall(0, "waits for a thread's end", pc);
}

enum { DOES_MAX = 48 };

/* "locks {mutex}" */
static const char *does_format(char *does, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    base_format(does, DOES_MAX, format, arguments);
    va_end(arguments);
    return does;
}

void diagnosis_time_out(const struct object *waited, const struct object *mutex, uintptr_t pc)
{
    uint64_t users = waited->users | waited->readers | mutex->users;
    bool is_held = waited->owner != NULL && waited->owner != thread_current;
    const char *wait = waited->kind == OBJECT_COND ? "waits on %s" : "waits for %s";
    char does[DOES_MAX];

    /* A wait for what no other thread knows is a way to sleep. */
    if (is_held || (users & ~((uint64_t)1 << thread_current->id)) != 0) {
        diagnosis_stall(waited->address, does_format(does, wait, diagnosis_noun(waited)), pc);
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
    if (thread_is_forked()) {
        return; /* nobody is left in that process whom it would keep waiting */
    }
    char does[DOES_MAX];

    for (unsigned i = 0; i < object_count(); i++) {
        struct object *object = object_nth(i);
        if (is_lock_of(object, thread_current)) {
            diagnosis_current(VIOLATION_LOCK_LEAK, (void *)object->address, object->pc,
                              does_format(does, "locks %s", diagnosis_noun(object)),
                              " at {place} and ends%s without unlocking it",
                              thread_current->ending ? "" : " the program");
        }
    }
}

/* The same one, over and over in one schedule, is told once, whichever thread the other one is. */
static bool is_known(enum violation_kind kind, uintptr_t pc, const struct history_access *other)
{
    for (unsigned i = 0; i < schedule_result->violation_count; i++) {
        const struct violation *violation = &schedule_result->violations[i];
        if (violation->other_is_open && violation->kind == kind &&
            violation->sides[0].stack[0] == pc &&
            (other == NULL ? violation->sides[1].stack_count == 0
                           : violation->sides[1].stack[0] == other->pc)) {
            return true;
        }
    }
    return false;
}

/* What is not known of it is found by a replay. */
static void other_add(struct violation *violation, const struct shadow_conflict *conflict,
                      const struct history_access *access)
{
    const struct thread *other = &threads[epoch_thread(conflict->other)];
    struct violation_side *side =
        conflict->freed && stack_holds(conflict->address)
            ? diagnosis_side(violation, other, 0, "ends, and its stack with it")
            : diagnosis_side(violation, other, 0, "%s {it}", verb_of(conflict->other_access));

    side->stack_count = 0;
    if (access != NULL) {
        side->stack[side->stack_count++] = access->pc;
        if (access->place != access->pc && access->place != 0) {
            side->stack[side->stack_count++] = access->place;
        }
    }
    violation->other_is_open = true;
    violation->other_thread = other->id;
    violation->other_epoch = epoch_count(conflict->other);
}

/* Two accesses that nothing orders. */
static const char *pair_of(enum access access, enum access other)
{
    if (other == ACCESS_ALLOCATE) {
        return access == ACCESS_FREE ? "the allocation and the free" : "the allocation and the use";
    }
    return access == ACCESS_FREE || other == ACCESS_FREE ? "the use and the free"
                                                         : "the two accesses";
}

/* The memory has ended. */
static void end_say(struct violation *violation, const struct shadow_conflict *conflict,
                    enum access access, const char *does)
{
    unsigned earlier = threads[epoch_thread(conflict->other)].ordinal;

    diagnosis_say(violation, does == NULL ? "thread %u %s {memory}" : "thread %u %s",
                  thread_current->ordinal, does == NULL ? verb_of(access) : does);
    diagnosis_say(violation,
                  stack_holds(conflict->address) ? ": thread %u has ended, and its stack with it"
                  : access == ACCESS_FREE        ? " again, which thread %u has freed before"
                  : does == NULL                 ? ", which thread %u has freed before"
                                                 : ": thread %u has freed that memory before",
                  earlier);
}

void diagnosis_conflict(const struct shadow_conflict *conflict, size_t size, enum access access,
                        const char *does, uintptr_t pc)
{
    enum violation_kind kind = !conflict->freed        ? VIOLATION_RACE
                               : access == ACCESS_FREE ? VIOLATION_DOUBLE_FREE
                                                       : VIOLATION_USE_AFTER_FREE;
    const struct history_access *other = history_find(conflict);

    if (is_known(kind, pc, other)) {
        return;
    }
    struct violation *violation = schedule_violation_new(kind, conflict->address, size);
    diagnosis_side(violation, thread_current, pc, does == NULL ? "%s {it}" : "%s",
                   does == NULL ? verb_of(access) : does);
    other_add(violation, conflict, other);
    if (conflict->freed) {
        end_say(violation, conflict, access, does);
    } else {
        diagnosis_say(violation, "nothing orders %s", pair_of(access, conflict->other_access));
    }
    schedule_violation_done();
}
