/*
 * A process becomes another program.
 */
#ifndef RACETRAP_RUNTIME_LIBC_EXEC_H
#define RACETRAP_RUNTIME_LIBC_EXEC_H

#include "runtime/engine/base.h"

/* It is about to: returns whether exec_end has to be told that it has failed. In the first process
 * it ends the schedule. */
bool exec_begin(const char *file, uintptr_t pc);

/* It has not. Returns the status, and leaves errno. */
int exec_end(bool begun, int status, uintptr_t pc);

#endif
