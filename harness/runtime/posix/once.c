/*
 * pthread_once: POSIX.1-2017. The control says in the program's own memory
 * whether the call is over, with glibc's values: so it does for what was done
 * before main. That somebody is in it is known to the object alone.
 *
 * Who comes when the call is over only looks: such calls commute, and are
 * announced as readers of a lock that the first one holds while it is in.
 */
#include "runtime/posix/once.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/cancel.h"

#include <pthread.h>

enum { CONTROL_DONE = 2 };

struct call {
    int *control;
    struct object *object;
    uintptr_t pc;
};

static void leave(const struct call *call, int control)
{
    struct object *object = call->object;

    schedule_point(OP_UNLOCK, call->control, 1, call->pc);
    record_word(control == CONTROL_DONE ? "is done with {once control}"
                                        : "gives {once control} up");
    *call->control = control;
    object->held = 0;
    object->owner = NULL;
    clock_copy(&object->clock, &thread_current->clock);
    thread_advance(thread_current);
}

/* POSIX: as if it had never been called. */
static void cancelled(void *call)
{
    leave(call, PTHREAD_ONCE_INIT);
}

static void run(struct call *call, void (*function)(void))
{
    pthread_cleanup_push(cancelled, call);
    function();
    pthread_cleanup_pop(0);
    leave(call, CONTROL_DONE);
}

/* Once it is done it stays so: that needs no point before it is looked at. */
void once_call(int *control, void (*function)(void), uintptr_t pc)
{
    bool done = *control == CONTROL_DONE;

    if (!schedule_active) {
        if (!done) {
            function();
            *control = CONTROL_DONE;
        }
        return;
    }
    struct object *object = object_at(control);
    if (object->kind != OBJECT_ONCE) {
        object->kind = OBJECT_ONCE;
        object->held = 0;
        object->owner = NULL;
        clock_clear(&object->clock);
    }
    schedule_wait(done ? OP_READ_LOCK : OP_LOCK, control, NULL, &object->held, 0, pc);
    lifetime_use(control, LIFETIME_SMALL, "calls {once control}", pc);
    record_word(*control == CONTROL_DONE ? "finds {once control} done" : "begins {once control}");
    clock_join(&thread_current->clock, &object->clock);
    if (*control != CONTROL_DONE) {
        struct call call = { control, object, pc };
        object->held = 1;
        object->owner = thread_current;
        object->pc = pc;
        run(&call, function);
    }
}

EXPORT int pthread_once(pthread_once_t *control, void (*function)(void))
{
    once_call(control, function, CALLER);
    return 0;
}
