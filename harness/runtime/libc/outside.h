/*
 * The world outside of the process: files, other processes, the kernel's
 * tables. What is done to it cannot be undone, so it needs a process for each
 * schedule. There, whatever any thread does to it is ordered as one thing is.
 */
#ifndef RACETRAP_RUNTIME_LIBC_OUTSIDE_H
#define RACETRAP_RUNTIME_LIBC_OUTSIDE_H

#include "runtime/engine/base.h"

/* Begins a schedule: nobody waits. */
void outside_begin(void);

/* The current thread is about to do something to it, which the format tells: a scheduling point;
 * where schedules are restored, the end of the schedule. */
void outside_use(uintptr_t pc, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Another process takes part from now on: who waits may wait for it. */
void outside_join_in(void);

/* Waits until the descriptor can be read or written, as poll's `events` says. */
void outside_wait(int descriptor, short events, uintptr_t pc);

#endif
