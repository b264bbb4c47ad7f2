/*
 * Processes that the program starts, with what the kernel's own calls for it
 * take.
 */
#ifndef RACETRAP_RUNTIME_LIBC_CHILD_PROCESS_H
#define RACETRAP_RUNTIME_LIBC_CHILD_PROCESS_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* fork, without what pthread_atfork has registered; and vfork. */
pid_t child_process_fork_only(uintptr_t pc);
pid_t child_process_vfork(uintptr_t pc);

/* A program is about to be started, of which nothing is seen: "runs", "ls -l". */
void child_process_note_program(const char *does, const char *program, uintptr_t pc);

#endif
