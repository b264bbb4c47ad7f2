/*
 * Once-only calls, for those of C11.
 */
#ifndef RACETRAP_EXPLORE_POSIX_ONCE_H
#define RACETRAP_EXPLORE_POSIX_ONCE_H

#include "explore/base.h"

/* Calls the function if none was called for this control; waits while another thread is in it. */
void once_call(int *control, void (*function)(void), uintptr_t pc);

#endif
