/*
 * What would be done to the whole machine, or to processes that the program has
 * nothing to do with: that may be right once, and not thousands of times. And
 * what waits where no schedule can see it: System V's and POSIX's queues.
 */
#include "runtime/engine/call.h"

#include <mqueue.h>
#include <sys/acct.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/sem.h>
#include <sys/swap.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define REFUSED_CALL(type, name, parameters, arguments, does)                                      \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            schedule_refuse(does " (" #name "): that cannot be explored");                         \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

REFUSED_CALL(int, reboot, (int how), (how), "ends the system")
REFUSED_CALL(int, sethostname, (const char *name, size_t size), (name, size), "renames the machine")
REFUSED_CALL(int, setdomainname, (const char *name, size_t size), (name, size),
             "renames the machine")
REFUSED_CALL(int, settimeofday, (const struct timeval *time, const struct timezone *zone),
             (time, zone), "sets the machine's clock")
REFUSED_CALL(int, clock_settime, (clockid_t clock, const struct timespec *time), (clock, time),
             "sets the machine's clock")
REFUSED_CALL(int, adjtime, (const struct timeval *by, struct timeval *old), (by, old),
             "sets the machine's clock")
REFUSED_CALL(int, mount,
             (const char *what, const char *where, const char *type, unsigned long flags,
              const void *data),
             (what, where, type, flags, data), "mounts a file system")
REFUSED_CALL(int, umount, (const char *where), (where), "unmounts a file system")
REFUSED_CALL(int, umount2, (const char *where, int flags), (where, flags), "unmounts a file system")
REFUSED_CALL(int, swapon, (const char *path, int flags), (path, flags),
             "changes the machine's swap")
REFUSED_CALL(int, swapoff, (const char *path), (path), "changes the machine's swap")
REFUSED_CALL(int, acct, (const char *path), (path), "has processes accounted")
REFUSED_CALL(int, klogctl, (int what, char *to, int size), (what, to, size),
             "reads the system's log")
REFUSED_CALL(int, tcsetpgrp, (int file, pid_t group), (file, group),
             "takes the terminal from others")

REFUSED_CALL(int, semget, (key_t key, int count, int flags), (key, count, flags),
             "uses semaphores that processes share")
REFUSED_CALL(int, msgget, (key_t key, int flags), (key, flags), "uses a queue that processes share")
EXPORT mqd_t mq_open(const char *name, int flags, ...)
{
    va_list arguments;

    if (call_is_seen(CALLER)) {
        schedule_refuse("uses a queue that processes share (mq_open): that cannot be explored");
    }
    va_start(arguments, flags);
    mode_t mode = va_arg(arguments, mode_t);
    struct mq_attr *attributes = va_arg(arguments, struct mq_attr *);
    va_end(arguments);
    return LIBC(mq_open)(name, flags, mode, attributes);
}

EXPORT long ptrace(enum __ptrace_request request, ...)
{
    (void)request;
    if (schedule_active) {
        schedule_refuse("traces a process (ptrace): that cannot be explored");
    }
    return -1;
}
