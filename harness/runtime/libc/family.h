/*
 * The processes of one schedule: the first one, and those that were forked in
 * it. Each has memory of its own, so that what it does there is nobody else's
 * business: it runs on its own, up to where it wants something of the world
 * outside, or of another member. Then it asks, and waits for its turn. In the
 * first process each of the others has a deputy (deputy.h), a thread of the
 * schedule like any other, which does there what was asked for: so the order of
 * all that they do outside is chosen by the strategy, and is in the trace.
 *
 * At any time one of them runs. The table lies in shared memory, and whoever
 * runs may write to it.
 */
#ifndef RACETRAP_RUNTIME_LIBC_FAMILY_H
#define RACETRAP_RUNTIME_LIBC_FAMILY_H

#include "runtime/engine/schedule.h"

#include <signal.h>
#include <sys/types.h>

enum { FAMILY_MAX = 64, FAMILY_NOBODY = FAMILY_MAX, FAMILY_VIOLATIONS_MAX = 4 };

enum member_state {
    MEMBER_NONE,
    MEMBER_FOLLOWED, /* it has a deputy */
    MEMBER_FREE,     /* it has become another program, which goes its own way */
    MEMBER_ENDED,    /* and was not waited for */
};

enum request_kind {
    REQUEST_STEP,  /* is about to do `operation` */
    REQUEST_YIELD, /* lets others go first */
    REQUEST_PAUSE, /* waits until somebody has done something outside */
    REQUEST_FORK,  /* has forked `member` */
    REQUEST_VFORK, /* waits until `member` has ended, or become another program */
    REQUEST_WAIT,  /* waits for children that `selector` means; `hangs` where none has ended */
    REQUEST_EXEC,  /* becomes another program, if it can */
    REQUEST_END,   /* is over: see `end` and `code` */
    REQUEST_LOST,  /* was killed, and does not ask for anything any more */
};

struct request {
    enum request_kind kind;
    struct operation operation;
    unsigned member;
    pid_t selector;
    bool hangs;
    bool looks;        /* the step changes nothing */
    uint64_t deadline; /* of REQUEST_PAUSE; 0: none */
    int answer; /* to REQUEST_WAIT, see child_wait_for; to REQUEST_PAUSE 0 where it is over */
    unsigned stack_count;
    uintptr_t stack[VIOLATION_STACK_MAX];
};

struct member {
    enum member_state state;
    pid_t process;
    unsigned parent;           /* FAMILY_NOBODY: it is over */
    unsigned ordinal;          /* which thread it is, for people: the deputy's ordinal */
    bool has_ends;             /* others may notice that its descriptors are closed */
    uint64_t handled, ignored; /* signals, a bit each */
    uint64_t signals;          /* sent to it, and not yet taken */
    bool is_woken;             /* one has just come */
    pid_t sender;              /* of the latest, and what came with it */
    union sigval value;
    int child_status; /* of SIGCHLD */
    uint64_t time;    /* virtual */
    uint32_t step;    /* of the schedule, when it had its turn */
    uint32_t turn;
    struct request request;
    int status; /* as waitpid has it */
    enum schedule_end end;
    int code;
    bool needs_fork;
    char reason[160], unseen[160];
    unsigned violation_count;
    struct violation violations[FAMILY_VIOLATIONS_MAX];
};

/* Begins a schedule: one process. */
void family_begin(void);

/* Which of them this one is; 0: the first. */
unsigned family_self(void);
struct member *family_member(unsigned member);

/* The member with this process number that was not waited for; FAMILY_NOBODY: it is none. */
unsigned family_find(pid_t process);

/* How many were there, and whether one has a life of its own: its time is real. */
bool family_exists(void);
bool family_has_stranger(void);
void family_note_stranger(void);

/* A place for a child of this process; ends the schedule where there is none. */
unsigned family_add(void);
void family_remove(unsigned member);

/* In the first process: lets a member run up to its next request. */
void family_resume(unsigned member);

/* The same of one that is about to become another program: returns whether it has. */
bool family_resume_exec(unsigned member);

/* Lets a member that is over end, and waits until it has. */
void family_release(unsigned member);

/* Ends all of them. */
void family_kill(void);

/* In a forked process: is this member from now on, and waits for its first turn. */
void family_enter(unsigned member);

/* Asks for what is in the member's request, and waits for its turn. */
void family_ask(void);

/* The addresses by which operations name a member, and the children of one. */
const void *family_place(unsigned member);
const void *family_children(unsigned member);

#endif
