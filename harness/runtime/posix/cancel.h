/*
 * Cancellation: POSIX.1-2017, 2.9.5.
 */
#ifndef RACETRAP_RUNTIME_POSIX_CANCEL_H
#define RACETRAP_RUNTIME_POSIX_CANCEL_H

#include "runtime/engine/schedule.h"

/* A cancellation point: acts on a request, if there is one and it may. */
void cancel_point(uintptr_t pc);

/* schedule_wait at a cancellation point. On WAIT_CANCELLED the caller makes good what has to be,
 * and calls cancel_point. */
enum wait_end cancel_wait(enum operation_kind kind, const volatile void *address,
                          const volatile void *second, const uint32_t *gate, uint64_t deadline,
                          uintptr_t pc);

/* Runs the clean-up handlers that are left, and then ends the thread. */
_Noreturn void cancel_unwind(void *result);

#endif
