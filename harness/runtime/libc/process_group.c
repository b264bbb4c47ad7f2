/*
 * gettid, and what a process belongs to: POSIX.1-2017, getpgid, setpgid, setsid,
 * setuid; Linux's manual page prlimit. A thread's number means its process here;
 * what belongs to a foreign process may be asked for, and is not changed.
 */
#include "runtime/libc/process_group.h"
#include "runtime/engine/call.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/outside_call.h"
#include "runtime/libc/range.h"

#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

pid_t process_group_process(pid_t number, const char *changes)
{
    struct thread *thread;

    switch (identity_find(number, &thread)) {
    case IDENTITY_NOBODY:
        errno = ESRCH;
        return -1;
    case IDENTITY_THREAD:
        return getpid();
    case IDENTITY_MEMBER:
    case IDENTITY_CHILD:
        break;
    case IDENTITY_FOREIGN:
        if (changes != NULL) {
            schedule_refuse("changes the %s of process %d, which is none of its own", changes,
                            number);
        }
    }
    return number;
}

EXPORT pid_t gettid(void)
{
    return call_is_seen(CALLER) ? identity_of(thread_current) : LIBC(gettid)();
}

pid_t process_group_get(pid_t number, bool session)
{
    pid_t process = process_group_process(number, NULL);

    return process < 0 ? -1 : session ? LIBC(getsid)(process) : LIBC(getpgid)(process);
}

int process_group_set(pid_t number, pid_t group, uintptr_t pc)
{
    pid_t process = process_group_process(number, "group");

    if (process < 0) {
        return -1;
    }
    outside_use(pc, "sets the group of a process");
    return LIBC(setpgid)(process, group);
}

EXPORT pid_t getpgid(pid_t number)
{
    return call_is_seen(CALLER) ? process_group_get(number, false) : LIBC(getpgid)(number);
}

EXPORT pid_t __getpgid(pid_t number) __attribute__((alias("getpgid")));

EXPORT pid_t getsid(pid_t number)
{
    return call_is_seen(CALLER) ? process_group_get(number, true) : LIBC(getsid)(number);
}

EXPORT int setpgid(pid_t number, pid_t group)
{
    return call_is_seen(CALLER) ? process_group_set(number, group, CALLER)
                                : LIBC(setpgid)(number, group);
}

OUTSIDE_CALL(int, setpgrp, (void), (), "makes a process group")
OUTSIDE_CALL(pid_t, setsid, (void), (), "makes a session")
OUTSIDE_CALL(int, setuid, (uid_t user), (user), "becomes another user")
OUTSIDE_CALL(int, setgid, (gid_t group), (group), "becomes another group's")
OUTSIDE_CALL(int, seteuid, (uid_t user), (user), "becomes another user")
OUTSIDE_CALL(int, setegid, (gid_t group), (group), "becomes another group's")
OUTSIDE_CALL(int, setreuid, (uid_t real, uid_t effective), (real, effective),
             "becomes another user")
OUTSIDE_CALL(int, setregid, (gid_t real, gid_t effective), (real, effective),
             "becomes another group's")
OUTSIDE_CALL(int, setresuid, (uid_t real, uid_t effective, uid_t saved), (real, effective, saved),
             "becomes another user")
OUTSIDE_CALL(int, setresgid, (gid_t real, gid_t effective, gid_t saved), (real, effective, saved),
             "becomes another group's")
OUTSIDE_CALL(int, setgroups, (size_t count, const gid_t *groups), (count, groups),
             "changes its groups")
OUTSIDE_CALL(int, unshare, (int what), (what), "leaves what it shares with others")
OUTSIDE_CALL(int, setns, (int file, int what), (file, what), "enters a namespace")
OUTSIDE_CALL(int, chroot, (const char *path), (path), "takes %s for the root", path)

int process_group_limit(pid_t number, int resource, const struct rlimit *set, struct rlimit *old,
                        uintptr_t pc)
{
    pid_t process = process_group_process(number, set != NULL ? "limits" : NULL);

    if (process < 0) {
        return -1;
    }
    if (set != NULL) {
        outside_use(pc, "sets a limit of resource %d", resource);
    }
    if (old != NULL) {
        range_touch(old, sizeof *old);
        range_write(old, sizeof *old, pc);
    }
    return LIBC(prlimit)(process, (__rlimit_resource_t)resource, set, old);
}

EXPORT int prlimit(pid_t number, __rlimit_resource_t resource, const struct rlimit *set,
                   struct rlimit *old)
{
    return call_is_seen(CALLER) ? process_group_limit(number, (int)resource, set, old, CALLER)
                                : LIBC(prlimit)(number, resource, set, old);
}

EXPORT int prlimit64(pid_t number, __rlimit_resource_t resource, const struct rlimit64 *set,
                     struct rlimit64 *old) __attribute__((alias("prlimit")));
