/*
 * What a reader-writer lock is, and who has it.
 */
#ifndef RACETRAP_RUNTIME_POSIX_RWLOCK_OBJECT_H
#define RACETRAP_RUNTIME_POSIX_RWLOCK_OBJECT_H

#include "runtime/engine/object.h"

#include <pthread.h>

/*
 * The object of whatever lies there, of a lock if it is one: to be waited at,
 * which is announced before anybody looks what it is. That is rwlock_check:
 * false where it is none, or in memory that was freed; which is then said.
 */
struct object *rwlock_find(pthread_rwlock_t *lock);
bool rwlock_check(struct object *object, const char *does, uintptr_t pc);

/* One is initialised there: announces it, says where that must not be, and makes a new one of this
 * kind. In the program's memory it is then still to be marked as such. */
void rwlock_renew(pthread_rwlock_t *at, unsigned kind, uintptr_t pc);
void rwlock_mark(pthread_rwlock_t *at, unsigned kind);
void rwlock_mark_destroyed(pthread_rwlock_t *at);

/* The current thread holds it for reading. */
bool rwlock_is_reader(const struct object *lock);

/* The current thread takes it, or lets it go. */
void rwlock_read_take(struct object *lock, uintptr_t pc);
void rwlock_read_leave(struct object *lock);
void rwlock_write_take(struct object *lock, uintptr_t pc);
void rwlock_write_leave(struct object *lock);

/* The current thread waits to write, or does so no more. */
void rwlock_queue(struct object *lock);
void rwlock_unqueue(struct object *lock);

#endif
