/*
 * Thread-specific data: POSIX.1-2017, pthread_key_create. At a thread's end
 * the destructors of values that are not NULL are called, again and again as
 * long as they leave new values, up to PTHREAD_DESTRUCTOR_ITERATIONS times.
 */
#include "runtime/posix/key.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/schedule.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

enum { KEYS_MAX = PTHREAD_KEYS_MAX };

struct key {
    bool used;
    uint32_t serial; /* a key that is created anew has no values yet */
    void (*destructor)(void *);
};

struct value {
    uint32_t schedule, serial;
    unsigned thread; /* its serial: a slot may have been another's */
    void *value;
};

static struct key keys[KEYS_MAX], kept_keys[KEYS_MAX];
static char all, marks[KEYS_MAX]; /* stand for them, as the addresses of operations */
static unsigned key_limit, kept_limit;
static uint32_t schedule;
static struct value (*values)[KEYS_MAX];
static void *kept_values[KEYS_MAX]; /* of the first thread, from before main */

void key_begin(void)
{
    for (unsigned i = 0; i < key_limit; i++) {
        keys[i] = kept_keys[i];
    }
    key_limit = kept_limit;
    schedule++;
}

void key_keep(void)
{
    for (unsigned i = 0; i < key_limit; i++) {
        kept_keys[i] = keys[i];
    }
    kept_limit = key_limit;
}

uint32_t key_schedule(void)
{
    return schedule;
}

static struct value *value_at(unsigned thread, unsigned key)
{
    if (values == NULL) {
        values = base_map(THREADS_MAX * sizeof *values);
    }
    return &values[thread][key];
}

/* Empty where it is another thread's, another key's or another schedule's. */
static struct value *value_find(const struct thread *thread, unsigned key)
{
    struct value *value = value_at(thread->id, key);

    if (value->schedule != schedule || value->serial != keys[key].serial ||
        value->thread != thread->serial) {
        bool is_kept = thread->serial == 0 && keys[key].serial == kept_keys[key].serial;
        void *initial = is_kept ? kept_values[key] : NULL;
        *value = (struct value){ schedule, keys[key].serial, thread->serial, initial };
    }
    return value;
}

/* Whether there is still a destructor, when the thread comes to it. */
static bool turn_take(unsigned key)
{
    schedule_point(OP_KEY_GET, &marks[key], 1, thread_current->pc);
    record_word(keys[key].used ? "runs the destructor of key %u" : "finds key %u deleted", key);
    return keys[key].used;
}

void key_destroy_values(void)
{
    struct thread *thread = thread_current;

    for (unsigned round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        bool again = false;
        for (unsigned i = 0; i < key_limit; i++) {
            struct value *value = keys[i].used ? value_find(thread, i) : NULL;
            void *old = value == NULL ? NULL : value->value;
            if (old == NULL || keys[i].destructor == NULL || !turn_take(i)) {
                continue;
            }
            value->value = NULL;
            again = true;
            keys[i].destructor(old);
        }
        if (!again) {
            return;
        }
    }
}

EXPORT int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    if (schedule_active) {
        schedule_point(OP_KEY_CREATE, &all, 1, CALLER);
    }
    for (unsigned i = 0; i < KEYS_MAX; i++) {
        if (!keys[i].used) {
            record_word("creates key %u", i);
            keys[i].used = true;
            keys[i].serial++;
            keys[i].destructor = destructor;
            if (!schedule_active) {
                kept_values[i] = NULL;
            }
            key_limit = i >= key_limit ? i + 1 : key_limit;
            *key = i;
            return 0;
        }
    }
    return EAGAIN;
}

EXPORT int pthread_key_delete(pthread_key_t key)
{
    if (schedule_active && key < KEYS_MAX) {
        schedule_point_two(OP_KEY_DELETE, &marks[key], 1, &all, CALLER);
        record_word("deletes key %u", key);
    }
    if (key >= KEYS_MAX || !keys[key].used) {
        return EINVAL;
    }
    keys[key].used = false;
    return 0;
}

/* Each thread has values of its own: only a key's end makes a difference to others. */
static bool key_use(unsigned key, enum operation_kind kind, uintptr_t pc)
{
    if (schedule_active && key < KEYS_MAX) {
        schedule_point(kind, &marks[key], 1, pc);
        record_word(kind == OP_KEY_SET ? "sets key %u" : "gets key %u", key);
    }
    return key < KEYS_MAX && keys[key].used;
}

static void **value_of(unsigned key)
{
    return schedule_active ? &value_find(thread_current, key)->value : &kept_values[key];
}

EXPORT int pthread_setspecific(pthread_key_t key, const void *value)
{
    if (!key_use(key, OP_KEY_SET, CALLER)) {
        return EINVAL;
    }
    *value_of(key) = (void *)(uintptr_t)value;
    return 0;
}

EXPORT void *pthread_getspecific(pthread_key_t key)
{
    return key_use(key, OP_KEY_GET, CALLER) ? *value_of(key) : NULL;
}
