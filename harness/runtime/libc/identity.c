#include "runtime/libc/identity.h"
#include "runtime/engine/call.h"
#include "runtime/libc/family.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MADE_UP = 1 << 22,           /* PID_MAX_LIMIT of a 64-bit Linux */
    MADE_UP_A_PROCESS = 1 << 20, /* threads in a schedule have fewer numbers than that */
};

static unsigned first; /* serial of the process's first thread */

void identity_begin(void)
{
    first = 0;
}

void identity_fork(void)
{
    first = thread_current->serial;
}

pid_t identity_of(const struct thread *thread)
{
    return thread->serial == first
               ? getpid()
               : (pid_t)(MADE_UP + family_self() * MADE_UP_A_PROCESS + thread->serial);
}

static struct thread *thread_find(unsigned serial)
{
    for (unsigned i = 0; i < thread_count; i++) {
        if (threads[i].serial == serial && threads[i].state != THREAD_GONE &&
            threads[i].state != THREAD_UNUSED && !threads[i].is_deputy) {
            return &threads[i];
        }
    }
    return NULL;
}

static bool is_own_child(pid_t process)
{
    siginfo_t info;

    return base_kernel(SYS_waitid, P_PID, (uintptr_t)process, (uintptr_t)&info,
                       WEXITED | WNOHANG | WNOWAIT, 0, 0) == 0;
}

enum identity identity_find(pid_t number, struct thread **thread)
{
    *thread = number == 0 ? thread_current : NULL;
    if (number == 0) {
        return IDENTITY_THREAD;
    }
    if (number == getpid()) {
        *thread = thread_find(first); /* NULL: it was joined, and the process is there */
        return IDENTITY_THREAD;
    }
    if (number >= MADE_UP) {
        unsigned serial = (unsigned)number - MADE_UP - family_self() * MADE_UP_A_PROCESS;
        *thread = serial < MADE_UP_A_PROCESS && serial != first ? thread_find(serial) : NULL;
        return *thread != NULL && (*thread)->state == THREAD_LIVE ? IDENTITY_THREAD
                                                                  : IDENTITY_NOBODY;
    }
    unsigned member = family_find(number);
    if (member != FAMILY_NOBODY) {
        return family_member(member)->state == MEMBER_FREE ? IDENTITY_CHILD : IDENTITY_MEMBER;
    }
    return number > 0 && is_own_child(number)                            ? IDENTITY_CHILD
           : number < 0 || BASE_KERNEL(SYS_kill, number, 0, 0) == -ESRCH ? IDENTITY_NOBODY
                                                                         : IDENTITY_FOREIGN;
}
