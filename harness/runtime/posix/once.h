/*
 * Once-only calls, for those of C11.
 */
#ifndef RACETRAP_RUNTIME_POSIX_ONCE_H
#define RACETRAP_RUNTIME_POSIX_ONCE_H

#include "runtime/engine/base.h"

/* Calls the function if none was called for this control; waits while another thread is in it. */
void once_call(int *control, void (*function)(void), uintptr_t pc);

#endif
