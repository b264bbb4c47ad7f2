/* What operations do to what they touch, and whose order matters. */
#include "runtime/engine/operation.h"

#include <criterion/criterion.h>

enum { HERE = 0x1000, THERE = 0x2000 };

static struct operation operation(enum operation_kind kind, uintptr_t address, uint32_t size,
                                  uintptr_t second)
{
    return (struct operation){ .kind = kind, .size = size, .address = address, .second = second };
}

static void conflict_is(struct operation a, struct operation b, bool expected)
{
    cr_expect_eq(operation_conflicts(&a, &b), expected, "`%s` and `%s`", operation_name(a.kind),
                 operation_name(b.kind));
    cr_expect_eq(operation_conflicts(&b, &a), expected, "`%s` and `%s`", operation_name(b.kind),
                 operation_name(a.kind));
}

/* Of the one kind and the other, at one byte and without a second object. */
static void kinds_conflict(enum operation_kind a, enum operation_kind b, bool expected)
{
    conflict_is(operation(a, HERE, 1, 0), operation(b, HERE, 1, 0), expected);
}

Test(operation, every_kind_has_a_name)
{
    for (unsigned i = 0; i < OP_KIND_COUNT; i++) {
        const char *name = operation_name((enum operation_kind)i);
        cr_assert_not_null(name, "kind %u has none", i);
        cr_expect_str_not_empty(name);
    }
}

Test(operation, no_two_kinds_have_one_name_but_the_two_unlocks)
{
    for (unsigned i = 0; i < OP_KIND_COUNT; i++) {
        for (unsigned j = 0; j < i; j++) {
            if (i != OP_UNLOCK_UNHELD || j != OP_UNLOCK) {
                cr_expect_str_neq(operation_name((enum operation_kind)i),
                                  operation_name((enum operation_kind)j));
            }
        }
    }
}

/* Who spins would never look again, if a write did not say so. */
Test(operation, what_writes_memory_changes_it)
{
    cr_expect(operation_changes(OP_WRITE));
    cr_expect(operation_changes(OP_ATOMIC_STORE));
    cr_expect(operation_changes(OP_FREE));
    cr_expect(operation_changes(OP_EXIT));
    cr_expect_not(operation_changes(OP_READ));
    cr_expect_not(operation_changes(OP_ATOMIC_LOAD));
    cr_expect_not(operation_changes(OP_YIELD));
}

Test(operation, reads_commute_and_a_write_conflicts_with_both)
{
    kinds_conflict(OP_READ, OP_READ, false);
    kinds_conflict(OP_READ, OP_ATOMIC_LOAD, false);
    kinds_conflict(OP_READ, OP_WRITE, true);
    kinds_conflict(OP_WRITE, OP_WRITE, true);
    kinds_conflict(OP_ATOMIC_LOAD, OP_ATOMIC_UPDATE, true);
    kinds_conflict(OP_ATOMIC_STORE, OP_READ, true);
}

Test(operation, only_what_overlaps_conflicts)
{
    const struct operation write = operation(OP_WRITE, HERE + 4, 4, 0);

    conflict_is(write, operation(OP_WRITE, HERE, 4, 0), false);
    conflict_is(write, operation(OP_WRITE, HERE, 5, 0), true);
    conflict_is(write, operation(OP_WRITE, HERE + 7, 1, 0), true);
    conflict_is(write, operation(OP_WRITE, HERE + 8, 8, 0), false);
    conflict_is(write, operation(OP_FREE, HERE - 100, 200, 0), true);
}

Test(operation, what_touches_nothing_conflicts_with_nothing)
{
    static const enum operation_kind idle[] = { OP_START, OP_CREATE, OP_YIELD, OP_SLEEP, OP_FENCE };

    for (size_t i = 0; i < sizeof idle / sizeof idle[0]; i++) {
        for (unsigned j = 0; j < OP_KIND_COUNT; j++) {
            if (j != OP_END) {
                kinds_conflict(idle[i], (enum operation_kind)j, false);
            }
        }
    }
}

Test(operation, the_end_of_the_program_conflicts_with_everything)
{
    for (unsigned i = 0; i < OP_KIND_COUNT; i++) {
        conflict_is(operation(OP_END, 0, 0, 0), operation((enum operation_kind)i, HERE, 1, 0),
                    true);
    }
}

Test(operation, a_picture_conflicts_with_what_changes_anything_anywhere)
{
    const struct operation fork = operation(OP_FORK, 0, 0, 0);

    conflict_is(fork, operation(OP_WRITE, HERE, 4, 0), true);
    conflict_is(fork, operation(OP_READ, HERE, 4, 0), false);
    conflict_is(fork, operation(OP_ATOMIC_LOAD, HERE, 4, 0), false);
    conflict_is(fork, operation(OP_UNLOCK, HERE, 1, 0), true);
    conflict_is(fork, operation(OP_COND_WAKE, HERE, 1, HERE + 64), true);
    conflict_is(fork, operation(OP_SLEEP, 0, 0, 0), false);
    conflict_is(fork, fork, false);
}

Test(operation, locks_conflict_with_all_but_shared_ones_with_each_other)
{
    kinds_conflict(OP_LOCK, OP_LOCK, true);
    kinds_conflict(OP_LOCK, OP_TRYLOCK, true);
    kinds_conflict(OP_LOCK, OP_UNLOCK, true);
    kinds_conflict(OP_LOCK, OP_READ_LOCK, true);
    kinds_conflict(OP_LOCK, OP_READ_UNLOCK, true);
    kinds_conflict(OP_READ_LOCK, OP_READ_LOCK, false);
    kinds_conflict(OP_READ_LOCK, OP_READ_UNLOCK, false);
    kinds_conflict(OP_READ_UNLOCK, OP_READ_UNLOCK, false);
    kinds_conflict(OP_READ_UNLOCK, OP_TRYLOCK, true);
    kinds_conflict(OP_TRYLOCK, OP_UNLOCK, true);
    kinds_conflict(OP_TIMEDLOCK, OP_UNLOCK, true);
    kinds_conflict(OP_UNLOCK_UNHELD, OP_LOCK, true);
}

Test(operation, posts_commute_and_waits_conflict)
{
    kinds_conflict(OP_SEM_POST, OP_SEM_POST, false);
    kinds_conflict(OP_SEM_POST, OP_SEM_WAIT, true);
    kinds_conflict(OP_SEM_POST, OP_SEM_READ, true);
    kinds_conflict(OP_SEM_WAIT, OP_SEM_WAIT, true);
    kinds_conflict(OP_SEM_TRYWAIT, OP_SEM_WAIT, true);
    kinds_conflict(OP_SEM_READ, OP_SEM_READ, false);
}

Test(operation, what_is_done_to_a_condition_conflicts_but_not_being_woken)
{
    kinds_conflict(OP_SIGNAL, OP_BROADCAST, true);
    kinds_conflict(OP_SIGNAL, OP_SIGNAL, true);
    kinds_conflict(OP_COND_WAIT, OP_SIGNAL, true);
    kinds_conflict(OP_COND_TIMEOUT, OP_SIGNAL, true);
    kinds_conflict(OP_COND_WAKE, OP_SIGNAL, false);
}

Test(operation, a_wait_touches_its_mutex_as_well)
{
    const struct operation wait = operation(OP_COND_WAIT, HERE, 1, THERE);
    const struct operation wake = operation(OP_COND_WAKE, HERE, 1, THERE);

    conflict_is(wait, operation(OP_LOCK, THERE, 1, 0), true);
    conflict_is(wake, operation(OP_LOCK, THERE, 1, 0), true);
    conflict_is(wake, operation(OP_TRYLOCK, THERE, 1, 0), true);
    conflict_is(wake, operation(OP_LOCK, THERE + 40, 1, 0), false);
    conflict_is(wait, wake, true);
    conflict_is(wake, operation(OP_COND_WAKE, HERE + 64, 1, THERE), true);
    conflict_is(wake, operation(OP_COND_WAKE, HERE + 64, 1, THERE + 40), false);
}

Test(operation, a_mutex_in_memory_that_is_freed_is_touched_by_that)
{
    const struct operation wake = operation(OP_COND_WAKE, HERE, 1, HERE + 64);

    conflict_is(wake, operation(OP_FREE, HERE, 128, 0), true);
    conflict_is(wake, operation(OP_FREE, HERE, 64, 0), false);
    conflict_is(wake, operation(OP_FREE, HERE + 65, 64, 0), false);
}

Test(operation, all_conflicts_are_mutual)
{
    for (unsigned i = 0; i < OP_KIND_COUNT; i++) {
        for (unsigned j = 0; j < OP_KIND_COUNT; j++) {
            for (unsigned k = 0; k < 9; k++) {
                static const uintptr_t seconds[] = { 0, HERE, THERE };
                const struct operation a =
                    operation((enum operation_kind)i, HERE, 1, seconds[k % 3]);
                const struct operation b =
                    operation((enum operation_kind)j, HERE, 1, seconds[k / 3]);
                cr_assert_eq(operation_conflicts(&a, &b), operation_conflicts(&b, &a),
                             "`%s` and `%s`", operation_name(a.kind), operation_name(b.kind));
            }
        }
    }
}

/* . commute, r race, o the earlier one let the later one go. */
Test(operation, roles_are_related_as_it_says)
{
    static const struct {
        enum role role;
        char relations[ROLE_COUNT + 1];
    } rows[] = { /* later: none read write acquire shared try release shared post picture */
                 { ROLE_NONE, ".........." },           { ROLE_READ, "..rr.r..r." },
                 { ROLE_WRITE, ".rrrrrrrrr" },          { ROLE_ACQUIRE, ".rrrrrrrrr" },
                 { ROLE_ACQUIRE_SHARED, "..rr.rr..r" }, { ROLE_TRY, ".rrrrrrrrr" },
                 { ROLE_RELEASE, "..roorrr.r" },        { ROLE_RELEASE_SHARED, "..ro.rr..r" },
                 { ROLE_POST, ".rrr.r...r" },           { ROLE_PICTURE, "..rrrrrrr." }
    };

    cr_assert_eq(sizeof rows / sizeof rows[0], ROLE_COUNT);
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        cr_assert_eq(rows[i].role, i);
        for (unsigned j = 0; j < ROLE_COUNT; j++) {
            enum relation relation = role_relation((enum role)i, (enum role)j);
            char letter = relation == RELATION_NONE ? '.' : relation == RELATION_RACE ? 'r' : 'o';
            cr_expect_eq(letter, rows[i].relations[j], "%u, then %u: %c", i, j, letter);
        }
    }
}

/* Each thread has values of its own, until the key is no more. */
Test(operation, only_a_keys_end_makes_a_difference_to_others)
{
    kinds_conflict(OP_KEY_SET, OP_KEY_SET, false);
    kinds_conflict(OP_KEY_SET, OP_KEY_GET, false);
    kinds_conflict(OP_KEY_DELETE, OP_KEY_SET, true);
    kinds_conflict(OP_KEY_DELETE, OP_KEY_GET, true);
    kinds_conflict(OP_KEY_CREATE, OP_KEY_CREATE, true);
    conflict_is(operation(OP_KEY_DELETE, HERE, 1, THERE), operation(OP_KEY_CREATE, THERE, 1, 0),
                true);
    conflict_is(operation(OP_KEY_CREATE, THERE, 1, 0), operation(OP_KEY_SET, HERE, 1, 0), false);
}
