/*
 * Sending signals, with what the kernel's own calls for it take. All return -1
 * and errno on failure.
 */
#ifndef RACETRAP_RUNTIME_LIBC_SIGNAL_SEND_H
#define RACETRAP_RUNTIME_LIBC_SIGNAL_SEND_H

#include "runtime/engine/base.h"

#include <signal.h>
#include <sys/types.h>

/* As kill does; `code` is that of siginfo_t. */
int signal_send(pid_t process, int number, int code, union sigval value, uintptr_t pc);

/* As tgkill does, with -1 as process for tkill. */
int signal_send_thread(pid_t process, pid_t number, int signal_number, uintptr_t pc);

/* As pidfd_send_signal does. */
int signal_send_file(int file, int number, const siginfo_t *info, uintptr_t pc);

#endif
