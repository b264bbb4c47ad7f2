#include "runtime/libc/family.h"

#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TURN_FIRST, TURN_MEMBER }; /* whose turn it is: the first process's, or the member's own */
enum { LOOK_MILLISECONDS = 50, EXEC_MICROSECONDS = 200 };

static struct family {
    bool has_stranger;
    struct member members[FAMILY_MAX];
} * family; /* NULL: there is one process */

static unsigned self;
static char places[FAMILY_MAX], children_places[FAMILY_MAX];

void family_begin(void)
{
    self = 0;
    family = NULL; /* who forked has a process of its own for this schedule */
}

static pid_t process_number(void)
{
    return (pid_t)BASE_KERNEL(SYS_getpid, 0, 0, 0);
}

static void family_make(void)
{
    family = base_map_shared(sizeof *family);
    family->members[0].state = MEMBER_FOLLOWED;
    family->members[0].process = process_number();
    family->members[0].parent = FAMILY_NOBODY;
}

unsigned family_self(void)
{
    return self;
}

struct member *family_member(unsigned member)
{
    return &family->members[member];
}

bool family_exists(void)
{
    return family != NULL;
}

bool family_has_stranger(void)
{
    return family != NULL && family->has_stranger;
}

void family_note_stranger(void)
{
    if (family == NULL) {
        family_make();
    }
    family->has_stranger = true;
}

unsigned family_find(pid_t process)
{
    for (unsigned i = 0; family != NULL && i < FAMILY_MAX; i++) {
        if (family->members[i].state != MEMBER_NONE && family->members[i].process == process) {
            return i;
        }
    }
    return FAMILY_NOBODY;
}

unsigned family_add(void)
{
    if (family == NULL) {
        family_make();
    }
    for (unsigned i = 1; i < FAMILY_MAX; i++) {
        struct member *member = &family->members[i];
        if (member->state == MEMBER_NONE) {
            base_fill(member, 0, sizeof *member);
            member->state = MEMBER_FOLLOWED;
            member->parent = self;
            return i;
        }
    }
    schedule_refuse("has more than %d child processes at the same time", FAMILY_MAX - 1);
}

void family_remove(unsigned member)
{
    family->members[member].state = MEMBER_NONE;
}

const void *family_place(unsigned member)
{
    return &places[member];
}

const void *family_children(unsigned member)
{
    return &children_places[member];
}

static void turn_give(struct member *member, uint32_t turn)
{
    __atomic_store_n(&member->turn, turn, __ATOMIC_RELEASE);
    BASE_KERNEL(SYS_futex, &member->turn, FUTEX_WAKE, 1);
}

/* Returns false where it did not come within this time. */
static bool turn_wait(struct member *member, uint32_t turn, long microseconds)
{
    const struct timespec time = { microseconds / 1000000, microseconds % 1000000 * 1000 };
    uint32_t now;

    while ((now = __atomic_load_n(&member->turn, __ATOMIC_ACQUIRE)) != turn) {
        long status = base_kernel(SYS_futex, (uintptr_t)&member->turn, FUTEX_WAIT, now,
                                  (uintptr_t)&time, 0, 0);
        if (status == -ETIMEDOUT) {
            return false;
        }
    }
    return true;
}

/* Waits so long for its end, if need be. Not by waitpid: it may be another one's child. */
static bool process_is_over(pid_t process, int milliseconds)
{
    struct pollfd look = { .events = POLLIN };
    long descriptor = BASE_KERNEL(SYS_pidfd_open, process, 0, 0);

    if (descriptor == -ESRCH) {
        return true;
    }
    if (descriptor < 0) { /* a container may forbid the call */
        siginfo_t info = { 0 };
        long status = base_kernel(SYS_waitid, P_PID, (uintptr_t)process, (uintptr_t)&info,
                                  WEXITED | WNOWAIT | WNOHANG, 0, 0);
        return status < 0 || info.si_pid == process;
    }
    look.fd = (int)descriptor;
    long ready = BASE_KERNEL(SYS_poll, &look, 1, milliseconds);
    BASE_KERNEL(SYS_close, descriptor, 0, 0);
    return ready > 0;
}

/* What a member leaves behind at each of its requests. */
static void news_take(const struct member *member)
{
    if (member->time > schedule_time) {
        schedule_time = member->time;
    }
    if (member->unseen[0] != '\0') {
        schedule_note_unseen("%s", member->unseen);
    }
}

void family_resume(unsigned number)
{
    struct member *member = &family->members[number];

    schedule_active = false; /* while another process runs, nobody hangs here */
    member->time = schedule_time;
    member->step = schedule_result->step_count;
    turn_give(member, TURN_MEMBER);
    while (!turn_wait(member, TURN_FIRST, (long)LOOK_MILLISECONDS * 1000)) {
        if (process_is_over(member->process, 0)) {
            member->request.kind = REQUEST_LOST;
            break;
        }
    }
    schedule_active = true;
    news_take(member);
}

/* Whether the process has no more of our memory: it has become another program, or is gone. */
static bool memory_is_gone(pid_t process)
{
    uint32_t word;
    const struct iovec to = { &word, sizeof word };
    const struct iovec from = { &family->members[0].turn, sizeof word };
    long size = base_kernel(SYS_process_vm_readv, (uintptr_t)process, (uintptr_t)&to, 1,
                            (uintptr_t)&from, 1, 0);

    return size < 0 && size != -EPERM && size != -ENOSYS;
}

bool family_resume_exec(unsigned number)
{
    struct member *member = &family->members[number];
    bool gone = false;

    schedule_active = false;
    turn_give(member, TURN_MEMBER);
    while (!gone && !turn_wait(member, TURN_FIRST, EXEC_MICROSECONDS)) {
        gone = memory_is_gone(member->process);
    }
    schedule_active = true;
    news_take(member);
    return gone;
}

void family_release(unsigned number)
{
    struct member *member = &family->members[number];

    schedule_active = false;
    turn_give(member, TURN_MEMBER);
    while (!process_is_over(member->process, LOOK_MILLISECONDS)) {
    }
    schedule_active = true;
}

void family_kill(void)
{
    for (unsigned i = 1; family != NULL && i < FAMILY_MAX; i++) {
        const struct member *member = &family->members[i];
        if ((member->state == MEMBER_FOLLOWED || member->state == MEMBER_FREE) &&
            member->process > 0) {
            BASE_KERNEL(SYS_kill, member->process, SIGKILL, 0);
            process_is_over(member->process, LOOK_MILLISECONDS); /* it may be writing to a file */
        }
    }
}

/* The first process may have been killed: then there is nobody to go on for. */
static void turn_await(struct member *member)
{
    while (!turn_wait(member, TURN_MEMBER, 1000000)) {
        if (BASE_KERNEL(SYS_kill, family->members[0].process, 0, 0) == -ESRCH) {
            BASE_KERNEL(SYS_exit_group, 0, 0, 0);
        }
    }
}

void family_enter(unsigned number)
{
    self = number;
    turn_await(&family->members[self]);
}

void family_ask(void)
{
    struct member *member = &family->members[self];

    schedule_active = false;
    member->time = schedule_time;
    base_text(member->unseen, sizeof member->unseen, schedule_result->unseen);
    turn_give(member, TURN_FIRST);
    turn_await(member);
    schedule_time = member->time;
    schedule_active = true;
}
