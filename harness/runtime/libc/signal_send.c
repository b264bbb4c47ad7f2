/*
 * raise, kill, killpg, sigqueue, pthread_kill: POSIX.1-2017; tgkill,
 * pthread_sigqueue, pidfd_send_signal: Linux's manual pages. A signal goes to
 * the program's own threads and processes, and to nobody else: a schedule is
 * run thousands of times.
 */
#include "runtime/libc/signal_send.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/call.h"
#include "runtime/libc/family.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/pid_file.h"
#include "runtime/libc/signal.h"

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

static int failed(int error)
{
    errno = error;
    return -1;
}

static bool is_number(int number)
{
    return number >= 0 && number < SIGNALS;
}

static void info_make(siginfo_t *info, int number, int code, union sigval value)
{
    base_fill(info, 0, sizeof *info);
    info->si_signo = number;
    info->si_code = code;
    info->si_pid = getpid();
    info->si_uid = getuid();
    info->si_value = value;
}

/* To a thread of this process. Another one than the caller would be interrupted between two steps.
 */
static int thread_send(struct thread *thread, int number, int code, union sigval value,
                       const char *function, uintptr_t pc)
{
    siginfo_t info;

    if (number == 0 || thread == NULL || thread->state != THREAD_LIVE ||
        signal_is_ignored(number)) {
        return 0;
    }
    if (thread != thread_current && signal_has_handler(number) &&
        (*signal_mask_of(thread) & signal_bit(number)) == 0) {
        schedule_refuse("calls %s: a signal comes between two steps of a thread, which is not "
                        "explored",
                        function);
    }
    if (thread != thread_current && (*signal_mask_of(thread) & signal_bit(number)) != 0) {
        *signal_waiting_of(thread) |= signal_bit(number);
        return 0;
    }
    info_make(&info, number, code, value);
    if (thread != thread_current) {
        signal_end(&info);
    }
    return signal_to_thread(&info, pc);
}

static int process_send(int number, int code, union sigval value, uintptr_t pc)
{
    siginfo_t info;

    if (number == 0) {
        return 0;
    }
    info_make(&info, number, code, value);
    return signal_to_process(&info, pc);
}

/* To all that the program has in this group: what else is in it is none of its own. */
static int group_send(pid_t group, int number, union sigval value, uintptr_t pc)
{
    bool any = group == 0 || group == getpgrp();

    group = group == 0 ? getpgrp() : group;
    bool with_self = group == getpgrp();
    for (unsigned i = 0; family_exists() && i < FAMILY_MAX; i++) {
        const struct member *member = family_member(i);
        if (member->state == MEMBER_FOLLOWED && i != family_self() &&
            BASE_KERNEL(SYS_getpgid, member->process, 0, 0) == group) {
            signal_to_member(i, number, value, pc);
            any = true;
        }
    }
    if (!any && BASE_KERNEL(SYS_kill, -group, 0, 0) == 0) {
        schedule_refuse("sends signal %d to processes that are none of its own", number);
    }
    if (!any) {
        return failed(ESRCH);
    }
    return with_self ? process_send(number, SI_USER, value, pc) : 0;
}

int signal_send(pid_t process, int number, int code, union sigval value, uintptr_t pc)
{
    struct thread *thread;

    if (!is_number(number)) {
        return failed(EINVAL);
    }
    if (process == -1) {
        schedule_refuse("sends signal %d to all processes of the machine", number);
    }
    if (process <= 0) {
        return group_send(-process, number, value, pc);
    }
    switch (identity_find(process, &thread)) {
    case IDENTITY_NOBODY:
        return failed(ESRCH);
    case IDENTITY_THREAD:
        return process_send(number, code, value, pc);
    case IDENTITY_MEMBER:
        return signal_to_member(family_find(process), number, value, pc);
    case IDENTITY_CHILD:
        outside_use(pc, "sends signal %d to another process", number);
        return LIBC(kill)(process, number);
    case IDENTITY_FOREIGN:
        if (number != 0) {
            schedule_refuse("sends signal %d to process %d, which is none of its own", number,
                            process);
        }
        break;
    }
    return LIBC(kill)(process, 0);
}

int signal_send_thread(pid_t process, pid_t number, int signal_number, uintptr_t pc)
{
    const union sigval none = { 0 };
    struct thread *thread;

    if (!is_number(signal_number) || number <= 0 || process == 0 || process < -1) {
        return failed(EINVAL);
    }
    enum identity who = identity_find(number, &thread);
    if (who == IDENTITY_THREAD && (process == -1 || process == getpid())) {
        return thread_send(thread, signal_number, SI_TKILL, none, "tgkill", pc);
    }
    if (who == IDENTITY_NOBODY || who == IDENTITY_THREAD || (process != -1 && process != number)) {
        return failed(ESRCH);
    }
    return signal_send(number, signal_number, SI_TKILL, none, pc);
}

EXPORT int raise(int number)
{
    const union sigval none = { 0 };

    if (!call_is_seen(CALLER)) {
        return LIBC(raise)(number);
    }
    return is_number(number) ? thread_send(thread_current, number, SI_TKILL, none, "raise", CALLER)
                             : failed(EINVAL);
}

EXPORT int gsignal(int number) __attribute__((alias("raise")));

EXPORT int kill(pid_t process, int number)
{
    const union sigval none = { 0 };

    return call_is_seen(CALLER) ? signal_send(process, number, SI_USER, none, CALLER)
                                : LIBC(kill)(process, number);
}

EXPORT int killpg(pid_t group, int number)
{
    const union sigval none = { 0 };

    if (!call_is_seen(CALLER)) {
        return LIBC(killpg)(group, number);
    }
    return group < 0 || group == 1 ? failed(EINVAL)
                                   : signal_send(-group, number, SI_USER, none, CALLER);
}

EXPORT int sigqueue(pid_t process, int number, const union sigval value)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sigqueue)(process, number, value);
    }
    return process <= 0 ? failed(EINVAL) : signal_send(process, number, SI_QUEUE, value, CALLER);
}

EXPORT int tgkill(pid_t process, pid_t thread, int number)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(tgkill)(process, thread, number);
    }
    return process <= 0 ? failed(EINVAL) : signal_send_thread(process, thread, number, CALLER);
}

static int handle_send(pthread_t handle, int number, int code, union sigval value,
                       const char *function, uintptr_t pc)
{
    if (!schedule_active) {
        return number == 0 ? 0 : EINVAL;
    }
    if (thread_of_handle(handle) != thread_current) {
        schedule_point(OP_THREAD_GET, thread_slot_of_handle(handle), 1, pc);
    }
    struct thread *thread = thread_of_handle(handle);
    if (thread == NULL) {
        diagnosis_thread(NULL, pc, "sends a signal to", DIAGNOSIS_NO_THREAD);
        return ESRCH;
    }
    return is_number(number) ? thread_send(thread, number, code, value, function, pc) : EINVAL;
}

EXPORT int pthread_kill(pthread_t handle, int number)
{
    const union sigval none = { 0 };

    return handle_send(handle, number, SI_TKILL, none, "pthread_kill", CALLER);
}

EXPORT int pthread_sigqueue(pthread_t handle, int number, const union sigval value)
{
    return handle_send(handle, number, SI_QUEUE, value, "pthread_sigqueue", CALLER);
}

int signal_send_file(int file, int number, const siginfo_t *info, uintptr_t pc)
{
    const union sigval none = { 0 };
    pid_t process = pid_file_process(file);

    if (process <= 0) {
        return failed(process == 0 ? EBADF : ESRCH);
    }
    return signal_send(process, number, info != NULL ? info->si_code : SI_USER,
                       info != NULL ? info->si_value : none, pc);
}

EXPORT int pidfd_send_signal(int file, int number, siginfo_t *info, unsigned flags)
{
    return call_is_seen(CALLER) ? signal_send_file(file, number, info, CALLER)
                                : LIBC(pidfd_send_signal)(file, number, info, flags);
}
