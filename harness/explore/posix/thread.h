/*
 * The life of a thread: how one begins and ends.
 */
#ifndef RACETRAP_EXPLORE_POSIX_THREAD_H
#define RACETRAP_EXPLORE_POSIX_THREAD_H

#include "explore/thread.h"

/* The current thread is over, with this result: destructors, then those who wait for it. */
_Noreturn void thread_end(void *result);

/* The program is over: by exit, by a return from main, or with its last thread. */
_Noreturn void program_end(int status);

#endif
