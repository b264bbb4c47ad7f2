#include "runtime/posix/rwlock_object.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/engine/schedule.h"

enum {
    FLAGS_MAX = PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP,
    FLAGS_DESTROYED = -1,
    MARK_INITIALISED = 0x52a10cd5 /* in __readers */
};

/* How glibc's static initialisers look: zero, but for the flags; and our mark. */
static bool initialiser_read(const pthread_rwlock_t *lock, unsigned *kind)
{
    const char *bytes = (const char *)lock;
    size_t flags_at = offsetof(pthread_rwlock_t, __data.__flags);
    size_t mark_end = sizeof lock->__data.__readers;

    for (size_t i = mark_end; i < sizeof *lock; i++) {
        if ((i < flags_at || i >= flags_at + sizeof lock->__data.__flags) && bytes[i] != 0) {
            return false;
        }
    }
    *kind = lock->__data.__flags;
    return (lock->__data.__readers == 0 || lock->__data.__readers == MARK_INITIALISED) &&
           *kind <= FLAGS_MAX;
}

static void object_make(struct object *object, unsigned kind)
{
    object->kind = OBJECT_RWLOCK;
    object->type = kind;
    object->marked = false;
    object->held = object->busy = object->shut = 0;
    object->owner = NULL;
    object->readers = object->writers = 0;
    clock_clear(&object->clock);
    clock_clear(&object->readers_clock);
}

static bool rwlock_adopt(struct object *object)
{
    unsigned kind;

    if (!object_is_idle(object) ||
        !initialiser_read((const pthread_rwlock_t *)object->address, &kind)) {
        return false;
    }
    object_make(object, kind);
    return true;
}

struct object *rwlock_find(pthread_rwlock_t *lock)
{
    struct object *object = object_at(lock);

    if (UNLIKELY(object->kind != OBJECT_RWLOCK)) {
        rwlock_adopt(object);
    }
    return object;
}

bool rwlock_check(struct object *object, const char *does, uintptr_t pc)
{
    void *at = (void *)object->address;

    if (!lifetime_use(at, LIFETIME_OBJECT, does, pc)) {
        return false;
    }
    if (LIKELY(object->kind == OBJECT_RWLOCK) || rwlock_adopt(object)) {
        return true;
    }
    diagnosis_current(VIOLATION_USE_INVALID_LOCK, at, pc, does,
                      object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                       : DIAGNOSIS_NOT_INITIALISED);
    return false;
}

bool rwlock_is_reader(const struct object *lock)
{
    return (lock->readers >> thread_current->id & 1) != 0;
}

static void shut_set(struct object *lock)
{
    lock->shut = lock->held != 0 || lock->writers != 0;
}

void rwlock_queue(struct object *lock)
{
    lock->writers |= (uint64_t)1 << thread_current->id;
    shut_set(lock);
}

void rwlock_unqueue(struct object *lock)
{
    lock->writers &= ~((uint64_t)1 << thread_current->id);
    shut_set(lock);
}

void rwlock_read_take(struct object *lock, uintptr_t pc)
{
    unsigned id = thread_current->id;

    lock->shares[id] = rwlock_is_reader(lock) ? (uint16_t)(lock->shares[id] + 1) : 1;
    lock->readers |= (uint64_t)1 << id;
    lock->busy++;
    lock->pc = pc;
    clock_join(&thread_current->clock, &lock->clock);
}

/* Only writers come after it. */
void rwlock_read_leave(struct object *lock)
{
    unsigned id = thread_current->id;

    if (--lock->shares[id] == 0) {
        lock->readers &= ~((uint64_t)1 << id);
    }
    lock->busy--;
    clock_join(&lock->readers_clock, &thread_current->clock);
    thread_advance(thread_current);
}

void rwlock_write_take(struct object *lock, uintptr_t pc)
{
    lock->held = lock->busy = lock->shut = 1;
    lock->owner = thread_current;
    lock->pc = pc;
    clock_join(&thread_current->clock, &lock->clock);
    clock_join(&thread_current->clock, &lock->readers_clock);
}

void rwlock_write_leave(struct object *lock)
{
    lock->held = lock->busy = 0;
    lock->owner = NULL;
    shut_set(lock);
    clock_copy(&lock->clock, &thread_current->clock);
    thread_advance(thread_current);
}

void rwlock_renew(pthread_rwlock_t *at, unsigned kind, uintptr_t pc)
{
    static const char does[] = "initialises {reader-writer lock} again";

    schedule_point(OP_INIT, at, 1, pc);
    struct object *lock = object_at(at);
    if (lifetime_use(at, LIFETIME_OBJECT, "initialises {reader-writer lock}", pc) &&
        lock->kind == OBJECT_RWLOCK) {
        if (lock->busy) {
            diagnosis_current(VIOLATION_REINIT, at, pc, does, " while a thread holds it");
        } else {
            lifetime_renew(lock, at->__data.__readers == MARK_INITIALISED, does, pc);
        }
    }
    object_make(lock, kind);
    lock->marked = true;
}

void rwlock_mark(pthread_rwlock_t *at, unsigned kind)
{
    static const pthread_rwlock_t initialised = PTHREAD_RWLOCK_INITIALIZER;

    base_copy(at, &initialised, sizeof *at);
    at->__data.__readers = MARK_INITIALISED;
    at->__data.__flags = kind;
}

void rwlock_mark_destroyed(pthread_rwlock_t *at)
{
    at->__data.__flags = (unsigned)FLAGS_DESTROYED;
}
