#include "runtime/engine/schedule.h"
#include "runtime/engine/heap.h"
#include "runtime/engine/object.h"
#include "runtime/engine/point.h"
#include "runtime/engine/shadow.h"

bool schedule_active;
struct schedule_settings schedule_settings;
struct schedule_result *schedule_result;
schedule_ignorer *schedule_ignores;
void (*schedule_at_end)(enum schedule_end end, int code);

static struct fiber control;
static bool violation_begun; /* behind those that count: see schedule_violation_new */

/* The format says what the program does. */
static void reason_set(const char *format, va_list arguments)
{
    static const char subject[] = "the program ";
    char *reason = schedule_result->reason;

    base_text(reason, sizeof subject, subject);
    base_format(reason + sizeof subject - 1, sizeof schedule_result->reason - sizeof subject + 1,
                format, arguments);
}

void schedule_finish(enum schedule_end end, int code)
{
    if (UNLIKELY(schedule_at_end != NULL)) {
        schedule_at_end(end, code);
    }
    struct fiber ended = { .local = thread_current->fiber.local };

    schedule_active = false;
    schedule_result->end = end;
    schedule_result->code = code;
    schedule_result->thread_count = thread_created();
    points_note(schedule_result);
    fiber_switch(&ended, &control);
    __builtin_unreachable();
}

void schedule_refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    reason_set(format, arguments);
    va_end(arguments);
    schedule_finish(SCHEDULE_UNSUPPORTED, 0);
}

void schedule_note_unseen(const char *format, ...)
{
    va_list arguments;

    if (schedule_result->unseen[0] == '\0') {
        va_start(arguments, format);
        base_format(schedule_result->unseen, sizeof schedule_result->unseen, format, arguments);
        va_end(arguments);
    }
}

/* What the runtime itself cannot go on with, in the middle of a schedule. */
static void refuse_instead(const char *reason)
{
    if (schedule_active) {
        base_text(schedule_result->reason, sizeof schedule_result->reason, reason);
        schedule_finish(SCHEDULE_UNSUPPORTED, 0);
    }
}

void schedule_need_fork(const char *format, va_list arguments)
{
    if (!schedule_settings.fork_mode) {
        schedule_result->needs_fork = true;
        reason_set(format, arguments);
        schedule_finish(SCHEDULE_UNSUPPORTED, 0);
    }
}

uint64_t schedule_unfinished(void)
{
    uint64_t unfinished = 0;

    if (schedule_result->end == SCHEDULE_ABANDONED) {
        return 0;
    }
    for (unsigned i = 0; i < thread_count; i++) {
        bool counts = threads[i].state == THREAD_LIVE && i != thread_current->id;
        unfinished |= (uint64_t)(counts || choice_has(schedule_result->blocked, i)) << i;
    }
    return unfinished;
}

/* Whether there was one, and it is a finding. */
static bool violation_settle(void)
{
    struct schedule_result *result = schedule_result;
    const struct violation *violation = &result->violations[result->violation_count];

    if (!violation_begun) {
        return false;
    }
    violation_begun = false;
    if (schedule_ignores != NULL && schedule_ignores(violation)) {
        return false;
    }
    result->violation_count =
        violation_keep(result->violations, result->violation_count, &result->more_violations);
    return true;
}

struct violation *schedule_violation_new(enum violation_kind kind, uintptr_t address, size_t size)
{
    violation_settle();
    struct violation *violation = &schedule_result->violations[schedule_result->violation_count];
    violation_begun = true;
    violation->kind = kind;
    violation->address = address;
    violation->size = (uint32_t)size;
    violation->other_is_open = false;
    violation->side_count = 0;
    violation->text[0] = '\0';
    return violation;
}

void schedule_violation_done(void)
{
    enum violation_kind kind = schedule_result->violations[schedule_result->violation_count].kind;

    if (violation_settle() && schedule_settings.stop_at_violation &&
        violation_ends_schedule(kind)) {
        schedule_finish(SCHEDULE_STOPPED, 0);
    }
}

void schedule_violations_settle(void)
{
    violation_settle();
}

void schedule_run(const struct strategy *strategy, struct schedule_result *result,
                  void (*entry)(void))
{
    schedule_result = result;
    result->violation_count = 0;
    result->expired = result->early = result->unrolled = false;
    result->more_violations = false;
    violation_begun = false;
    result->blocked = 0;
    result->reason[0] = '\0';
    result->unseen[0] = '\0';
    result->needs_fork = false;
    result->step_count = 0;
    schedule_at_end = NULL;
    base_last_word = refuse_instead;
    points_begin(strategy);
    thread_begin();
    object_begin();
    heap_begin();
    shadow_begin();

    struct thread *first = thread_new(NULL, NULL, entry);
    thread_current = first;
    schedule_thread_started(first);
    schedule_concurrent = false;
    schedule_active = true;
    control.local = first->fiber.local; /* fiber 0 is the one that called */
    fiber_switch(&control, &first->fiber);
}
