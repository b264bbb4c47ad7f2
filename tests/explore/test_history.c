/* The other side of a race is found among the accesses of its schedule. */
#include "runtime/diagnose/history.h"

#include "runtime/engine/module.h"

#include <criterion/criterion.h>

schedule_observer *schedule_observe;

/* The program is what lies between these. */
bool module_is_program(uintptr_t pc)
{
    return pc >= 0x1000 && pc < 0x2000;
}

static struct call_stack no_calls;
static struct thread thread;

static void set_up(void)
{
    thread.calls = &no_calls;
    history_use();
    history_begin();
}

TestSuite(history, .init = set_up);

static void access_note(unsigned id, uint32_t count, uintptr_t address, uint32_t size, uintptr_t pc)
{
    const struct operation operation = {
        .kind = OP_WRITE, .address = address, .size = size, .pc = pc
    };

    thread.id = id;
    thread.clock.at[id] = count;
    schedule_observe(&thread, &operation);
}

static void is_at(unsigned id, uint32_t count, uintptr_t address, uintptr_t pc)
{
    const struct shadow_conflict conflict = { .address = address, .other = epoch_make(id, count) };
    const struct history_access *found = history_find(&conflict);

    if (pc == 0) {
        cr_expect_null(found, "%#lx", (unsigned long)address);
    } else {
        cr_assert_not_null(found, "%#lx", (unsigned long)address);
        cr_expect_eq(found->pc, pc, "%#lx", (unsigned long)found->pc);
    }
}

Test(history, thread_epoch_and_address_belong_together)
{
    access_note(1, 5, 0x100, 4, 0x1001);
    access_note(2, 5, 0x100, 4, 0x1002);
    access_note(1, 6, 0x100, 4, 0x1003);
    access_note(1, 5, 0x104, 4, 0x1004);
    is_at(1, 5, 0x100, 0x1001);
    is_at(1, 5, 0x103, 0x1001);
    is_at(2, 5, 0x102, 0x1002);
    is_at(1, 6, 0x101, 0x1003);
    is_at(1, 5, 0x104, 0x1004);
    is_at(1, 7, 0x100, 0);
    is_at(1, 6, 0x104, 0);
    is_at(1, 5, 0x108, 0);
}

Test(history, of_several_the_latest)
{
    access_note(1, 5, 0x100, 8, 0x1001);
    access_note(1, 5, 0x100, 8, 0x1002);
    is_at(1, 5, 0x100, 0x1002);
}

Test(history, wide_and_narrow_ones_know_of_each_other)
{
    access_note(1, 5, 0x100, 64, 0x1001);
    is_at(1, 5, 0x138, 0x1001);
    access_note(1, 5, 0x138, 1, 0x1002);
    is_at(1, 5, 0x138, 0x1002);
    is_at(1, 5, 0x130, 0x1001);
    access_note(1, 5, 0x106, 100, 0x1003);
    is_at(1, 5, 0x138, 0x1003);
    access_note(2, 1, 0x206, 4, 0x1004);
    is_at(2, 1, 0x209, 0x1004);
}

Test(history, a_new_schedule_has_none)
{
    access_note(1, 5, 0x100, 8, 0x1001);
    history_begin();
    is_at(1, 5, 0x100, 0);
}

Test(history, what_was_too_long_ago_is_not_known)
{
    access_note(1, 5, 0x100, 8, 0x1001);
    for (unsigned i = 0; i < HISTORY_MAX - 1; i++) {
        access_note(2, 1, 0x10000 + i * 8, 8, 0x1002);
    }
    is_at(1, 5, 0x100, 0x1001);
    access_note(2, 1, 0x100, 8, 0x1003);
    is_at(1, 5, 0x100, 0);
    is_at(2, 1, 0x100, 0x1003);
}

Test(history, the_place_is_the_innermost_call_in_the_program)
{
    static struct frame frames[] = { { 0x1111, 0 }, { 0x1222, 0 }, { 0x9333, 0 } };
    const struct shadow_conflict conflict = { .address = 0x100, .other = epoch_make(1, 5) };
    struct call_stack calls = { .depth = 3, .frames = frames };

    thread.calls = &calls;
    access_note(1, 5, 0x100, 8, 0x9999);
    cr_expect_eq(history_find(&conflict)->place, 0x1222);
    access_note(1, 5, 0x100, 8, 0x1999);
    cr_expect_eq(history_find(&conflict)->place, 0x1999);
    calls = (struct call_stack){ .depth = 1, .frames = frames + 2 };
    access_note(1, 5, 0x100, 8, 0x9999);
    cr_expect_eq(history_find(&conflict)->place, 0);
}
