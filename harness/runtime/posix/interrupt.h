/*
 * A signal that another process has sent, or the end of a child: taken by the
 * next thread that comes to a place where POSIX lets it be interrupted.
 */
#ifndef RACETRAP_RUNTIME_POSIX_INTERRUPT_H
#define RACETRAP_RUNTIME_POSIX_INTERRUPT_H

#include "runtime/engine/base.h"

/* Takes what has come; NULL: nothing has. */
extern bool (*interrupt_take)(uintptr_t pc);

#endif
