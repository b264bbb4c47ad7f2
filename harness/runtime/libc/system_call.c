/*
 * syscall: Linux's manual page. What the runtime stands for elsewhere, it does
 * here too: else a number of a thread that there is not would reach the kernel,
 * or another process of the machine. What would pull the ground from under the
 * runtime is refused.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/child_process.h"
#include "runtime/libc/child_reap.h"
#include "runtime/libc/exec.h"
#include "runtime/libc/file_call.h"
#include "runtime/libc/forbidden_call.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/pid_file.h"
#include "runtime/libc/process_group.h"
#include "runtime/libc/process_memory.h"
#include "runtime/libc/range.h"
#include "runtime/libc/scheduling.h"
#include "runtime/libc/signal_send.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef long route(const uintptr_t *a, uintptr_t pc);

/* As the kernel has it, as libc has it. */
static long returned(long result)
{
    if ((unsigned long)result > -4096ul) {
        errno = (int)-result;
        return -1;
    }
    return result;
}

static long raw(long number, const uintptr_t *a)
{
    return returned(base_kernel(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

static long do_gettid(const uintptr_t *a, uintptr_t pc)
{
    (void)a;
    (void)pc;
    return identity_of(thread_current);
}

static const union sigval NO_VALUE;

static long do_kill(const uintptr_t *a, uintptr_t pc)
{
    return signal_send((pid_t)a[0], (int)a[1], SI_USER, NO_VALUE, pc);
}

static long do_tkill(const uintptr_t *a, uintptr_t pc)
{
    return signal_send_thread(-1, (pid_t)a[0], (int)a[1], pc);
}

static long do_tgkill(const uintptr_t *a, uintptr_t pc)
{
    return signal_send_thread((pid_t)a[0], (pid_t)a[1], (int)a[2], pc);
}

static long do_sigqueue(const uintptr_t *a, uintptr_t pc)
{
    const siginfo_t *info = (const siginfo_t *)a[2];

    return signal_send((pid_t)a[0], (int)a[1], info->si_code, info->si_value, pc);
}

static long do_thread_sigqueue(const uintptr_t *a, uintptr_t pc)
{
    return signal_send_thread((pid_t)a[0], (pid_t)a[1], (int)a[2], pc);
}

static long do_pidfd_send_signal(const uintptr_t *a, uintptr_t pc)
{
    return signal_send_file((int)a[0], (int)a[1], (const siginfo_t *)a[2], pc);
}

static long do_pidfd_open(const uintptr_t *a, uintptr_t pc)
{
    return pid_file_open((pid_t)a[0], (unsigned)a[1], pc);
}

static long do_setaffinity(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_affinity_set((pid_t)a[0], a[1], (const void *)a[2], pc);
}

static long do_getaffinity(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_affinity_get((pid_t)a[0], a[1], (void *)a[2], pc);
}

static long do_setscheduler(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_policy_set((pid_t)a[0], (int)a[1],
                                 ((const struct sched_param *)a[2])->sched_priority, pc);
}

static long do_setparam(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_policy_set((pid_t)a[0], -1,
                                 ((const struct sched_param *)a[1])->sched_priority, pc);
}

static long do_getscheduler(const uintptr_t *a, uintptr_t pc)
{
    int priority;

    return scheduling_policy_get((pid_t)a[0], &priority, pc);
}

static long do_getparam(const uintptr_t *a, uintptr_t pc)
{
    struct sched_param *to = (struct sched_param *)a[1];

    range_write(to, sizeof *to, pc);
    return scheduling_policy_get((pid_t)a[0], &to->sched_priority, pc) < 0 ? -1 : 0;
}

/* The first fields of struct sched_attr (sched_setattr(2)). */
struct attribute {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
};

static long do_setattr(const uintptr_t *a, uintptr_t pc)
{
    const struct attribute *from = (const struct attribute *)a[1];

    range_read(from, sizeof *from, pc);
    if (scheduling_policy_set((pid_t)a[0], (int)from->policy, (int)from->priority, pc) < 0) {
        return -1;
    }
    return scheduling_nice_set(0, (pid_t)a[0], from->nice, pc);
}

static long do_getattr(const uintptr_t *a, uintptr_t pc)
{
    struct attribute *to = (struct attribute *)a[1];
    int priority = 0, nice = 0;
    int policy = scheduling_policy_get((pid_t)a[0], &priority, pc);

    if (policy < 0 || scheduling_nice_get(0, (pid_t)a[0], &nice, pc) < 0) {
        return -1;
    }
    range_write(to, a[2], pc);
    base_fill(to, 0, a[2]);
    *to = (struct attribute){ .size = (uint32_t)a[2],
                              .policy = (uint32_t)policy,
                              .nice = nice,
                              .priority = (uint32_t)priority };
    return 0;
}

static long do_setpriority(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_nice_set((unsigned)a[0], (pid_t)a[1], (int)a[2], pc);
}

/* The kernel returns 20 - nice, so that nothing is negative. */
static long do_getpriority(const uintptr_t *a, uintptr_t pc)
{
    int nice;

    return scheduling_nice_get((unsigned)a[0], (pid_t)a[1], &nice, pc) < 0 ? -1 : 20 - nice;
}

static long do_ioprio_set(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_io_set((int)a[0], (pid_t)a[1], (int)a[2], pc);
}

static long do_ioprio_get(const uintptr_t *a, uintptr_t pc)
{
    return scheduling_io_get((int)a[0], (pid_t)a[1], pc);
}

static long do_getpgid(const uintptr_t *a, uintptr_t pc)
{
    (void)pc;
    return process_group_get((pid_t)a[0], false);
}

static long do_getsid(const uintptr_t *a, uintptr_t pc)
{
    (void)pc;
    return process_group_get((pid_t)a[0], true);
}

static long do_setpgid(const uintptr_t *a, uintptr_t pc)
{
    return process_group_set((pid_t)a[0], (pid_t)a[1], pc);
}

static long do_prlimit(const uintptr_t *a, uintptr_t pc)
{
    return process_group_limit((pid_t)a[0], (int)a[1], (const struct rlimit *)a[2],
                               (struct rlimit *)a[3], pc);
}

static long memory_copy(const uintptr_t *a, bool writes, uintptr_t pc)
{
    const struct process_memory_copy copy = { .number = (pid_t)a[0],
                                              .writes = writes,
                                              .here = (const struct iovec *)a[1],
                                              .here_count = a[2],
                                              .there = (const struct iovec *)a[3],
                                              .there_count = a[4],
                                              .flags = a[5] };

    return process_memory_copy(&copy, pc);
}

static long do_vm_read(const uintptr_t *a, uintptr_t pc)
{
    return memory_copy(a, false, pc);
}

static long do_vm_write(const uintptr_t *a, uintptr_t pc)
{
    return memory_copy(a, true, pc);
}

static long do_fork(const uintptr_t *a, uintptr_t pc)
{
    (void)a;
    return child_process_fork_only(pc);
}

static long do_vfork(const uintptr_t *a, uintptr_t pc)
{
    (void)a;
    return child_process_vfork(pc);
}

static long do_wait4(const uintptr_t *a, uintptr_t pc)
{
    int status = 0, *to = (int *)a[1];
    pid_t process = child_reap((pid_t)a[0], &status, (int)a[2], pc);

    if (process > 0 && to != NULL) {
        range_write(to, sizeof *to, pc);
        *to = status;
    }
    return process;
}

static long do_waitid(const uintptr_t *a, uintptr_t pc)
{
    return child_reap_id((unsigned)a[0], (id_t)a[1], (siginfo_t *)a[2], (int)a[3], pc);
}

static long do_execve(const uintptr_t *a, uintptr_t pc)
{
    bool begun = exec_begin((const char *)a[0], pc);

    return exec_end(begun, (int)raw(SYS_execve, a), pc);
}

static long do_exit(const uintptr_t *a, uintptr_t pc)
{
    schedule_point(OP_END, NULL, 0, pc);
    schedule_finish(SCHEDULE_EXITED, (int)a[0] & 0xff);
}

static long do_yield(const uintptr_t *a, uintptr_t pc)
{
    (void)a;
    schedule_yield(OP_YIELD, 0, pc);
    return 0;
}

static long do_getcpu(const uintptr_t *a, uintptr_t pc)
{
    if (a[0] != 0) {
        range_write((void *)a[0], sizeof(unsigned), pc);
        *(unsigned *)a[0] = thread_current->id;
    }
    if (a[1] != 0) {
        range_write((void *)a[1], sizeof(unsigned), pc);
        *(unsigned *)a[1] = 0;
    }
    return 0;
}

static const struct {
    long number;
    route *route;
} ROUTES[] = {
    { SYS_gettid, do_gettid },
    { SYS_kill, do_kill },
    { SYS_tkill, do_tkill },
    { SYS_tgkill, do_tgkill },
    { SYS_rt_sigqueueinfo, do_sigqueue },
    { SYS_rt_tgsigqueueinfo, do_thread_sigqueue },
    { SYS_pidfd_send_signal, do_pidfd_send_signal },
    { SYS_pidfd_open, do_pidfd_open },
    { SYS_sched_setaffinity, do_setaffinity },
    { SYS_sched_getaffinity, do_getaffinity },
    { SYS_sched_setscheduler, do_setscheduler },
    { SYS_sched_setparam, do_setparam },
    { SYS_sched_getscheduler, do_getscheduler },
    { SYS_sched_getparam, do_getparam },
    { SYS_sched_setattr, do_setattr },
    { SYS_sched_getattr, do_getattr },
    { SYS_sched_yield, do_yield },
    { SYS_setpriority, do_setpriority },
    { SYS_getpriority, do_getpriority },
    { SYS_ioprio_set, do_ioprio_set },
    { SYS_ioprio_get, do_ioprio_get },
    { SYS_getpgid, do_getpgid },
    { SYS_getsid, do_getsid },
    { SYS_setpgid, do_setpgid },
    { SYS_prlimit64, do_prlimit },
    { SYS_process_vm_readv, do_vm_read },
    { SYS_process_vm_writev, do_vm_write },
    { SYS_fork, do_fork },
    { SYS_vfork, do_vfork },
    { SYS_wait4, do_wait4 },
    { SYS_waitid, do_waitid },
    { SYS_execve, do_execve },
    { SYS_exit_group, do_exit },
    { SYS_getcpu, do_getcpu },
};

static long seen(long number, const uintptr_t *a, uintptr_t pc)
{
    for (size_t i = 0; i < sizeof ROUTES / sizeof ROUTES[0]; i++) {
        if (ROUTES[i].number == number) {
            return ROUTES[i].route(a, pc);
        }
    }
    const char *forbidden = forbidden_call_name(number);
    if (forbidden != NULL) {
        schedule_refuse("calls %s by itself, unseen by the scheduler", forbidden);
    }
    if (number == SYS_membarrier) {
        schedule_point(OP_FENCE, NULL, 0, pc);
    } else if (number != SYS_getpid && number != SYS_getppid) {
        outside_use(pc, "makes system call %ld by itself", number);
        file_call_note(number);
    }
    return raw(number, a);
}

/* The runtime itself calls it too, before libc's could be found. */
EXPORT long syscall(long number, ...)
{
    uintptr_t a[6];
    va_list arguments;

    va_start(arguments, number);
    for (unsigned i = 0; i < 6; i++) {
        a[i] = va_arg(arguments, uintptr_t);
    }
    va_end(arguments);
    return call_is_seen(CALLER) ? seen(number, a, CALLER) : raw(number, a);
}
