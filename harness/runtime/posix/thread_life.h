/*
 * The life of a thread: how one begins and ends.
 */
#ifndef RACETRAP_RUNTIME_POSIX_THREAD_LIFE_H
#define RACETRAP_RUNTIME_POSIX_THREAD_LIFE_H

#include "runtime/engine/thread.h"

/* The current thread is over, with this result: destructors, then those who wait for it. */
_Noreturn void thread_end(void *result);

/* A new one, that begins with `entry`; it is not detached. */
struct thread *thread_create(void *(*function)(void *), void *argument, void (*entry)(void),
                             uintptr_t pc);

/* As pthread_join and pthread_detach. A deadline of 0: none. */
int thread_join(unsigned long handle, void **result, uint64_t deadline, uintptr_t pc);
int thread_detach(unsigned long handle, uintptr_t pc);

#endif
