/*
 * Condition variables, for those of C11.
 */
#ifndef RACETRAP_RUNTIME_POSIX_COND_H
#define RACETRAP_RUNTIME_POSIX_COND_H

#include "runtime/engine/object.h"
#include "runtime/engine/operation.h"

#include <time.h>

/* A new one, that nobody waits for. */
void cond_make(struct object *object, clockid_t clock);

/* As the functions of POSIX, for whatever lies at this address. A deadline of 0: none. `kind` is
 * OP_SIGNAL or OP_BROADCAST. */
void cond_init(void *cond, clockid_t clock, uintptr_t pc);
int cond_wait(void *cond, void *mutex, uint64_t deadline, uintptr_t pc);
int cond_signal(void *cond, enum operation_kind kind, uintptr_t pc);
int cond_destroy(void *cond, uintptr_t pc);

#endif
