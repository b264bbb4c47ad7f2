#include "runtime/diagnose/outcome.h"
#include "runtime/diagnose/deadlock.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/output.h"

#include <signal.h>

static void livelock_judge(struct schedule_result *result)
{
    struct violation *violation = schedule_violation_new(VIOLATION_LIVELOCK, 0, 0);
    bool is_one = (result->blocked & (result->blocked - 1)) == 0;

    if (violation == NULL) {
        return;
    }
    diagnosis_say_threads(violation, result->blocked);
    diagnosis_say(violation, " look%s again and again at what no thread is going to change",
                  is_one ? "s" : "");
    for (uint64_t rest = result->blocked; rest != 0; rest &= rest - 1) {
        const struct thread *thread = &threads[choice_lowest(rest)];
        uintptr_t address = schedule_pending(thread->id)->address;
        diagnosis_side(violation, thread, thread->pc,
                       address == 0 ? "looks again and again" : "looks at {it} again and again")
            ->object = address;
    }
}

/* What signals mean that come of what a thread does. */
static const char *signal_meaning(int number)
{
    static const struct {
        int number;
        const char *meaning;
    } known[] = {
        { SIGSEGV, " (SIGSEGV): it has used memory that it must not use" },
        { SIGBUS, " (SIGBUS): it has used memory that is not there any more" },
        { SIGFPE, " (SIGFPE): it has divided by zero, or the like" },
        { SIGILL, " (SIGILL): what it runs is no instruction" },
        { SIGABRT, " (SIGABRT): it has called abort, or libc has" },
        { SIGKILL, " (SIGKILL)" },
        { SIGTERM, " (SIGTERM)" },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].number == number) {
            return known[i].meaning;
        }
    }
    return "";
}

static void crash_judge(struct schedule_result *result)
{
    struct violation *violation = schedule_violation_new(VIOLATION_CRASH, 0, 0);

    if (violation != NULL) {
        bool says_why = result->reason[0] != '\0';
        if (says_why) {
            diagnosis_say(violation, "in thread %u %s", thread_current->ordinal, result->reason);
        } else {
            diagnosis_say(violation, "thread %u is ended by signal %d%s", thread_current->ordinal,
                          result->code, signal_meaning(result->code));
        }
        diagnosis_side(violation, thread_current, thread_current->pc, "%s",
                       says_why ? "crashes here" : "crashes here, or a little further on");
    }
}

static void output_judge(bool is_right)
{
    struct violation *violation =
        is_right ? NULL : schedule_violation_new(VIOLATION_WRONG_OUTPUT, 0, 0);

    if (violation != NULL) {
        diagnosis_say(violation, "the program does not print what is expected of it");
    }
}

static struct output_usual *usual_output;

void outcome_usual_learn(struct output_usual *usual)
{
    usual_output = usual;
}

static void exit_judge(struct schedule_result *result)
{
    int right = schedule_settings.exit_status;

    if (UNLIKELY(usual_output != NULL && !usual_output->is_known)) {
        output_usual_keep(usual_output);
    }
    if (right == EXIT_STATUS_ANY || result->code == right) {
        output_judge(output_is_expected());
        return;
    }
    struct violation *violation = schedule_violation_new(VIOLATION_WRONG_EXIT, 0, 0);
    diagnosis_say(violation, "the program ends with status %d, and not with %d", result->code,
                  right);
    diagnosis_side(violation, thread_current, thread_current->pc,
                   thread_current->pc == 0 ? "returns from main" : "ends it here");
}

void outcome_judge(struct schedule_result *result)
{
    switch (result->end) {
    case SCHEDULE_EXITED:
        exit_judge(result);
        break;
    case SCHEDULE_DEADLOCK:
        deadlock_judge(result);
        break;
    case SCHEDULE_LIVELOCK:
        livelock_judge(result);
        break;
    case SCHEDULE_CRASHED:
    case SCHEDULE_ABORTED:
        crash_judge(result);
        break;
    case SCHEDULE_STUCK: {
        struct violation *violation = schedule_violation_new(VIOLATION_HANG, 0, 0);
        if (violation != NULL) {
            diagnosis_say(violation,
                          "thread %u runs on and on, and does nothing that could be seen",
                          thread_current->ordinal);
            diagnosis_side(violation, thread_current, thread_current->pc, "runs on and on here");
        }
        break;
    }
    case SCHEDULE_TOO_LONG:
        output_judge(output_is_begun_right()); /* whatever would have come */
        break;
    case SCHEDULE_BLOCKED:
    case SCHEDULE_STOPPED:
    case SCHEDULE_ABANDONED:
    case SCHEDULE_UNSUPPORTED:
    case SCHEDULE_THREADS:
    case SCHEDULE_LOST:
    case SCHEDULE_END_COUNT:
        break;
    }
    schedule_violations_settle();
}

void outcome_judge_lost(struct schedule_result *result, int signal_number)
{
    schedule_result = result;
    result->code = signal_number;
    struct violation *violation = schedule_violation_new(VIOLATION_CRASH, 0, 0);
    if (violation != NULL) {
        diagnosis_say(violation, "the process is ended by signal %d%s", signal_number,
                      signal_meaning(signal_number));
    }
    schedule_violations_settle();
}

static void thread_leak_add(const struct thread *thread)
{
    struct violation *violation = schedule_violation_new(VIOLATION_THREAD_LEAK, 0, 0);

    if (violation == NULL) {
        return;
    }
    diagnosis_say(violation,
                  "thread %u creates thread %u at {place}, and no thread joins or detaches it%s",
                  thread->creator, thread->ordinal,
                  thread->state == THREAD_LIVE ? ": it still runs when the program ends" : "");
    diagnosis_side(violation, thread_current, thread->create_pc, "creates thread %u",
                   thread->ordinal)
        ->thread = thread->creator;
    schedule_violation_done();
}

/* With another status than 0 it ends as it must: who still runs then was not forgotten. */
void outcome_threads_left(int status)
{
    for (unsigned i = 1; i < thread_count; i++) {
        const struct thread *thread = &threads[i];
        bool is_left = thread->state == THREAD_LIVE ? status == 0 : thread->state == THREAD_ENDED;
        if (is_left && !thread->detached && !thread->joined && thread->joiners == 0) {
            thread_leak_add(thread);
        }
    }
}
