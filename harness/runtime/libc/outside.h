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

/* The same where it only looks: nobody has to look again. */
void outside_look(uintptr_t pc, const char *does);

/* The same for a signal to another process: what it waits for is at `wakes`. */
void outside_kill(uintptr_t pc, const void *wakes, int signal_number);

/* Whether that was ever done; and by which address. */
bool outside_was_used(void);
const void *outside_place(void);

/* Something has happened there: who waits looks again. */
void outside_stir(void);

/* The current thread is about to look at files, which others may change: a scheduling point, also
 * where schedules are restored. */
void outside_view(uintptr_t pc, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same where it takes what is there next: by `source`, a descriptor, which then is further on.
 */
void outside_take(const volatile void *source, uintptr_t pc);

/* What the current thread needs is not to be had: it waits until somebody has done something, and
 * then looks again. */
void outside_pause(uintptr_t pc);

/* The same up to a deadline in virtual time; 0: none. Returns false where that has come. */
bool outside_pause_until(uint64_t deadline, uintptr_t pc);

/* The same where a process takes part that is not followed. */
void outside_pass_time(uintptr_t pc);

/* Whether whoever uses the descriptor does not want to wait (O_NONBLOCK). */
bool outside_is_impatient(int descriptor);

/* Waits until the descriptor can be read or written, as poll's `events` says; unless
 * nobody wants to wait for it. */
void outside_wait(int descriptor, short events, uintptr_t pc);

#endif
