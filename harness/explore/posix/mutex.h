/*
 * Mutexes, for those who wait with one: condition variables, C11 threads, streams.
 */
#ifndef RACETRAP_EXPLORE_POSIX_MUTEX_H
#define RACETRAP_EXPLORE_POSIX_MUTEX_H

#include "explore/object.h"

/* The object of a mutex that is used; NULL where it is none, which is then said. */
struct object *mutex_use(void *mutex, const char *does, uintptr_t pc);

/* It is free, and the current thread takes it, or lets it go. */
void mutex_take(struct object *mutex, uintptr_t pc);
void mutex_leave(struct object *mutex);

int mutex_lock(void *mutex, uintptr_t pc);
int mutex_unlock(void *mutex, uintptr_t pc);

#endif
