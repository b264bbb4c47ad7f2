/*
 * In a schedule's first process, a thread for each process that was forked: it
 * takes the other one's steps, and is chosen by the strategy as all threads are.
 */
#ifndef RACETRAP_RUNTIME_LIBC_DEPUTY_H
#define RACETRAP_RUNTIME_LIBC_DEPUTY_H

#include "runtime/engine/base.h"

/* Begins a schedule: there is none. */
void deputy_begin(void);

/* The member was forked at `pc`, by the current thread or by the one that this is the deputy of. */
void deputy_new(unsigned member, uintptr_t pc);

#endif
