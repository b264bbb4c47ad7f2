/*
 * Threads that only look, again and again, at what nobody has changed since:
 * they are left out until somebody changes something.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_SPIN_H
#define RACETRAP_RUNTIME_ENGINE_SPIN_H

#include "runtime/engine/base.h"
#include "runtime/engine/thread.h"

extern uint64_t spin_threads; /* who spins, a bit a thread */

/* Begins a schedule: nobody does. */
void spin_begin(void);

/* The thread is about to look at a place (0: it yields): does it spin? */
void spin_check(struct thread *thread, uintptr_t address, uintptr_t pc);

/* What the current thread did has changed something: whoever spins looks again. */
void spin_note_change(void);

/* A thread lets go of a lock: news for the others, but none for itself on its way. */
void spin_note_release(struct thread *thread);

/* A step is taken although all that can take one spin. Whether that has gone on for too long. */
bool spin_is_livelock(void);

#endif
