/*
 * How threads are scheduled by the system: only remembered, as nothing of it
 * decides who runs. With what the kernel's own calls for it take; all return -1
 * and errno on failure.
 */
#ifndef RACETRAP_RUNTIME_LIBC_SCHEDULING_H
#define RACETRAP_RUNTIME_LIBC_SCHEDULING_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* Begins a schedule: nothing was set. */
void scheduling_begin(void);

int scheduling_affinity_set(pid_t number, size_t size, const void *set, uintptr_t pc);
/* Returns how many bytes count. */
int scheduling_affinity_get(pid_t number, size_t size, void *set, uintptr_t pc);

/* A policy of -1 stays what it is. */
int scheduling_policy_set(pid_t number, int policy, int priority, uintptr_t pc);
/* Returns the policy. */
int scheduling_policy_get(pid_t number, int *priority, uintptr_t pc);

/* The nice value; and the priority of input and output (ioprio_set(2)), which `which` means. */
int scheduling_nice_set(unsigned which, pid_t number, int nice, uintptr_t pc);
int scheduling_nice_get(unsigned which, pid_t number, int *nice, uintptr_t pc);
int scheduling_io_set(int which, pid_t number, int priority, uintptr_t pc);
int scheduling_io_get(int which, pid_t number, uintptr_t pc);

#endif
