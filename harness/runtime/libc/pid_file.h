/*
 * File descriptors that stand for processes (pidfd_open(2)).
 */
#ifndef RACETRAP_RUNTIME_LIBC_PID_FILE_H
#define RACETRAP_RUNTIME_LIBC_PID_FILE_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* Which process it stands for; 0: it is no such descriptor; -1: the process is no more. */
pid_t pid_file_process(int file);

/* pidfd_open. */
int pid_file_open(pid_t process, unsigned flags, uintptr_t pc);

#endif
