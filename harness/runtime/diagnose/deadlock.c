#include "runtime/diagnose/deadlock.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/object.h"

/* A thread that was signalled waits for the mutex. */
static bool is_woken(const struct thread *thread, const struct operation *operation)
{
    return operation->kind == OP_COND_WAKE && thread->waits == 0;
}

/* What a blocked thread waits for; NULL: no object. */
static const struct object *awaited(const struct thread *thread)
{
    const struct operation *operation = schedule_pending(thread->id);

    return operation->kind == OP_JOIN
               ? NULL
               : object_find(is_woken(thread, operation) ? operation->second : operation->address);
}

static bool is_lock(const struct object *object)
{
    return object->kind == OBJECT_MUTEX || object->kind == OBJECT_RWLOCK ||
           object->kind == OBJECT_SPIN_LOCK || object->kind == OBJECT_ONCE ||
           object->kind == OBJECT_STREAM;
}

/* Whom a blocked thread waits for; NULL: nobody in particular. */
static const struct thread *holder_of(const struct thread *thread)
{
    const struct operation *operation = schedule_pending(thread->id);
    const struct object *object = awaited(thread);

    if (operation->kind == OP_JOIN) {
        return (const struct thread *)operation->address;
    }
    if (object != NULL && !is_lock(object)) {
        object = NULL;
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

/* A lock, or a call that is made only once, and who has it. */
static struct violation_side *lock_waiter_add(struct violation *violation,
                                              const struct thread *thread,
                                              const struct object *lock)
{
    const struct thread *holder = holder_of(thread);
    const char *woken = is_woken(thread, schedule_pending(thread->id)) ? "is woken and " : "";
    const char *done = lock->kind == OBJECT_ONCE ? " to be done" : "";
    const char *has = lock->kind == OBJECT_ONCE                        ? "is doing"
                      : holder != NULL && holder->state == THREAD_LIVE ? "holds"
                                                                       : "held when it ended";
    const char *noun = diagnosis_noun(lock);

    if (holder == NULL) {
        return diagnosis_side(violation, thread, thread->pc, "%swaits for %s%s", woken, noun, done);
    }
    if (holder->state == THREAD_GONE) {
        return diagnosis_side(violation, thread, thread->pc,
                              "%swaits for %s%s, held by thread %u, which does not exist after the "
                              "fork",
                              woken, noun, done, holder->ordinal);
    }
    if (lock->owner == NULL && schedule_pending(thread->id)->kind == OP_READ_LOCK) {
        return diagnosis_side(violation, thread, thread->pc,
                              "waits for %s, behind thread %u, which wants to write", noun,
                              holder->ordinal);
    }
    if (holder == thread) {
        return diagnosis_side(violation, thread, thread->pc, "%swaits for %s%s, which it %s itself",
                              woken, noun, done, has);
    }
    return diagnosis_side(violation, thread, thread->pc, "%swaits for %s%s, which thread %u %s",
                          woken, noun, done, holder->ordinal, has);
}

static struct violation_side *other_waiter_add(struct violation *violation,
                                               const struct thread *thread,
                                               const struct object *object)
{
    const char *noun = object == NULL ? "" : diagnosis_noun(object);

    if (object != NULL && object->kind == OBJECT_COND) {
        return diagnosis_side(violation, thread, thread->pc,
                              "waits on %s for ever, as no signal comes", noun);
    }
    if (object != NULL && object->kind == OBJECT_SEMAPHORE) {
        return diagnosis_side(violation, thread, thread->pc, "waits for %s, which is 0", noun);
    }
    if (object != NULL && object->kind == OBJECT_BARRIER) {
        unsigned missing = object->limit - object->queue.count;
        return diagnosis_side(violation, thread, thread->pc, "waits at %s, which %u more thread%s",
                              noun, missing, missing == 1 ? " must reach" : "s must reach");
    }
    return diagnosis_side(violation, thread, thread->pc,
                          "waits for a file descriptor that nothing happens to");
}

static void waiter_add(struct violation *violation, const struct thread *thread)
{
    const struct operation *operation = schedule_pending(thread->id);
    const struct object *object = awaited(thread);
    struct violation_side *side =
        operation->kind == OP_WAIT_CHILD
            ? diagnosis_side(violation, thread, thread->pc, "waits for a child process to end")
        : operation->kind == OP_JOIN
            ? diagnosis_side(violation, thread, thread->pc, "waits for thread %u to end",
                             holder_of(thread)->ordinal)
        : object != NULL && is_lock(object) ? lock_waiter_add(violation, thread, object)
                                            : other_waiter_add(violation, thread, object);

    side->object = object == NULL || object->kind == OBJECT_NEW ? 0 : object->address;
}

/* What a thread waits on for a signal that was sent before it came, when nobody waited; or NULL. */
static const struct object *lost_wakeup_find(uint64_t blocked)
{
    for (uint64_t rest = blocked; rest != 0; rest &= rest - 1) {
        const struct operation *operation = schedule_pending(choice_lowest(rest));
        const struct object *cond =
            operation->kind == OP_COND_WAKE ? object_find(operation->address) : NULL;
        if (cond != NULL && cond->signalled) {
            return cond;
        }
    }
    return NULL;
}

/* A thread in a circle of waiting counts; without one, all that wait for more than an end. */
static uint64_t waiters_of(uint64_t blocked, uint64_t cycle)
{
    uint64_t waiters = 0;

    for (uint64_t rest = cycle == 0 ? blocked : 0; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        waiters |= (uint64_t)(schedule_pending(thread)->kind != OP_JOIN) << thread;
    }
    return cycle != 0 ? cycle : waiters != 0 ? waiters : blocked;
}

/* In a forked process: the thread that held what is waited for, and was not forked as well. */
static const struct thread *gone_find(uint64_t waiters)
{
    for (; waiters != 0; waiters &= waiters - 1) {
        const struct thread *holder = holder_of(&threads[choice_lowest(waiters)]);
        if (holder != NULL && holder->state == THREAD_GONE) {
            return holder;
        }
    }
    return NULL;
}

static void deadlock_say(struct violation *violation, uint64_t waiters, bool is_cycle)
{
    const struct thread *gone = gone_find(waiters);

    bool is_one = (waiters & (waiters - 1)) == 0;
    bool are_two = !is_one && __builtin_popcountll(waiters) == 2;

    diagnosis_say_threads(violation, waiters);
    if (gone != NULL) {
        diagnosis_say(violation,
                      " wait%s for what is held by thread %u, which does not exist after the fork",
                      is_one ? "s" : "", gone->ordinal);
    } else if (is_cycle) {
        diagnosis_say(violation, "%s",
                      is_one    ? " waits for itself"
                      : are_two ? " wait for each other"
                                : " wait for one another, in a circle");
    } else {
        diagnosis_say(violation, " wait%s, and no thread is left that could let %s go on",
                      is_one ? "s" : "", is_one ? "it" : "them");
    }
}

static bool waits_for_itself(const struct violation *violation, uint64_t blocked)
{
    for (uint64_t rest = blocked; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (violation->kind == VIOLATION_RELOCK &&
            violation->sides[0].thread == threads[thread].ordinal &&
            violation->address == schedule_pending(thread)->address) {
            return true;
        }
    }
    return false;
}

/* A thread waits for itself, and was told so when it took its lock again: that says it better. */
static bool is_relock(const struct schedule_result *result, uint64_t cycle)
{
    bool found = false;

    for (unsigned i = 0; i < result->violation_count; i++) {
        found |= waits_for_itself(&result->violations[i], result->blocked);
    }
    return found && (cycle & (cycle - 1)) == 0;
}

void deadlock_judge(struct schedule_result *result)
{
    uint64_t cycle = cycle_find(result->blocked) & result->blocked; /* who is gone does not wait */
    uint64_t waiters = waiters_of(result->blocked, cycle);
    const struct object *lost = cycle != 0 ? NULL : lost_wakeup_find(result->blocked);

    if (is_relock(result, cycle)) {
        return;
    }
    struct violation *violation =
        schedule_violation_new(lost != NULL ? VIOLATION_LOST_WAKEUP : VIOLATION_DEADLOCK,
                               lost != NULL ? lost->address : 0, 0);

    if (lost != NULL) {
        diagnosis_say(violation,
                      "the signal on {condition variable} came when no thread waited yet, and woke "
                      "nobody");
    } else {
        deadlock_say(violation, waiters, cycle != 0);
    }
    for (; waiters != 0; waiters &= waiters - 1) {
        waiter_add(violation, &threads[choice_lowest(waiters)]);
    }
}
