#include "runtime/libc/deputy.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/candidate.h"
#include "runtime/libc/child_wait.h"
#include "runtime/libc/family.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/signal.h"

#include <limits.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool orphans_run; /* the first process is over, but for them */

static void first_end(enum schedule_end end, int code);

void deputy_begin(void)
{
    orphans_run = false;
}

/* Where the process is, as far as people are shown. */
static void stack_take(const struct request *request)
{
    struct call_stack *calls = &thread_current->own_calls;

    thread_current->calls = calls;
    thread_current->pc = request->stack_count > 0 ? request->stack[0] : 0;
    calls->depth = request->stack_count > 0 ? request->stack_count - 1 : 0;
    for (unsigned i = 0; i < calls->depth; i++) {
        calls->frames[calls->depth - 1 - i].call = request->stack[i + 1];
    }
}

/* What the process does it tells by itself, when it has its turn; so this is only announced. */
static void step_do(const struct request *request)
{
    const struct operation *operation = &request->operation;
    const void *address = (const void *)operation->address;

    thread_current->is_silent = true;
    if (request->looks || operation_role(operation->kind) == ROLE_READ) {
        schedule_point_read(operation->kind, address, operation->size, operation->pc);
    } else if (operation->second == 0) {
        schedule_point(operation->kind, address, operation->size, operation->pc);
    } else {
        schedule_point_two(operation->kind, address, operation->size,
                           (const void *)operation->second, operation->pc);
    }
    thread_current->is_silent = false;
    if (!request->looks) {
        outside_stir();
    }
}

static void yield_do(uintptr_t pc)
{
    thread_current->is_silent = true;
    if (family_has_stranger()) {
        outside_pass_time(pc);
    } else {
        schedule_yield(OP_YIELD, 0, pc);
    }
    thread_current->is_silent = false;
}

/* What it has done wrong is the program's. */
static void violations_take(const struct member *member)
{
    for (unsigned i = 0; i < member->violation_count; i++) {
        struct violation *violation = schedule_violation_new(VIOLATION_CRASH, 0, 0);
        if (violation != NULL) {
            base_copy(violation, &member->violations[i], sizeof *violation);
            schedule_violation_done();
        }
    }
}

/* Killed by somebody else. That nobody reads any more what it writes is no mistake. */
static void loss_take(struct member *member)
{
    member->status = child_wait_real_status(member->process, SIGKILL);
    if (member->status == SIGPIPE) {
        return;
    }
    struct violation *violation = schedule_violation_new(VIOLATION_CRASH, 0, 0);
    if (violation != NULL) {
        diagnosis_say(violation, "a child process is ended by signal %d", member->status & 0x7f);
        schedule_violation_done();
    }
}

/* How the process ended; where it never will, so does the schedule. */
static void end_take(struct member *member)
{
    violations_take(member);
    switch (member->end) {
    case SCHEDULE_EXITED:
    case SCHEDULE_CRASHED:
    case SCHEDULE_ABORTED:
        break;
    case SCHEDULE_DEADLOCK:
    case SCHEDULE_LIVELOCK:
    case SCHEDULE_STUCK:
    case SCHEDULE_STOPPED:
        schedule_finish(SCHEDULE_STOPPED, 0);
    case SCHEDULE_UNSUPPORTED:
        schedule_result->needs_fork = member->needs_fork;
        base_text(schedule_result->reason, sizeof schedule_result->reason, member->reason);
        schedule_finish(SCHEDULE_UNSUPPORTED, 0);
    case SCHEDULE_TOO_LONG:
    case SCHEDULE_BLOCKED:
    case SCHEDULE_THREADS:
    case SCHEDULE_ABANDONED:
    case SCHEDULE_LOST:
    case SCHEDULE_END_COUNT:
        schedule_finish(member->end, member->code);
    }
}

_Noreturn static void deputy_leave(void)
{
    schedule_thread_joined();
    schedule_thread_ended();
}

/* It ends for good, closes what it had open, and can then be waited for. */
_Noreturn static void end_do(unsigned number)
{
    const struct member *member = family_member(number);
    unsigned parent = member->parent;
    pid_t process = member->process;
    int status = member->status;
    uintptr_t pc = thread_current->pc;

    if (member->has_ends) {
        schedule_point(OP_OUTPUT, outside_place(), 1, pc);
        record_word("closes what it had open");
    }
    schedule_point_two(OP_CHILD_END, family_place(number), 1, family_children(member->parent), pc);
    if (member->request.kind != REQUEST_LOST) {
        family_release(number);
    }
    child_wait_note_end(number);
    outside_stir();
    signal_child_ended(parent, process, status);
    deputy_leave();
}

/* Returns whether it is still followed. */
static bool exec_do(unsigned number)
{
    schedule_point(OP_OUTPUT, outside_place(), 1, thread_current->pc);
    record_word("becomes another program");
    if (!family_resume_exec(number)) {
        return true;
    }
    family_member(number)->state = MEMBER_FREE;
    family_note_stranger();
    outside_stir();
    child_wait_note_stranger();
    return false;
}

/* What was asked for. Returns whether it goes on then. */
static bool request_do(unsigned number)
{
    struct member *member = family_member(number);
    struct request *request = &member->request;

    switch (request->kind) {
    case REQUEST_STEP:
        step_do(request);
        break;
    case REQUEST_YIELD:
        yield_do(request->operation.pc);
        break;
    case REQUEST_PAUSE:
        request->answer = outside_pause_until(request->deadline, request->operation.pc);
        record_word("looks again");
        break;
    case REQUEST_FORK:
        deputy_new(request->member, request->operation.pc);
        break;
    case REQUEST_VFORK:
        child_wait_vfork(request->member, request->operation.pc);
        break;
    case REQUEST_WAIT:
        request->answer =
            child_wait_for(number, request->selector, request->hangs, request->operation.pc);
        break;
    case REQUEST_EXEC:
        return exec_do(number);
    case REQUEST_END:
        end_take(member);
        end_do(number);
    case REQUEST_LOST:
        loss_take(member);
        end_do(number);
    }
    return true;
}

static void deputy_main(void)
{
    unsigned number = (unsigned)(uintptr_t)thread_current->argument;
    const struct request *request = &family_member(number)->request;
    bool follows = true, has_asked = false;

    while (follows) {
        if (!has_asked) {
            family_resume(number);
        }
        signal_pass_on();
        stack_take(request);
        has_asked = request->kind == REQUEST_EXEC; /* if that fails, it asks for something else */
        follows = request_do(number);
    }
    deputy_leave();
}

void deputy_new(unsigned number, uintptr_t pc)
{
    struct thread *creator = thread_current;
    struct thread *deputy = thread_new(NULL, (void *)(uintptr_t)number, deputy_main);

    if (deputy == NULL) {
        schedule_finish(SCHEDULE_THREADS, (int)thread_count + 1);
    }
    deputy->create_pc = pc;
    deputy->creator = creator->ordinal;
    deputy->detached = deputy->is_deputy = true;
    clock_join(&deputy->clock, &creator->clock);
    thread_advance(creator);
    family_member(number)->ordinal = deputy->ordinal;
    schedule_at_end = first_end;
    if (!creator->is_deputy) {
        record_target(deputy->ordinal);
    }
    schedule_thread_started(deputy);
}

static bool any_followed(void)
{
    for (unsigned i = 1; i < FAMILY_MAX; i++) {
        if (family_member(i)->state == MEMBER_FOLLOWED) {
            return true;
        }
    }
    return false;
}

/* The first process is over, and with it all its threads and what it had open. */
static void others_leave(void)
{
    for (unsigned i = 0; i < thread_count; i++) {
        if (&threads[i] != thread_current && threads[i].state == THREAD_LIVE &&
            !threads[i].is_deputy) {
            threads[i].state = THREAD_GONE;
            candidates.gates[i] = &GATE_CLOSED;
        }
    }
    thread_current->state = THREAD_ENDED;
    BASE_KERNEL(SYS_close_range, STDERR_FILENO + 1, UINT_MAX, 0);
    outside_stir();
}

/* Processes that outlive it go on; in one order, as nobody is left to compare with. */
static void first_end(enum schedule_end end, int code)
{
    (void)code;
    if ((end == SCHEDULE_DEADLOCK || end == SCHEDULE_LIVELOCK) && signal_is_under_way()) {
        schedule_finish(SCHEDULE_TOO_LONG, 0); /* it could have come, and changed that */
    }
    if (end == SCHEDULE_EXITED && !orphans_run && any_followed()) {
        orphans_run = true;
        schedule_note_unseen("a child process goes on when the program has ended: that is run in "
                             "one order only");
        others_leave();
        child_wait_note_orphans();
        while (any_followed()) {
            outside_pause(thread_current->pc);
        }
    }
    family_kill();
}
