/*
 * What libc would look up in its own control block of a thread, which our
 * handles are not: POSIX.1-2017, pthread_getschedparam, pthread_setschedprio,
 * pthread_getcpuclockid; glibc's manual pages for the calls with np. Names, policies and processors
 * are only remembered: nothing of them decides who runs.
 */
#include "runtime/posix/thread_attributes.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/call.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/key.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>

enum { NAME_SIZE = 16 }; /* TASK_COMM_LEN of Linux */

struct attributes {
    uint32_t serial; /* of the schedule, counted from 1 */
    unsigned thread; /* its serial: a slot may have been another's */
    char name[NAME_SIZE];
    int policy, priority;
    bool has_affinity;
    cpu_set_t affinity;
};

static struct attributes table[THREADS_MAX];

/* Copies a name if it is short enough. */
static bool name_copy(char *to, const char *from)
{
    size_t length = 0;

    while (from[length] != '\0') {
        if (++length == NAME_SIZE) {
            return false;
        }
    }
    base_copy(to, from, length + 1);
    return true;
}

static void attributes_begin(struct attributes *attributes)
{
    const char *program = program_invocation_short_name;

    for (size_t i = 0; i < NAME_SIZE; i++) {
        attributes->name[i] = *program;
        program += *program != '\0';
    }
    attributes->name[NAME_SIZE - 1] = '\0';
    attributes->policy = SCHED_OTHER;
    attributes->priority = 0;
    attributes->has_affinity = false;
}

static bool is_of(const struct attributes *attributes, const struct thread *thread)
{
    return attributes->serial == key_schedule() + 1 && attributes->thread == thread->serial;
}

/* Those of a new program where they are another thread's or another schedule's. */
static struct attributes *attributes_of(const struct thread *thread)
{
    struct attributes *attributes = &table[thread->id];

    if (!is_of(attributes, thread)) {
        attributes->serial = key_schedule() + 1;
        attributes->thread = thread->serial;
        attributes_begin(attributes);
    }
    return attributes;
}

void thread_attributes_inherit(struct thread *thread, const struct thread *creator)
{
    const struct attributes *from = &table[creator->id];
    struct attributes *to = &table[thread->id];

    if (!is_of(from, creator)) {
        to->serial = 0; /* nobody has set any so far */
        return;
    }
    base_copy(to, from, sizeof *to);
    to->thread = thread->serial;
}

/*
 * Announces that something that belongs to a thread is read or set. ESRCH for
 * one that is gone: to use its handle is undefined (POSIX, 2.9.2). That it is
 * there itself nobody can change.
 */
static int thread_find(pthread_t handle, const struct thread **found, enum operation_kind kind,
                       const char *does, uintptr_t pc)
{
    const struct thread *slot = thread_slot_of_handle(handle);

    if (!schedule_active) {
        *found = &threads[0];
        return 0;
    }
    schedule_point_two(kind, &table[slot - threads], 1,
                       thread_of_handle(handle) == thread_current ? NULL : slot, pc);
    *found = thread_of_handle(handle);
    if (*found == NULL) {
        diagnosis_thread(NULL, pc, does, DIAGNOSIS_NO_THREAD);
        return ESRCH;
    }
    return 0;
}

EXPORT int pthread_setname_np(pthread_t handle, const char *name)
{
    const struct thread *thread;
    char copy[NAME_SIZE];
    int status = thread_find(handle, &thread, OP_THREAD_SET, "names", CALLER);

    if (status == 0 && !name_copy(copy, name)) {
        return ERANGE;
    }
    if (status == 0) {
        base_copy(attributes_of(thread)->name, copy, NAME_SIZE);
    }
    return status;
}

EXPORT int pthread_getname_np(pthread_t handle, char *name, size_t size)
{
    const struct thread *thread;
    int status = thread_find(handle, &thread, OP_THREAD_GET, "asks the name of", CALLER);

    if (status == 0 && size < NAME_SIZE) {
        return ERANGE;
    }
    return status != 0 || name_copy(name, attributes_of(thread)->name) ? status : ERANGE;
}

/* The processors that there are for this process. Returns how many bytes count, or 0. */
static size_t processors_read(cpu_set_t *set)
{
    for (size_t i = 0; i < sizeof set->__bits / sizeof set->__bits[0]; i++) {
        set->__bits[i] = 0;
    }
    long size = base_kernel(SYS_sched_getaffinity, 0, sizeof *set, (uintptr_t)set, 0, 0, 0);

    return size < 0 ? 0 : (size_t)size;
}

EXPORT int pthread_setaffinity_np(pthread_t handle, size_t size, const cpu_set_t *set)
{
    const struct thread *thread;
    cpu_set_t possible;
    int status = thread_find(handle, &thread, OP_THREAD_SET, "binds", CALLER);
    bool any = false;

    if (status != 0) {
        return status;
    }
    processors_read(&possible);
    unsigned char *bytes = (unsigned char *)&possible;
    for (size_t i = 0; i < sizeof possible; i++) {
        unsigned wanted = i < size ? ((const unsigned char *)set)[i] : 0;
        bytes[i] = (unsigned char)(bytes[i] & wanted);
        any |= bytes[i] != 0;
    }
    if (!any) {
        return EINVAL;
    }
    struct attributes *attributes = attributes_of(thread);
    attributes->has_affinity = true;
    base_copy(&attributes->affinity, &possible, sizeof possible);
    return 0;
}

EXPORT int pthread_getaffinity_np(pthread_t handle, size_t size, cpu_set_t *set)
{
    const struct thread *thread;
    cpu_set_t possible;
    int status = thread_find(handle, &thread, OP_THREAD_GET, "asks the processors of", CALLER);

    if (status != 0) {
        return status;
    }
    size_t counts = processors_read(&possible);
    if (size < counts || size % sizeof(unsigned long) != 0) {
        return EINVAL;
    }
    const struct attributes *attributes = attributes_of(thread);
    base_fill(set, 0, size);
    base_copy(set, attributes->has_affinity ? &attributes->affinity : &possible, counts);
    return 0;
}

static bool is_priority(int policy, int priority)
{
    switch (policy) {
    case SCHED_OTHER:
    case SCHED_BATCH:
    case SCHED_IDLE:
        return priority == 0;
    case SCHED_FIFO:
    case SCHED_RR:
        return priority >= 1 && priority <= 99;
    default:
        return false;
    }
}

EXPORT int pthread_setschedparam(pthread_t handle, int policy, const struct sched_param *parameters)
{
    const struct thread *thread;
    int status = thread_find(handle, &thread, OP_THREAD_SET, "sets the priority of", CALLER);

    if (status == 0 && !is_priority(policy, parameters->sched_priority)) {
        return EINVAL;
    }
    if (status == 0) {
        attributes_of(thread)->policy = policy;
        attributes_of(thread)->priority = parameters->sched_priority;
    }
    return status;
}

EXPORT int pthread_getschedparam(pthread_t handle, int *policy, struct sched_param *parameters)
{
    const struct thread *thread;
    int status = thread_find(handle, &thread, OP_THREAD_GET, "asks the priority of", CALLER);

    if (status == 0) {
        *policy = attributes_of(thread)->policy;
        parameters->sched_priority = attributes_of(thread)->priority;
    }
    return status;
}

EXPORT int pthread_setschedprio(pthread_t handle, int priority)
{
    const struct thread *thread;
    int status = thread_find(handle, &thread, OP_THREAD_SET, "sets the priority of", CALLER);

    if (status == 0 && !is_priority(attributes_of(thread)->policy, priority)) {
        return EINVAL;
    }
    if (status == 0) {
        attributes_of(thread)->priority = priority;
    }
    return status;
}

EXPORT int pthread_getcpuclockid(pthread_t handle, clockid_t *clock)
{
    const struct thread *thread;
    int status = thread_find(handle, &thread, OP_THREAD_GET, "asks the clock of", CALLER);

    if (status == 0 && schedule_active && thread->state != THREAD_LIVE) {
        return ESRCH; /* allowed as long as it was not joined */
    }
    if (status == 0) {
        *clock = CLOCK_THREAD_CPUTIME_ID; /* as every clock, it shows the virtual time */
    }
    return status;
}

EXPORT int pthread_getattr_np(pthread_t handle, pthread_attr_t *result)
{
    const struct thread *thread;
    struct sched_param parameters;
    int status = thread_find(handle, &thread, OP_THREAD_GET, "asks the attributes of", CALLER);

    if (status != 0) {
        return status;
    }
    LIBC(pthread_attr_init)(result);
    parameters.sched_priority = attributes_of(thread)->priority;
    LIBC(pthread_attr_setschedpolicy)(result, attributes_of(thread)->policy);
    LIBC(pthread_attr_setschedparam)(result, &parameters);
    LIBC(pthread_attr_setdetachstate)
    (result, thread->detached ? PTHREAD_CREATE_DETACHED : PTHREAD_CREATE_JOINABLE);
    if (thread->given_size != 0) {
        return LIBC(pthread_attr_setstack)(result, (void *)thread->given_stack, thread->given_size);
    }
    LIBC(pthread_attr_setguardsize)(result, FIBER_GUARD_SIZE);
    return LIBC(pthread_attr_setstack)(result, (void *)thread->stack, FIBER_STACK_SIZE);
}
