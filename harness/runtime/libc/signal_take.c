/*
 * How a signal is taken: POSIX.1-2017, 2.4.3. A handler is a function that is
 * called; the end by a signal is a crash like any other, unless another process
 * has sent it.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/child_wait.h"
#include "runtime/libc/descendant.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/signal.h"
#include "runtime/posix/interrupt.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>

static uint64_t waiting; /* for this process, of its own making */
static pid_t stranger;   /* whose end was told of */

void signal_take_begin(void)
{
    waiting = 0;
    stranger = 0;
    interrupt_take = NULL;
}

void signal_fork(void)
{
    waiting = 0;
    *signal_waiting() = 0;
    interrupt_take = NULL;
    signal_tell();
}

static uint64_t *waiting_from_others(void)
{
    static uint64_t none;

    return family_exists() ? &family_member(family_self())->signals : &none;
}

uint64_t signal_waiting_for_process(void)
{
    return waiting | *waiting_from_others();
}

/* Calls it with a stack of its own, where there is one. */
static void handler_call(const struct disposition *disposition, const siginfo_t *info,
                         void *context)
{
    uintptr_t top = (disposition->flags & SA_ONSTACK) != 0 ? signal_stack_top() : 0;
    long number = info->si_signo;

    if (top == 0) {
        ((void (*)(int, const siginfo_t *, void *))(uintptr_t)disposition->handler)((int)number,
                                                                                    info, context);
        return;
    }
    void (*handler)(int) = disposition->handler;
    top &= ~(uintptr_t)15;
    thread_current->calls = &CALL_STACK_NONE;
    __asm__ volatile("lea -128(%%rsp), %%rsp\n\t" /* what a function has below its stack */
                     "push %%rbx\n\t"
                     "mov %%rsp, %%rbx\n\t"
                     "mov %%rax, %%rsp\n\t"
                     "call *%%rcx\n\t"
                     "mov %%rbx, %%rsp\n\t"
                     "pop %%rbx\n\t"
                     "lea 128(%%rsp), %%rsp"
                     : "+D"(number), "+S"(info), "+d"(context), "+a"(top), "+c"(handler)
                     :
                     : "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
                       "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
                       "xmm15", "cc", "memory");
    thread_current->calls = &CALL_STACK_NONE;
}

static void handler_run(const siginfo_t *info)
{
    int number = info->si_signo;
    struct disposition disposition;
    ucontext_t context;

    base_copy(&disposition, signal_disposition(number), sizeof disposition);
    LIBC(getcontext)(&context);
    signal_handler_enter(&disposition, number, __builtin_frame_address(0));
    if ((disposition.flags & SA_RESETHAND) != 0) {
        signal_disposition(number)->handler = SIG_DFL;
        signal_tell();
    }
    handler_call(&disposition, info, &context);
    signal_handler_leave();
}

_Noreturn static void end_by(int number, bool from_other)
{
    if (from_other && family_self() != 0) {
        descendant_end_killed(number);
    }
    schedule_finish(number == SIGABRT ? SCHEDULE_ABORTED : SCHEDULE_CRASHED, number);
}

static void stop_refuse(int number)
{
    if (signal_stops(number)) {
        schedule_refuse("is stopped by signal %d: that cannot be explored", number);
    }
}

void signal_end(const siginfo_t *info)
{
    stop_refuse(info->si_signo);
    end_by(info->si_signo, false);
}

/* It is not blocked. Returns whether a call that it interrupts fails with EINTR. */
static bool act(const siginfo_t *info, bool from_other)
{
    int number = info->si_signo;

    if (signal_is_ignored(number)) {
        return false;
    }
    stop_refuse(number);
    if (!signal_has_handler(number)) {
        end_by(number, from_other);
    }
    int flags = signal_disposition(number)->flags;
    handler_run(info);
    return (flags & SA_RESTART) == 0;
}

int signal_to_thread(const siginfo_t *info, uintptr_t pc)
{
    if (signal_is_blocked(info->si_signo) && !signal_is_ignored(info->si_signo)) {
        *signal_waiting() |= signal_bit(info->si_signo);
        return 0;
    }
    act(info, false);
    signal_take(pc);
    return 0;
}

int signal_to_process(const siginfo_t *info, uintptr_t pc)
{
    if (signal_is_blocked(info->si_signo) && !signal_is_ignored(info->si_signo)) {
        waiting |= signal_bit(info->si_signo);
        interrupt_take = signal_take; /* whoever has it not blocked */
        return 0;
    }
    act(info, false);
    signal_take(pc);
    return 0;
}

/* What is known of one that was sent by another process, or that had to wait. */
static void info_make(siginfo_t *info, int number, bool from_other)
{
    base_fill(info, 0, sizeof *info);
    info->si_signo = number;
    info->si_code = SI_USER;
    if (from_other) {
        const struct member *self = family_member(family_self());
        info->si_pid = self->sender;
        info->si_value = self->value;
        if (number == SIGCHLD) {
            info->si_code = WIFEXITED(self->child_status) ? CLD_EXITED : CLD_KILLED;
            info->si_status = WIFEXITED(self->child_status) ? WEXITSTATUS(self->child_status)
                                                            : WTERMSIG(self->child_status);
        }
    }
}

static bool take_from(uint64_t *signals, bool from_other)
{
    bool interrupts = false;
    uint64_t open;

    while ((open = *signals & ~*signal_mask()) != 0) {
        siginfo_t info;
        int number = __builtin_ctzll(open) + 1;
        *signals &= ~signal_bit(number);
        info_make(&info, number, from_other);
        interrupts |= act(&info, from_other);
    }
    return interrupts;
}

bool signal_take(uintptr_t pc)
{
    (void)pc;
    bool interrupts = take_from(signal_waiting(), false);

    interrupts |= take_from(&waiting, false);
    interrupts |= take_from(waiting_from_others(), true);
    if (signal_waiting_for_process() == 0) {
        interrupt_take = NULL;
    }
    return interrupts;
}

void signal_notice(void)
{
    uint64_t open = *waiting_from_others() & ~*signal_mask();

    for (; open != 0; open &= open - 1) {
        int number = __builtin_ctzll(open) + 1;
        if (!signal_has_handler(number) && !signal_is_ignored(number)) {
            end_by(number, true);
        }
    }
    if (*waiting_from_others() != 0) {
        interrupt_take = signal_take;
    }
}

bool signal_is_under_way(void)
{
    for (unsigned i = 0; family_exists() && i < FAMILY_MAX; i++) {
        const struct member *member = family_member(i);
        if (member->state == MEMBER_FOLLOWED && (member->signals & member->handled) != 0) {
            return true;
        }
    }
    return false;
}

static bool member_handles(const struct member *member, int number)
{
    return (member->handled & signal_bit(number)) != 0;
}

/* A member has signals now that it had not: who waits in it is woken. */
static void member_wake(unsigned number)
{
    family_member(number)->is_woken = true;
    if (family_self() == 0) {
        signal_pass_on();
    }
}

void signal_pass_on(void)
{
    for (unsigned i = 0; i < FAMILY_MAX; i++) {
        struct member *member = family_member(i);
        if (member->state == MEMBER_NONE || !member->is_woken) {
            continue;
        }
        member->is_woken = child_wait_wake(i); /* else it takes it at its next step */
        outside_stir();
        if (i == 0) {
            interrupt_take = signal_take;
        }
    }
}

/* As by default, or because it says so. */
static bool member_ignores(const struct member *member, int number)
{
    bool by_default =
        number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT;

    return (member->ignored & signal_bit(number)) != 0 ||
           (by_default && !member_handles(member, number));
}

int signal_to_member(unsigned number, int signal_number, union sigval value, uintptr_t pc)
{
    struct member *member = family_member(number);

    outside_kill(pc, family_children(number), signal_number);
    if (member->state != MEMBER_FOLLOWED || signal_number == 0 ||
        member_ignores(member, signal_number)) {
        return 0;
    }
    if (signal_number == SIGSTOP || (signal_number >= SIGTSTP && signal_number <= SIGTTOU &&
                                     !member_handles(member, signal_number))) {
        schedule_refuse("stops another process: that cannot be explored");
    }
    if (member_handles(member, signal_number)) {
        schedule_note_unseen("a process sends another one signal %d: it comes at one of the "
                             "moments when it could",
                             signal_number);
    }
    member->signals |= signal_bit(signal_number);
    member->sender = family_member(family_self())->process;
    member->value = value;
    member_wake(number);
    return 0;
}

void signal_child_ended(unsigned parent, pid_t process, int status)
{
    struct member *member = parent == FAMILY_NOBODY ? NULL : family_member(parent);

    if (member == NULL || !member_handles(member, SIGCHLD)) {
        return;
    }
    schedule_note_unseen("a child process ends, and its parent handles that signal: it comes at "
                         "one of the moments when it could");
    member->signals |= signal_bit(SIGCHLD);
    member->sender = process;
    member->child_status = status;
    member_wake(parent);
}

/* The kernel knows of the end of those that are not followed. */
void signal_note_stranger(void)
{
    siginfo_t info = { 0 };

    if (!signal_has_handler(SIGCHLD)) {
        return;
    }
    base_kernel(SYS_waitid, P_ALL, 0, (uintptr_t)&info, WEXITED | WNOHANG | WNOWAIT, 0, 0);
    if (info.si_pid != 0 && info.si_pid != stranger && family_find(info.si_pid) == FAMILY_NOBODY) {
        stranger = info.si_pid;
        waiting |= signal_bit(SIGCHLD);
        interrupt_take = signal_take;
    }
}
