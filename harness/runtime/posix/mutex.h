/*
 * Mutexes, for those who wait with one: condition variables, C11 threads, streams.
 */
#ifndef RACETRAP_RUNTIME_POSIX_MUTEX_H
#define RACETRAP_RUNTIME_POSIX_MUTEX_H

#include "runtime/engine/object.h"

#include <time.h>

/* How a mutex looks in the program's memory as long as nobody has used it: those of POSIX have
 * static initialisers, those of C11 have none. */
struct mutex_form {
    bool (*read)(const void *mutex, unsigned *type, bool *robust); /* false: it is none */
    bool (*is_marked)(const void *mutex);                          /* a call has initialised it */
};

extern const struct mutex_form MUTEX_POSIX;

/* A new one; `type` is POSIX's. */
void mutex_make(struct object *object, unsigned type, bool robust);

/*
 * The object of whatever lies there, of a mutex if it is one: to be waited at,
 * which is announced before anybody looks what it is. That is mutex_check:
 * false where it is none, or in memory that was freed; which is then said.
 */
struct object *mutex_find(void *mutex, const struct mutex_form *form);
bool mutex_check(struct object *object, const struct mutex_form *form, const char *does,
                 uintptr_t pc);

/* It is free, and the current thread takes it, or lets it go. */
void mutex_take(struct object *mutex, uintptr_t pc);
void mutex_leave(struct object *mutex);

/* Takes it as well. EOWNERDEAD: its owner has ended, and what it guards has to be repaired.
 * ENOTRECOVERABLE: nobody did that, and it is not taken. */
int mutex_take_robust(struct object *mutex, uintptr_t pc);

/* The current thread ends: its robust mutexes are let go, and have no owner. */
void mutex_abandon_all(uintptr_t pc);

/* As the functions of POSIX, for whatever lies at this address. */
int mutex_lock(void *mutex, const struct mutex_form *form, uintptr_t pc);
int mutex_trylock(void *mutex, const struct mutex_form *form, uintptr_t pc);
int mutex_timedlock(void *mutex, const struct mutex_form *form, clockid_t clock,
                    const struct timespec *until, uintptr_t pc);
int mutex_unlock(void *mutex, const struct mutex_form *form, uintptr_t pc);
int mutex_destroy(void *mutex, const struct mutex_form *form, uintptr_t pc);

/* One is initialised there: announces it, says where that must not be, and makes a new one. Its
 * form's mark is still to be set. */
void mutex_renew(void *mutex, const struct mutex_form *form, unsigned type, bool robust,
                 uintptr_t pc);

#endif
