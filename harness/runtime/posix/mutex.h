/*
 * Mutexes, for those who wait with one: condition variables, C11 threads, streams.
 */
#ifndef RACETRAP_RUNTIME_POSIX_MUTEX_H
#define RACETRAP_RUNTIME_POSIX_MUTEX_H

#include "runtime/engine/object.h"

#include <time.h>

/* A new one; `type` is POSIX's. */
void mutex_make(struct object *object, unsigned type, bool robust);

/* The object of a mutex that is used; NULL where it is none, which is then said. */
struct object *mutex_use(void *mutex, const char *does, uintptr_t pc);

/* It is free, and the current thread takes it, or lets it go. */
void mutex_take(struct object *mutex, uintptr_t pc);
void mutex_leave(struct object *mutex);

/* Takes it as well. EOWNERDEAD: its owner has ended, and what it guards has to be repaired.
 * ENOTRECOVERABLE: nobody did that, and it is not taken. */
int mutex_take_robust(struct object *mutex, uintptr_t pc);

/* The current thread ends: its robust mutexes are let go, and have no owner. */
void mutex_abandon_all(uintptr_t pc);

/* As the functions of POSIX, for whatever lies at this address. */
int mutex_lock(void *mutex, uintptr_t pc);
int mutex_trylock(void *mutex, uintptr_t pc);
int mutex_timedlock(void *mutex, clockid_t clock, const struct timespec *until, uintptr_t pc);
int mutex_unlock(void *mutex, uintptr_t pc);
int mutex_destroy(void *mutex, uintptr_t pc);

#endif
