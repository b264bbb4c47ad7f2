/*
 * What a thread has beside its function: its name, its scheduling, its processors.
 */
#ifndef RACETRAP_RUNTIME_POSIX_THREAD_ATTRIBUTES_H
#define RACETRAP_RUNTIME_POSIX_THREAD_ATTRIBUTES_H

#include "runtime/engine/thread.h"

/* A new thread begins with those of its creator. */
void thread_attributes_inherit(struct thread *thread, const struct thread *creator);

#endif
