/*
 * How a violation is put together: what the current thread does, with its
 * stack, and what other threads have to do with it.
 *
 * What is said of it are sentences: who does what to which object, and why
 * that is wrong. The object's name is not known here: a word in braces stands
 * for it, `{mutex}`, and who reads the report (explore/sentence.h) puts the
 * name there, or else says where that mutex is; `{memory}` and `{it}` stand
 * for what is no object, and `{place}` for where in the source the first side
 * is.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_DIAGNOSIS_H
#define RACETRAP_RUNTIME_DIAGNOSE_DIAGNOSIS_H

#include "runtime/engine/object.h"
#include "runtime/engine/shadow.h"
#include "runtime/engine/thread.h"
#include "runtime/engine/violation.h"

/* Why it is wrong to use an object, or to lock or unlock it. */
#define DIAGNOSIS_DESTROYED ", which was destroyed before"
#define DIAGNOSIS_NOT_INITIALISED ", which was never initialised"
#define DIAGNOSIS_OWN ", which it holds already, and so waits for itself for ever"
#define DIAGNOSIS_NOT_HELD ", which no thread holds"
#define DIAGNOSIS_NO_THREAD " that does not exist: it was joined before, or it never was"

/* "1 thread waits", "2 threads wait" */
#define DIAGNOSIS_WAIT "%u thread%s wait%s"
#define DIAGNOSIS_WAITERS(count) (unsigned)(count), (count) == 1 ? "" : "s", (count) == 1 ? "s" : ""

/* The current thread does something wrong to the object at `address`: after its name comes `does`,
 * and then the format, which goes on with ", which ..." or " while ...", or else comes after a
 * colon. Ends the schedule where it ends with the first violation. */
void diagnosis_current(enum violation_kind kind, const volatile void *address, uintptr_t pc,
                       const char *does, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same, which is wrong while that thread holds the object. */
void diagnosis_held(enum violation_kind kind, const volatile void *address, uintptr_t pc,
                    const char *does, const struct thread *owner);

/* The same of what it does to a thread, or, where that is NULL, to one that is not there: `does` is
 * a verb. */
void diagnosis_thread(const struct thread *target, uintptr_t pc, const char *does,
                      const char *wrong);

/* The current thread's access conflicts with an earlier one, which a replay finds. `does` says in
 * words what it does; NULL: it accesses the memory. */
void diagnosis_conflict(const struct shadow_conflict *conflict, size_t size, enum access access,
                        const char *does, uintptr_t pc);

/* The current thread's wait has timed out: a finding, where nobody could have gone on without that.
 * `mutex` is what goes with a condition variable, else `waited` once more. */
void diagnosis_time_out(const struct object *waited, const struct object *mutex, uintptr_t pc);

/* The same of a wait for a thread's end. */
void diagnosis_join_time_out(uintptr_t pc);

/* The current thread ends: it must not hold a lock. */
void diagnosis_locks_held(void);

/* Adds what a thread does, or waits for, to a violation. */
struct violation_side *diagnosis_side(struct violation *violation, const struct thread *thread,
                                      uintptr_t pc, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Says in a sentence what is wrong. */
void diagnosis_say(struct violation *violation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same of a set of threads, a bit a slot: "thread 1", "threads 1 and 2", "7 threads". */
void diagnosis_say_threads(struct violation *violation, uint64_t set);

/* What kind of object it is, as a word in braces. */
const char *diagnosis_noun(const struct object *object);

#endif
