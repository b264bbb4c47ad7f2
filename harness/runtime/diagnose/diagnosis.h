/*
 * How a violation is put together: what the current thread does, with its
 * stack, and what other threads have to do with it.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_DIAGNOSIS_H
#define RACETRAP_RUNTIME_DIAGNOSE_DIAGNOSIS_H

#include "runtime/engine/object.h"
#include "runtime/engine/shadow.h"
#include "runtime/engine/thread.h"
#include "runtime/engine/violation.h"

/* The current thread does something wrong to the object at `address`. Ends the schedule where it
 * ends with the first violation. */
void diagnosis_current(enum violation_kind kind, const volatile void *address, uintptr_t pc,
                       const char *does, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The current thread's access conflicts with an earlier one, which a replay finds. `does` says in
 * words what it does; NULL: it accesses `size` bytes. */
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

/* "reads", "atomically writes" */
const char *diagnosis_access(enum access access);

#endif
