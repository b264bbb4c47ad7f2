#include "runtime/diagnose/outcome.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/object.h"
#include "runtime/engine/output.h"

/* Whom a blocked thread waits for; NULL: nobody in particular. */
static const struct thread *holder_of(const struct thread *thread)
{
    const struct operation *operation = schedule_pending(thread->id);
    const struct object *object = NULL;

    if (operation->kind == OP_JOIN) {
        return (const struct thread *)operation->address;
    }
    if (operation->kind == OP_LOCK || operation->kind == OP_READ_LOCK) {
        object = object_find(operation->address);
    } else if (operation->kind == OP_COND_WAKE && thread->waits == 0) {
        object = object_find(operation->second);
    }
    if (object == NULL || object->owner != NULL) {
        return object == NULL ? NULL : object->owner;
    }
    /* a reader lets other readers in, but maybe no writer who waits */
    uint64_t before = operation->kind == OP_READ_LOCK ? object->writers : object->readers;
    before &= ~((uint64_t)1 << thread->id);
    return before == 0 ? NULL : &threads[choice_lowest(before)];
}

/* The threads of a cycle of waiting, as a set; 0: there is none. */
static uint64_t cycle_find(uint64_t blocked)
{
    for (uint64_t rest = blocked; rest != 0; rest &= rest - 1) {
        const struct thread *first = &threads[choice_lowest(rest)];
        const struct thread *thread = first;
        uint64_t seen = 0;
        while (thread != NULL && !choice_has(seen, thread->id)) {
            seen |= (uint64_t)1 << thread->id;
            thread = holder_of(thread);
        }
        if (thread == first) {
            return seen;
        }
    }
    return 0;
}

static void waiter_add(struct violation *violation, const struct thread *thread)
{
    const struct operation *operation = schedule_pending(thread->id);
    const struct thread *holder = holder_of(thread);
    struct violation_side *side;

    if (operation->kind == OP_JOIN) {
        side = diagnosis_side(violation, thread, thread->pc, "waits for thread %u to end",
                              holder->ordinal);
    } else if (operation->kind == OP_COND_WAKE) {
        side = diagnosis_side(violation, thread, thread->pc, "waits to be signalled");
    } else if (holder != NULL && operation->kind == OP_READ_LOCK &&
               schedule_pending(holder->id)->address == operation->address) {
        side = diagnosis_side(violation, thread, thread->pc,
                              "waits behind thread %u, which wants to write", holder->ordinal);
    } else if (holder != NULL) {
        side = diagnosis_side(violation, thread, thread->pc,
                              "waits for a lock that thread %u holds", holder->ordinal);
    } else {
        side = diagnosis_side(violation, thread, thread->pc, "waits in %s",
                              operation_name(operation->kind));
    }
    side->object = operation->kind == OP_JOIN ? 0 : operation->address;
}

/* A thread waits for a signal that was sent before it came, when nobody waited. */
static bool is_lost_wakeup(uint64_t blocked)
{
    for (uint64_t rest = blocked; rest != 0; rest &= rest - 1) {
        const struct operation *operation = schedule_pending(choice_lowest(rest));
        const struct object *cond =
            operation->kind == OP_COND_WAKE ? object_find(operation->address) : NULL;
        if (cond != NULL && cond->signalled) {
            return true;
        }
    }
    return false;
}

static void deadlock_judge(struct schedule_result *result)
{
    uint64_t cycle = cycle_find(result->blocked);
    bool lost = cycle == 0 && is_lost_wakeup(result->blocked);
    struct violation *violation =
        schedule_violation_new(lost ? VIOLATION_LOST_WAKEUP : VIOLATION_DEADLOCK, 0, 0);

    if (violation == NULL) {
        return;
    }
    diagnosis_say(violation, "%s",
                  cycle != 0 ? "each waits for what the next one holds"
                  : lost     ? "the signal came before the wait, when nobody waited for it"
                             : "nobody is left who could let them go on");
    for (uint64_t rest = result->blocked; rest != 0; rest &= rest - 1) {
        const struct thread *thread = &threads[choice_lowest(rest)];
        bool counts = cycle != 0 ? choice_has(cycle, thread->id)
                                 : schedule_pending(thread->id)->kind != OP_JOIN ||
                                       (rest == result->blocked && (rest & (rest - 1)) == 0);
        if (counts) {
            waiter_add(violation, thread);
        }
    }
}

static void livelock_judge(struct schedule_result *result)
{
    struct violation *violation = schedule_violation_new(VIOLATION_LIVELOCK, 0, 0);

    if (violation == NULL) {
        return;
    }
    diagnosis_say(violation, "they look again and again at what nobody is going to change");
    for (uint64_t rest = result->blocked; rest != 0; rest &= rest - 1) {
        const struct thread *thread = &threads[choice_lowest(rest)];
        diagnosis_side(violation, thread, thread->pc, "looks again");
    }
}

static void crash_judge(struct schedule_result *result)
{
    struct violation *violation = schedule_violation_new(VIOLATION_CRASH, 0, 0);

    if (violation != NULL) {
        if (result->reason[0] != '\0') {
            diagnosis_say(violation, "%s", result->reason);
        } else {
            diagnosis_say(violation, "signal %d", result->code);
        }
        diagnosis_side(violation, thread_current, thread_current->pc,
                       "runs here, or shortly after");
    }
}

static void exit_judge(struct schedule_result *result)
{
    if (result->code != 0) {
        struct violation *violation = schedule_violation_new(VIOLATION_WRONG_EXIT, 0, 0);
        if (violation != NULL) {
            diagnosis_say(violation, "exit status %d, not 0", result->code);
        }
    } else if (!output_is_expected()) {
        struct violation *violation = schedule_violation_new(VIOLATION_WRONG_OUTPUT, 0, 0);
        if (violation != NULL) {
            diagnosis_say(violation, "the output is not the expected one");
        }
    }
}

void outcome_judge(struct schedule_result *result)
{
    switch (result->end) {
    case SCHEDULE_EXITED:
        exit_judge(result);
        break;
    case SCHEDULE_DEADLOCK:
        deadlock_judge(result);
        break;
    case SCHEDULE_LIVELOCK:
        livelock_judge(result);
        break;
    case SCHEDULE_CRASHED:
    case SCHEDULE_ABORTED:
        crash_judge(result);
        break;
    case SCHEDULE_STUCK: {
        struct violation *violation = schedule_violation_new(VIOLATION_HANG, 0, 0);
        if (violation != NULL) {
            diagnosis_say(violation, "a loop without any access that could be seen");
            diagnosis_side(violation, thread_current, thread_current->pc, "hangs here");
        }
        break;
    }
    case SCHEDULE_TOO_LONG:
    case SCHEDULE_STOPPED:
    case SCHEDULE_ABANDONED:
    case SCHEDULE_UNSUPPORTED:
    case SCHEDULE_THREADS:
    case SCHEDULE_LOST:
    case SCHEDULE_END_COUNT:
        break;
    }
}

void outcome_judge_lost(struct schedule_result *result, int signal_number)
{
    schedule_result = result;
    result->code = signal_number;
    struct violation *violation = schedule_violation_new(VIOLATION_CRASH, 0, 0);
    if (violation != NULL) {
        diagnosis_say(violation, "signal %d: it took its process along", signal_number);
    }
}

void outcome_threads_left(void)
{
    for (unsigned i = 1; i < thread_count; i++) {
        const struct thread *thread = &threads[i];
        if (thread->state != THREAD_UNUSED && !thread->detached && !thread->joined &&
            thread->joiners == 0) {
            diagnosis_current(VIOLATION_THREAD_LEAK, NULL, thread->create_pc, "creates a thread",
                              "thread %u is neither joined nor detached%s", thread->ordinal,
                              thread->state == THREAD_LIVE ? ", and still runs at the end" : "");
        }
    }
}
