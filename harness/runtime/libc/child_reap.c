/*
 * wait, waitpid, waitid: POSIX.1-2017; wait3, wait4: Linux's manual pages. A
 * child that is followed has its end in the schedule; others have a time of
 * their own.
 */
#include "runtime/libc/child_reap.h"
#include "runtime/engine/call.h"
#include "runtime/libc/child_wait.h"
#include "runtime/libc/descendant.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/pid_file.h"
#include "runtime/libc/range.h"
#include "runtime/libc/signal.h"
#include "runtime/posix/cancel.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* As child_wait_for has it. */
static int followed_wait(pid_t selector, bool hangs, uintptr_t pc)
{
    if (!family_exists() || family_self() == 0) {
        return child_wait_for(0, selector, hangs, pc);
    }
    struct request *request = &family_member(family_self())->request;
    request->selector = selector;
    request->hangs = hangs;
    descendant_ask(REQUEST_WAIT, pc);
    return request->answer;
}

/* Of one that has ended: for the kernel it ends here too. */
static pid_t followed_reap(unsigned number, int *status, int options)
{
    const struct member *member = family_member(number);
    pid_t process = member->process;

    *status = member->status;
    if ((options & WNOWAIT) == 0) {
        family_remove(number);
        LIBC(waitpid)(process, NULL, 0);
    }
    return process;
}

/* Of one that is not followed. */
static pid_t stranger_wait(pid_t selector, int *status, int options)
{
    pid_t process = LIBC(waitpid)(selector, status, (options & ~WNOWAIT) | WNOHANG);

    if (process > 0 && family_find(process) != FAMILY_NOBODY) {
        family_remove(family_find(process));
    }
    return process;
}

pid_t child_reap(pid_t selector, int *status, int options, uintptr_t pc)
{
    cancel_point(pc);
    for (;;) {
        int answer = followed_wait(selector, (options & WNOHANG) == 0, pc);
        if (answer >= 0) {
            return followed_reap((unsigned)answer, status, options);
        }
        if (signal_take(pc) && answer == CHILD_WAIT_INTERRUPTED) {
            errno = EINTR;
            return -1;
        }
        if (answer == CHILD_WAIT_INTERRUPTED) {
            continue;
        }
        pid_t process = 0;
        if (answer == CHILD_WAIT_NONE || family_has_stranger()) {
            process = stranger_wait(selector, status, options);
        }
        if (process != 0 || (options & WNOHANG) != 0) {
            return process;
        }
        outside_pass_time(pc);
    }
}

static pid_t wait_for(pid_t selector, int *status, int options, uintptr_t pc)
{
    int is = 0;
    pid_t process = child_reap(selector, &is, options, pc);

    if (process > 0 && status != NULL) {
        range_write(status, sizeof *status, pc);
        *status = is;
    }
    return process;
}

static void usage_clear(struct rusage *usage, uintptr_t pc)
{
    if (usage != NULL) {
        range_write(usage, sizeof *usage, pc);
        base_fill(usage, 0, sizeof *usage);
    }
}

EXPORT pid_t waitpid(pid_t process, int *status, int options)
{
    return call_is_seen(CALLER) ? wait_for(process, status, options, CALLER)
                                : LIBC(waitpid)(process, status, options);
}

EXPORT pid_t wait(int *status)
{
    return call_is_seen(CALLER) ? wait_for(-1, status, 0, CALLER) : LIBC(wait)(status);
}

EXPORT pid_t wait4(pid_t process, int *status, int options, struct rusage *usage)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(wait4)(process, status, options, usage);
    }
    usage_clear(usage, CALLER);
    return wait_for(process, status, options, CALLER);
}

EXPORT pid_t wait3(int *status, int options, struct rusage *usage)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(wait3)(status, options, usage);
    }
    usage_clear(usage, CALLER);
    return wait_for(-1, status, options, CALLER);
}

/* waitpid's word for it; 0 and errno: there is none. */
static pid_t selector_of(idtype_t type, id_t id)
{
    switch ((unsigned)type) {
    case P_ALL:
        return -1;
    case P_PID:
        return (pid_t)id;
    case P_PGID:
        return id == 0 ? 0 : -(pid_t)id;
    case P_PIDFD:
        return pid_file_process((int)id);
    default:
        return -2;
    }
}

static void info_fill(siginfo_t *info, pid_t process, int status, uintptr_t pc)
{
    range_write(info, sizeof *info, pc);
    base_fill(info, 0, sizeof *info);
    if (process == 0) {
        return;
    }
    info->si_signo = SIGCHLD;
    info->si_pid = process;
    info->si_code = WIFEXITED(status) ? CLD_EXITED : CLD_KILLED;
    info->si_status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
}

int child_reap_id(unsigned type, id_t id, siginfo_t *info, int options, uintptr_t pc)
{
    int status = 0;
    pid_t selector = selector_of((idtype_t)type, id);

    if ((options & WEXITED) == 0 || (type != P_PGID && selector < -1) ||
        (type == P_PID && selector <= 0)) {
        errno = EINVAL;
        return -1;
    }
    pid_t process = child_reap(selector, &status, options & (WNOHANG | WNOWAIT), pc);
    if (process >= 0 && info != NULL) {
        info_fill(info, process, status, pc);
    }
    return process < 0 ? -1 : 0;
}

EXPORT int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    return call_is_seen(CALLER) ? child_reap_id(type, id, info, options, CALLER)
                                : LIBC(waitid)(type, id, info, options);
}
