/*
 * Condition variables, for those of C11.
 */
#ifndef RACETRAP_RUNTIME_POSIX_COND_H
#define RACETRAP_RUNTIME_POSIX_COND_H

#include "runtime/engine/object.h"
#include "runtime/engine/operation.h"
#include "runtime/posix/mutex.h"

#include <time.h>

/* How one looks in the program's memory as long as nobody has used it; see struct mutex_form. */
struct cond_form {
    bool (*read)(const void *cond, clockid_t *clock);
    bool (*is_marked)(const void *cond);
    const struct mutex_form *mutex; /* of those that go with it */
};

/* Until when, and by which clock; CLOCK_OF_COND: by the condition variable's own. */
struct cond_end {
    clockid_t clock;
    const struct timespec *until;
};

enum { CLOCK_OF_COND = -1 };

/* As the functions of POSIX, for whatever lies at this address. `end` is NULL where there is none.
 * `kind` is OP_SIGNAL or OP_BROADCAST. */
void cond_init(void *cond, const struct cond_form *form, clockid_t clock, uintptr_t pc);
int cond_wait(void *cond, const struct cond_form *form, void *mutex, const struct cond_end *end,
              uintptr_t pc);
int cond_signal(void *cond, const struct cond_form *form, enum operation_kind kind, uintptr_t pc);
int cond_destroy(void *cond, const struct cond_form *form, uintptr_t pc);

#endif
