/*
 * Attributes objects: POSIX.1-2017, pthread_attr_init, pthread_mutexattr_init
 * and their kin. libc does what they are for. What it does not look at is
 * looked at here: whether one was initialised, which of the values that glibc
 * leaves there tell, and whether a value that is set is one.
 */
#include "runtime/posix/attribute.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/engine/call.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

/* glibc's struct pthread_attr. */
struct __attribute__((may_alias)) thread_attribute {
    int priority, policy, flags;
    size_t guard_size;
    void *stack;
    size_t stack_size;
};

/* glibc's struct pthread_rwlockattr; the others are an int. */
struct __attribute__((may_alias)) rwlock_attribute {
    int kind, shared;
};

typedef int word __attribute__((may_alias));

/* glibc's PTHREAD_MUTEXATTR_*: the protocol, and all that may be set. */
static const unsigned MUTEX_PROTOCOL = 0x30000000, MUTEX_BITS = 0xf0fff303;
enum { COND_VALUES_MAX = 3, THREAD_FLAGS = 0xff, STACK_SIZE_LEAST = 16384 };

_Static_assert(sizeof(struct thread_attribute) <= sizeof(pthread_attr_t), "it has to fit");
_Static_assert(sizeof(struct rwlock_attribute) <= sizeof(pthread_rwlockattr_t), "it has to fit");

static bool thread_is_valid(const struct thread_attribute *at)
{
    return at->policy >= 0 && at->policy <= SCHED_RR && (at->flags & ~THREAD_FLAGS) == 0 &&
           (at->stack_size == 0 || at->stack_size >= STACK_SIZE_LEAST);
}

static bool is_valid(enum attribute kind, const void *at)
{
    unsigned value = (unsigned)*(const word *)at;
    const struct rwlock_attribute *rwlock = at;

    switch (kind) {
    case ATTRIBUTE_THREAD:
        return thread_is_valid(at);
    case ATTRIBUTE_MUTEX:
        return (value & ~MUTEX_BITS) == 0 && (value & MUTEX_PROTOCOL) != MUTEX_PROTOCOL;
    case ATTRIBUTE_COND:
        return value <= COND_VALUES_MAX;
    case ATTRIBUTE_RWLOCK:
        return rwlock->kind >= PTHREAD_RWLOCK_PREFER_READER_NP &&
               rwlock->kind <= PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP &&
               (rwlock->shared & ~1) == 0;
    case ATTRIBUTE_BARRIER:
        return value <= 1;
    case ATTRIBUTE_COUNT:
        break;
    }
    return false;
}

/* glibc leaves what is destroyed as it is: then it could not be told. */
static void destroyed_mark(void *at)
{
    base_fill(at, 0xff, sizeof(pthread_mutexattr_t));
}

static void thread_destroyed_mark(void *at)
{
    ((struct thread_attribute *)at)->policy = -1;
}

/* Who has it on a stack of its own that nobody else sees needs no point. */
static bool announce(enum operation_kind operation, const void *at, size_t size, enum access access,
                     uintptr_t pc)
{
    if (stack_is_private((uintptr_t)at, size)) {
        return true;
    }
    schedule_point(operation, at, size, pc);
    return lifetime_access(at, size, access,
                           access == ACCESS_WRITE ? "changes {attributes}" : "reads {attributes}",
                           pc);
}

static bool attribute_use(enum attribute kind, const void *at, enum access access, uintptr_t pc)
{
    enum operation_kind operation = access == ACCESS_WRITE ? OP_WRITE : OP_READ;

    if (!schedule_active) {
        return true;
    }
    if (!announce(operation, at, sizeof(int), access, pc)) {
        return false;
    }
    if (!is_valid(kind, at)) {
        diagnosis_current(VIOLATION_API_ERROR, at, pc, "uses {attributes}",
                          ", which were never initialised, or are destroyed");
        return false;
    }
    return true;
}

bool attribute_check(enum attribute kind, const void *at, uintptr_t pc)
{
    return at == NULL || attribute_use(kind, at, ACCESS_READ, pc);
}

/* On a stack one that was never destroyed is left behind with its frame. */
static struct object *object_of(const void *at)
{
    return stack_holds((uintptr_t)at) ? NULL : object_at(at);
}

static void attribute_begin(enum attribute kind, const void *at, uintptr_t pc)
{
    if (!schedule_active || !announce(OP_INIT, at, sizeof(int), ACCESS_WRITE, pc)) {
        return;
    }
    struct object *object = object_of(at);
    if (object == NULL) {
        return;
    }
    if (object->kind == OBJECT_ATTRIBUTES && object->type == (unsigned)kind) {
        lifetime_renew(object, is_valid(kind, at), "initialises {attributes} again", pc);
    }
    object->kind = OBJECT_ATTRIBUTES;
    object->type = (unsigned)kind;
    object->marked = true;
}

static bool attribute_end(enum attribute kind, const void *at, uintptr_t pc)
{
    if (!attribute_use(kind, at, ACCESS_WRITE, pc)) {
        return false;
    }
    struct object *object = schedule_active ? object_of(at) : NULL;
    if (object != NULL) {
        object->kind = OBJECT_DESTROYED;
    }
    return true;
}

/* Where a call is not able to do what it is told it says ENOTSUP. */
static int set_end(int status, const void *at, uintptr_t pc)
{
    if (status == EINVAL && schedule_active) {
        diagnosis_current(VIOLATION_API_ERROR, at, pc, "changes {attributes}",
                          ": the value is none that they can have");
    }
    return status;
}

// NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses
#define LIFE(kind, type, name, mark)                                                               \
    EXPORT int pthread_##name##_init(type *at)                                                     \
    {                                                                                              \
        attribute_begin(kind, at, CALLER);                                                         \
        return LIBC(pthread_##name##_init)(at);                                                    \
    }                                                                                              \
    EXPORT int pthread_##name##_destroy(type *at)                                                  \
    {                                                                                              \
        if (!attribute_end(kind, at, CALLER)) {                                                    \
            return EINVAL;                                                                         \
        }                                                                                          \
        int status = LIBC(pthread_##name##_destroy)(at);                                           \
        mark(at);                                                                                  \
        return status;                                                                             \
    }

#define SET(kind, type, name, value_type)                                                          \
    EXPORT int pthread_##name(type *at, value_type value)                                          \
    {                                                                                              \
        return attribute_use(kind, at, ACCESS_WRITE, CALLER)                                       \
                   ? set_end(LIBC(pthread_##name)(at, value), at, CALLER)                          \
                   : EINVAL;                                                                       \
    }

#define GET(kind, type, name, value_type)                                                          \
    EXPORT int pthread_##name(const type *restrict at, value_type *restrict value)                 \
    {                                                                                              \
        return attribute_use(kind, at, ACCESS_READ, CALLER) ? LIBC(pthread_##name)(at, value)      \
                                                            : EINVAL;                              \
    }
// NOLINTEND(bugprone-macro-parentheses)

#define BOTH(kind, type, name, what, value_type)                                                   \
    SET(kind, type, name##_set##what, value_type)                                                  \
    GET(kind, type, name##_get##what, value_type)

LIFE(ATTRIBUTE_THREAD, pthread_attr_t, attr, thread_destroyed_mark)
BOTH(ATTRIBUTE_THREAD, pthread_attr_t, attr, detachstate, int)
BOTH(ATTRIBUTE_THREAD, pthread_attr_t, attr, guardsize, size_t)
BOTH(ATTRIBUTE_THREAD, pthread_attr_t, attr, inheritsched, int)
BOTH(ATTRIBUTE_THREAD, pthread_attr_t, attr, schedpolicy, int)
BOTH(ATTRIBUTE_THREAD, pthread_attr_t, attr, scope, int)
BOTH(ATTRIBUTE_THREAD, pthread_attr_t, attr, stacksize, size_t)
SET(ATTRIBUTE_THREAD, pthread_attr_t, attr_setschedparam, const struct sched_param *restrict)
GET(ATTRIBUTE_THREAD, pthread_attr_t, attr_getschedparam, struct sched_param)

LIFE(ATTRIBUTE_MUTEX, pthread_mutexattr_t, mutexattr, destroyed_mark)
BOTH(ATTRIBUTE_MUTEX, pthread_mutexattr_t, mutexattr, type, int)
BOTH(ATTRIBUTE_MUTEX, pthread_mutexattr_t, mutexattr, robust, int)
BOTH(ATTRIBUTE_MUTEX, pthread_mutexattr_t, mutexattr, pshared, int)
BOTH(ATTRIBUTE_MUTEX, pthread_mutexattr_t, mutexattr, protocol, int)
BOTH(ATTRIBUTE_MUTEX, pthread_mutexattr_t, mutexattr, prioceiling, int)

LIFE(ATTRIBUTE_COND, pthread_condattr_t, condattr, destroyed_mark)
BOTH(ATTRIBUTE_COND, pthread_condattr_t, condattr, pshared, int)
BOTH(ATTRIBUTE_COND, pthread_condattr_t, condattr, clock, clockid_t)

LIFE(ATTRIBUTE_RWLOCK, pthread_rwlockattr_t, rwlockattr, destroyed_mark)
BOTH(ATTRIBUTE_RWLOCK, pthread_rwlockattr_t, rwlockattr, pshared, int)
BOTH(ATTRIBUTE_RWLOCK, pthread_rwlockattr_t, rwlockattr, kind_np, int)

LIFE(ATTRIBUTE_BARRIER, pthread_barrierattr_t, barrierattr, destroyed_mark)
BOTH(ATTRIBUTE_BARRIER, pthread_barrierattr_t, barrierattr, pshared, int)

EXPORT int pthread_attr_getstack(const pthread_attr_t *restrict at, void **restrict stack,
                                 size_t *restrict size)
{
    return attribute_use(ATTRIBUTE_THREAD, at, ACCESS_READ, CALLER)
               ? LIBC(pthread_attr_getstack)(at, stack, size)
               : EINVAL;
}

EXPORT int pthread_attr_setstack(pthread_attr_t *at, void *stack, size_t size)
{
    return attribute_use(ATTRIBUTE_THREAD, at, ACCESS_WRITE, CALLER)
               ? set_end(LIBC(pthread_attr_setstack)(at, stack, size), at, CALLER)
               : EINVAL;
}
