/*
 * Waiting for child processes, as POSIX has it, from any process of a schedule.
 */
#ifndef RACETRAP_RUNTIME_LIBC_CHILD_REAP_H
#define RACETRAP_RUNTIME_LIBC_CHILD_REAP_H

#include "runtime/engine/base.h"

#include <signal.h>
#include <sys/types.h>

/* waitpid, but for WNOWAIT, which may be among the options; and waitid. -1 and errno on failure. */
pid_t child_reap(pid_t selector, int *status, int options, uintptr_t pc);
int child_reap_id(unsigned type, id_t id, siginfo_t *info, int options, uintptr_t pc);

#endif
