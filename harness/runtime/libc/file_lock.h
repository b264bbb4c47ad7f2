/*
 * Locks on files, for which a thread may have to wait.
 */
#ifndef RACETRAP_RUNTIME_LIBC_FILE_LOCK_H
#define RACETRAP_RUNTIME_LIBC_FILE_LOCK_H

#include "runtime/engine/base.h"

/* fcntl with a command that locks a part of a file, and waits for that if it has to. */
bool file_lock_is_wait(int command);
int file_lock_fcntl(int descriptor, int command, void *lock, uintptr_t pc);

#endif
