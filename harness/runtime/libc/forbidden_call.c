#include "runtime/libc/forbidden_call.h"

#include <stddef.h>
#include <sys/syscall.h>

/* Threads and locks that the scheduler does not know of; numbers of threads and processes; what is
 * the runtime's own; the machine. */
static const struct {
    long number;
    const char *name;
} CALLS[] = {
    { SYS_futex, "futex" },
    { SYS_clone, "clone" },
    { SYS_clone3, "clone3" },
    { SYS_exit, "exit" },
    { SYS_execveat, "execveat" },
    { SYS_ptrace, "ptrace" },
    { SYS_kcmp, "kcmp" },
    { SYS_migrate_pages, "migrate_pages" },
    { SYS_move_pages, "move_pages" },
    { SYS_perf_event_open, "perf_event_open" },
    { SYS_get_robust_list, "get_robust_list" },
    { SYS_set_robust_list, "set_robust_list" },
    { SYS_set_tid_address, "set_tid_address" },
    { SYS_arch_prctl, "arch_prctl" },
    { SYS_rt_sigaction, "rt_sigaction" },
    { SYS_rt_sigprocmask, "rt_sigprocmask" },
    { SYS_rt_sigreturn, "rt_sigreturn" },
    { SYS_rt_sigsuspend, "rt_sigsuspend" },
    { SYS_rt_sigtimedwait, "rt_sigtimedwait" },
    { SYS_sigaltstack, "sigaltstack" },
    { SYS_setitimer, "setitimer" },
    { SYS_timer_create, "timer_create" },
    { SYS_rseq, "rseq" },
    { SYS_seccomp, "seccomp" },
    { SYS_userfaultfd, "userfaultfd" },
    { SYS_io_uring_setup, "io_uring_setup" },
    { SYS_capset, "capset" },
    { SYS_semop, "semop" },
    { SYS_semtimedop, "semtimedop" },
    { SYS_reboot, "reboot" },
    { SYS_mount, "mount" },
    { SYS_umount2, "umount2" },
    { SYS_pivot_root, "pivot_root" },
    { SYS_settimeofday, "settimeofday" },
    { SYS_clock_settime, "clock_settime" },
    { SYS_clock_adjtime, "clock_adjtime" },
    { SYS_adjtimex, "adjtimex" },
    { SYS_sethostname, "sethostname" },
    { SYS_setdomainname, "setdomainname" },
    { SYS_swapon, "swapon" },
    { SYS_swapoff, "swapoff" },
};

const char *forbidden_call_name(long number)
{
    for (size_t i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        if (CALLS[i].number == number) {
            return CALLS[i].name;
        }
    }
    return NULL;
}
