/*
 * Signals. A handler is real only where every schedule has a process of its
 * own; that a signal is ignored, or has its default action, is only remembered.
 */
#ifndef RACETRAP_RUNTIME_LIBC_SIGNAL_H
#define RACETRAP_RUNTIME_LIBC_SIGNAL_H

#include "runtime/engine/base.h"

/* Begins a schedule: every signal has its default action, and none is blocked. */
void signal_begin(void);
void signal_mask_begin(void);

/* Whether the current thread has blocked this signal. */
bool signal_is_blocked(int number);

#endif
