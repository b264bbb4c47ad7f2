/*
 * Thread-specific data, for those who begin and end schedules and threads.
 */
#ifndef RACETRAP_RUNTIME_POSIX_KEY_H
#define RACETRAP_RUNTIME_POSIX_KEY_H

#include "runtime/engine/base.h"

/* Begins a schedule: the keys of before main, and no values. */
void key_begin(void);

/* What was created so far, before main, stays in every schedule. */
void key_keep(void);

/* Which schedule this is, for those who keep what is forgotten at its end. */
uint32_t key_schedule(void);

/* Calls the destructors of the current thread's keys. */
void key_destroy_values(void);

#endif
