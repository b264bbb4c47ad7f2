/*
 * Signals: what the program has set for each; each thread's mask; and how one
 * is taken. A handler is called by the thread that takes the signal, at once
 * where it has raised it itself. One that comes from another process is taken
 * where POSIX lets a thread be interrupted: at one of the moments when it could
 * come, which is noted.
 */
#ifndef RACETRAP_RUNTIME_LIBC_SIGNAL_H
#define RACETRAP_RUNTIME_LIBC_SIGNAL_H

#include "runtime/engine/thread.h"

#include <signal.h>
#include <sys/types.h>

enum { SIGNALS = 65 };

struct disposition {
    void (*handler)(int); /* SIG_DFL is NULL */
    int flags;            /* of sigaction */
    uint64_t mask;        /* a bit a signal, from 1 on */
};

static inline uint64_t signal_bit(int number)
{
    return number > 0 ? (uint64_t)1 << (number - 1) : 0;
}

/* Begins a schedule: every signal has its default action, and none is blocked. */
void signal_begin(void);
void signal_mask_begin(void);
void signal_stack_begin(void);
void signal_take_begin(void);

/* In a forked process: what has come for the parent has not come for it. */
void signal_fork(void);

struct disposition *signal_disposition(int number);
bool signal_has_handler(int number);
bool signal_is_ignored(int number); /* also where that is the default */
bool signal_stops(int number);

/* Tells the family what is handled, and what ignored. */
void signal_tell(void);

/* A thread's mask, and the signals that wait for it alone. */
uint64_t *signal_mask_of(const struct thread *thread);
uint64_t *signal_waiting_of(const struct thread *thread);

/* The same of the current thread. */
uint64_t *signal_mask(void);
uint64_t *signal_waiting(void);
bool signal_is_blocked(int number);

/* A member has signals that it handles, and has not taken. */
bool signal_is_under_way(void);

/* Those that wait until somebody in the process has them not blocked. */
uint64_t signal_waiting_for_process(void);

/* A handler begins, and has returned; one that a longjmp has left is noticed. */
void signal_handler_enter(const struct disposition *disposition, int number, const void *frame);
void signal_handler_leave(void);

/* Where the current thread's handlers run that ask for a stack of their own; 0: where it is. */
uintptr_t signal_stack_top(void);

/* The thread, or the process, gets a signal of its own making. Returns 0. */
int signal_to_thread(const siginfo_t *info, uintptr_t pc);
int signal_to_process(const siginfo_t *info, uintptr_t pc);

/* It is not handled, and the end of the process. */
_Noreturn void signal_end(const siginfo_t *info);

/* Takes what has come. Returns whether a handler ran that does not let a call be taken up again. */
bool signal_take(uintptr_t pc);

/* In a forked process, after it has waited: another one may want its end. */
void signal_notice(void);

/* In the first process: a member has sent signals to others, and these are woken; a child of
 * `parent` has ended; a child that is not followed may have. */
void signal_pass_on(void);
void signal_child_ended(unsigned parent, pid_t process, int status);
void signal_note_stranger(void);

/* To a member of the family, by this process. Returns 0. */
int signal_to_member(unsigned number, int signal_number, union sigval value, uintptr_t pc);

#endif
