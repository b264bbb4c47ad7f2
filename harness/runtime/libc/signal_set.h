/*
 * What a program sets for a signal.
 */
#ifndef RACETRAP_RUNTIME_LIBC_SIGNAL_SET_H
#define RACETRAP_RUNTIME_LIBC_SIGNAL_SET_H

#include "runtime/engine/base.h"

/* As signal does, with these flags of sigaction. Returns what was set before, or SIG_ERR. */
void (*signal_set(int number, void (*handler)(int), int flags, uintptr_t pc))(int);

#endif
