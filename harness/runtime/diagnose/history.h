/*
 * Where the accesses of a schedule were: a race knows its other side by thread
 * and epoch only, and this finds the place that belongs to them. It costs
 * something at each point, so it is kept only where places have to be known in
 * the search: to tell races of one place from each other, and to pass over
 * those that are known.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_HISTORY_H
#define RACETRAP_RUNTIME_DIAGNOSE_HISTORY_H

#include "runtime/engine/schedule.h"
#include "runtime/engine/shadow.h"

enum { HISTORY_MAX = 1 << 16 }; /* accesses that are kept: the last ones */

struct history_access {
    uintptr_t address;
    uint32_t size;
    uint32_t epoch; /* the thread's count */
    unsigned thread;
    uintptr_t pc;
    uintptr_t place;   /* the innermost call in the program itself; 0: there is none */
    uint64_t previous; /* of the same memory, or nearly so */
};

/* From now on, in this process and in its children. */
void history_use(void);

/* Begins a schedule: nothing was accessed. */
void history_begin(void);

/* The observer of points. Nothing, where it is not in use. */
void history_note(const struct thread *thread, const struct operation *operation);

/* The other side of a conflict; NULL: it is not known, or not any more. */
const struct history_access *history_find(const struct shadow_conflict *conflict);

#endif
