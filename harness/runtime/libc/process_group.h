/*
 * What a process belongs to, with what the kernel's own calls for it take. All
 * return -1 and errno on failure.
 */
#ifndef RACETRAP_RUNTIME_LIBC_PROCESS_GROUP_H
#define RACETRAP_RUNTIME_LIBC_PROCESS_GROUP_H

#include "runtime/engine/base.h"

#include <sys/resource.h>
#include <sys/types.h>

/* The process that the number of a process or a thread means. `changes` says what of it is to be
 * changed, which ends the schedule where the process is a foreign one; NULL: nothing. */
pid_t process_group_process(pid_t number, const char *changes);

/* getpgid or getsid, setpgid, prlimit. */
pid_t process_group_get(pid_t number, bool session);
int process_group_set(pid_t number, pid_t group, uintptr_t pc);
int process_group_limit(pid_t number, int resource, const struct rlimit *set, struct rlimit *old,
                        uintptr_t pc);

#endif
