#include "runtime/libc/descendant.h"
#include "runtime/diagnose/outcome.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/candidate.h"
#include "runtime/engine/object.h"
#include "runtime/engine/point.h"
#include "runtime/engine/stack_sharing.h"
#include "runtime/libc/mapping.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/signal.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WATCH_SECONDS = 1 };

static const struct thread *asking;
static unsigned first_created; /* so many threads there were at the fork */
static bool killed;

static struct request *request_of_self(void)
{
    return &family_member(family_self())->request;
}

void descendant_ask(enum request_kind kind, uintptr_t pc)
{
    struct request *request = request_of_self();

    request->kind = kind;
    request->operation.pc = pc;
    request->stack_count = thread_stack(asking, pc, request->stack, VIOLATION_STACK_MAX);
    family_ask();
    spin_note_change(); /* the others had their turn */
    if (kind != REQUEST_END) {
        signal_notice();
    }
}

bool descendant_pause(uint64_t deadline, uintptr_t pc)
{
    asking = thread_current;
    request_of_self()->deadline = deadline;
    descendant_ask(REQUEST_PAUSE, pc);
    return request_of_self()->answer != 0;
}

void descendant_look(bool looks)
{
    if (family_self() != 0) {
        request_of_self()->looks = looks;
    }
}

/* A stream and its descriptor are one thing to other processes. */
static uintptr_t second_of(const struct operation *operation)
{
    static FILE *const *const streams[] = { &stdin, &stdout, &stderr };

    for (int i = 0; i <= STDERR_FILENO; i++) {
        uintptr_t stream = (uintptr_t)*streams[i], place = (uintptr_t)open_file_place(i);
        if (operation->address == stream || operation->address == place) {
            return operation->address == stream ? place : stream;
        }
    }
    uintptr_t outside = (uintptr_t)outside_place();
    return operation->address == outside ? 0 : outside;
}

static void step_ask(const struct operation *operation, uintptr_t second)
{
    struct operation *asked = &request_of_self()->operation;

    base_copy(asked, operation, sizeof *asked);
    asked->second = second;
    descendant_ask(REQUEST_STEP, operation->pc);
}

/* What is still in stdio's buffers is written at the end. */
static void end_ask(const struct operation *operation)
{
    const struct operation flush = { OP_OUTPUT, 1, (uintptr_t)stdout, 0, operation->pc };

    if (outside_was_used() || stdout->_IO_write_ptr != stdout->_IO_write_base) {
        step_ask(&flush, (uintptr_t)(outside_was_used() ? outside_place() : open_file_place(1)));
    }
}

/* Memory that is shared with others: they notice. Locks there are not known to both. */
static void mapping_ask(const struct operation *operation)
{
    schedule_note_unseen("a child process uses memory that processes share: what of it races, or "
                         "is ordered, is not seen");
    if (operation->kind < OP_READ || operation->kind > OP_ATOMIC_UPDATE) {
        schedule_finish(SCHEDULE_TOO_LONG, 0);
    }
    step_ask(operation, 0);
}

static unsigned choose(const struct choice *choice)
{
    uint64_t patient = choice_patient(choice);
    unsigned next = choice_has(patient, choice->current) ? choice->current : choice_lowest(patient);
    const struct operation *operation = &choice->pending[next];

    schedule_result->step_count = family_member(family_self())->step;
    asking = &threads[next];
    if (UNLIKELY(thread_created() > first_created)) {
        schedule_note_unseen("a child process starts threads: they are run in one order only");
    }
    if (operation->kind == OP_OUTPUT || operation->kind == OP_INPUT) {
        step_ask(operation, second_of(operation));
    } else if (operation->kind == OP_YIELD || operation->kind == OP_SLEEP) {
        descendant_ask(REQUEST_YIELD, operation->pc);
    } else if (operation->kind == OP_KILL || operation->kind == OP_LOOK ||
               operation->kind == OP_FILE_INPUT) {
        step_ask(operation, operation->second);
    } else if (operation->kind == OP_END) {
        end_ask(operation);
    } else if (UNLIKELY(mapping_is_shared(operation->address))) {
        mapping_ask(operation);
    }
    return next;
}

static unsigned pick(unsigned count)
{
    (void)count;
    return 0;
}

static const struct strategy STRATEGY_DESCENDANT = {
    .name = "descendant", .sees_all = true, .choose = choose, .pick = pick
};

static void violation_give(struct violation *to, const struct violation *from)
{
    static const char where[] = "in a child process, ";
    size_t length = sizeof where - 1;

    base_copy(to, from, sizeof *to);
    if (from->text[0] != '\0') {
        base_copy(to->text, where, length);
        base_text(to->text + length, sizeof to->text - length, from->text);
    }
}

/* How it ended, for the first process. An exit status is its parent's to judge. */
static void end_tell(struct member *member, enum schedule_end end, int code)
{
    struct schedule_result *result = schedule_result;
    bool by_signal = killed || end == SCHEDULE_CRASHED || end == SCHEDULE_ABORTED;

    result->end = end;
    result->code = code;
    if (end == SCHEDULE_DEADLOCK || end == SCHEDULE_LIVELOCK || end == SCHEDULE_CRASHED ||
        end == SCHEDULE_ABORTED || end == SCHEDULE_STUCK) {
        outcome_judge(result);
    }
    schedule_violations_settle();
    member->end = end;
    member->code = code;
    member->status = by_signal ? code & 0x7f : (code & 0xff) << 8;
    member->needs_fork = result->needs_fork;
    base_text(member->reason, sizeof member->reason, result->reason);
    member->violation_count = 0;
    for (unsigned i = 0; i < result->violation_count && i < FAMILY_VIOLATIONS_MAX; i++) {
        violation_give(&member->violations[member->violation_count++], &result->violations[i]);
    }
}

/* With threads of its own: one may wait for another process. */
static bool waits_outside(void)
{
    for (unsigned i = 0; i < thread_count; i++) {
        const struct operation *operation = schedule_pending(i);
        if (threads[i].state == THREAD_LIVE && operation->kind == OP_INPUT &&
            operation->address == (uintptr_t)outside_place()) {
            return true;
        }
    }
    return false;
}

static void finish(enum schedule_end end, int code)
{
    struct member *member = family_member(family_self());

    schedule_active = false;
    if (schedule_pending(thread_current->id)->kind == OP_END) {
        record_word("ends its process");
    }
    bool goes_on = end == SCHEDULE_DEADLOCK && waits_outside();
    bool is_hang = end == SCHEDULE_DEADLOCK || end == SCHEDULE_LIVELOCK;
    if (goes_on || (is_hang && signal_is_under_way())) {
        end = SCHEDULE_TOO_LONG;
    }
    end_tell(member, end, code);
    asking = thread_current;
    descendant_ask(REQUEST_END, thread_current->pc);
    BASE_KERNEL(SYS_exit_group, code & 0xff, 0, 0);
}

_Noreturn void descendant_end_killed(int signal_number)
{
    killed = true;
    schedule_finish(SCHEDULE_EXITED, signal_number);
}

/* libc lets go of its streams (fork(3)), and of a pthread_once that was under way; who waits in a
 * queue is not there any more. */
static void objects_inherit(void)
{
    for (unsigned i = 0; i < object_count(); i++) {
        struct object *object = object_nth(i);
        object->queue.count = 0;
        if ((object->kind == OBJECT_STREAM || object->kind == OBJECT_ONCE) &&
            object->owner != NULL && object->owner != thread_current) {
            object->held = 0;
            object->owner = NULL;
            object->depth = 0;
        }
    }
}

static void schedule_inherit(void)
{
    struct schedule_result *result = base_map(sizeof *result); /* the other one is the parent's */

    result->thread_count = thread_created();
    schedule_result = result;
    schedule_at_end = finish;
    for (unsigned i = 0; i < thread_count; i++) {
        candidates.gates[i] = i == thread_current->id ? &GATE_OPEN : &GATE_CLOSED;
        candidates.causes[i] = 0;
    }
    candidates_begin();
    points_use(&STRATEGY_DESCENDANT);
    stack_sharing_separate();
}

/* The timer is not inherited. */
void descendant_watch(void)
{
    const struct itimerval watch = { { WATCH_SECONDS, 0 }, { WATCH_SECONDS, 0 } };

    BASE_KERNEL(SYS_setitimer, ITIMER_REAL, &watch, NULL);
}

void descendant_begin(unsigned member, uintptr_t pc)
{
    bool is_first_generation = family_self() == 0;

    schedule_active = false;
    if (is_first_generation) {
        BASE_KERNEL(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0);
    }
    family_enter(member);
    thread_fork(family_member(member)->ordinal, pc);
    first_created = thread_created();
    asking = thread_current;
    killed = false;
    schedule_inherit();
    objects_inherit();
    signal_fork();
    descendant_watch();
    schedule_time = family_member(member)->time;
    schedule_active = true;
}
