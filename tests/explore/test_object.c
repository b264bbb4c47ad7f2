/* Synchronisation objects by their address, and the threads that wait at one. */
#include "runtime/engine/object.h"

#include <criterion/criterion.h>

static char memory[4096];

static void set_up(void)
{
    object_begin();
}

TestSuite(object, .init = set_up);
TestSuite(queue);

Test(object, is_new_when_it_is_first_seen)
{
    const struct object *object = object_at(&memory[8]);

    cr_expect_eq(object->kind, OBJECT_NEW);
    cr_expect_eq(object->address, (uintptr_t)&memory[8]);
    cr_expect_null(object->owner);
    cr_expect_eq(object->queue.count, 0);
    cr_expect_eq(object->clock.count, 0);
}

Test(object, is_found_again_at_its_address_only)
{
    struct object *object = object_at(&memory[8]);

    cr_expect_eq(object_at(&memory[8]), object);
    cr_expect_eq(object_find((uintptr_t)&memory[8]), object);
    cr_expect_neq(object_at(&memory[16]), object);
    cr_expect_null(object_find((uintptr_t)&memory[9]));
}

Test(object, there_are_many_in_the_order_in_which_they_were_seen)
{
    enum { MANY = 20000 };

    for (uintptr_t i = 0; i < MANY; i++) {
        object_at((void *)(0x10000 + i * 40))->value = (unsigned)i;
    }
    cr_assert_eq(object_count(), MANY);
    for (uintptr_t i = 0; i < MANY; i++) {
        cr_assert_eq(object_nth((unsigned)i)->value, i);
        cr_assert_eq(object_find(0x10000 + i * 40), object_nth((unsigned)i));
    }
}

Test(object, a_new_schedule_knows_none)
{
    struct object *object = object_at(&memory[8]);

    object->kind = OBJECT_MUTEX;
    object->held = object->busy = object->empty = 1;
    object->value = 3;
    object->queue.count = 1;
    clock_set(&object->clock, 3, 3);
    object_begin();
    cr_expect_eq(object_count(), 0);
    cr_expect_null(object_find((uintptr_t)&memory[8]));
    object = object_at(&memory[8]);
    cr_expect_eq(object->kind, OBJECT_NEW);
    cr_expect_eq(object->held + object->busy + object->empty + object->value, 0);
    cr_expect_eq(object->queue.count, 0);
    cr_expect_eq(clock_at(&object->clock, 3), 0);
}

Test(object, those_in_memory_that_begins_a_new_life_are_new)
{
    static const size_t offsets[] = { 63, 64, 100, 127, 128 };

    for (size_t i = 0; i < 5; i++) {
        struct object *object = object_at(&memory[offsets[i]]);
        object->kind = OBJECT_MUTEX;
        object->held = 1;
    }
    object_forget((uintptr_t)&memory[64], 64);
    for (size_t i = 0; i < 5; i++) {
        bool forgotten = offsets[i] >= 64 && offsets[i] < 128;
        const struct object *object = object_at(&memory[offsets[i]]);
        cr_expect_eq(object->kind, forgotten ? OBJECT_NEW : OBJECT_MUTEX, "at %zu", offsets[i]);
        cr_expect_eq(object->held, forgotten ? 0 : 1, "at %zu", offsets[i]);
    }
}

Test(object, is_idle_where_nobody_holds_it_or_waits)
{
    struct object *object = object_at(memory);

    cr_expect(object_is_idle(object));
    object->held = 1;
    cr_expect_not(object_is_idle(object));
    object->held = 0;
    object->busy = 2;
    cr_expect_not(object_is_idle(object));
    object->busy = 0;
    queue_add(&object->queue, 4);
    cr_expect_not(object_is_idle(object));
    queue_take(&object->queue, 0);
    cr_expect(object_is_idle(object));
}

static void holds(const struct queue *queue, const char *expected)
{
    char text[THREADS_MAX + 1] = "";

    for (unsigned i = 0; i < queue->count; i++) {
        text[i] = (char)('0' + queue->threads[i]);
    }
    cr_expect_str_eq(text, expected);
}

Test(queue, keeps_the_order_in_which_they_came)
{
    struct queue queue = { 0 };

    queue_add(&queue, 3);
    queue_add(&queue, 1);
    queue_add(&queue, 2);
    holds(&queue, "312");
    cr_expect_eq(queue_take(&queue, 0), 3);
    holds(&queue, "12");
}

Test(queue, any_of_them_may_be_taken)
{
    struct queue queue = { 0 };

    for (unsigned i = 0; i < 5; i++) {
        queue_add(&queue, i);
    }
    cr_expect_eq(queue_take(&queue, 2), 2);
    holds(&queue, "0134");
    cr_expect_eq(queue_take(&queue, 3), 4);
    holds(&queue, "013");
}

Test(queue, who_is_removed_is_gone_and_who_is_not_there_changes_nothing)
{
    struct queue queue = { 0 };

    for (unsigned i = 0; i < 4; i++) {
        queue_add(&queue, i);
    }
    queue_remove(&queue, 1);
    holds(&queue, "023");
    queue_remove(&queue, 1);
    queue_remove(&queue, 9);
    holds(&queue, "023");
    queue_remove(&queue, 3);
    queue_remove(&queue, 0);
    queue_remove(&queue, 2);
    holds(&queue, "");
}

Test(queue, holds_every_thread)
{
    struct queue queue = { 0 };

    for (unsigned i = 0; i < THREADS_MAX; i++) {
        queue_add(&queue, i);
    }
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        cr_expect_eq(queue_take(&queue, 0), i);
    }
}
