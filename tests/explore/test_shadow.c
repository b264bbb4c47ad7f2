/*
 * Who races with whom: by tables, and by comparing with a model that forgets
 * nothing, over random accesses.
 */
#include "runtime/engine/random.h"
#include "runtime/engine/shadow.h"

#include <criterion/criterion.h>
#include <string.h>

enum { THREADS = 4, KINDS = ACCESS_FREE + 1 };

static _Alignas(64) char memory[256];
static struct clock clocks[THREADS_MAX];
static struct shadow_conflict conflict;

static void set_up(void)
{
    shadow_begin();
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        clock_clear(&clocks[i]);
        clock_set(&clocks[i], i, 1);
    }
}

TestSuite(shadow, .init = set_up);

static bool touch(unsigned thread, size_t offset, size_t size, enum access access)
{
    memset(&conflict, 0xee, sizeof conflict);
    return shadow_access(thread, &clocks[thread], (uintptr_t)&memory[offset], size, access,
                         &conflict);
}

/* All that `from` has done so far happens before what `to` does from now on. */
static void order(unsigned from, unsigned to)
{
    clock_join(&clocks[to], &clocks[from]);
    clocks[from].at[from]++;
}

static bool kinds_race(enum access a, enum access b)
{
    static const char races[KINDS][KINDS + 1] = { /* r w ar aw f */
                                                  ".w.wf", "wwwwf", ".w..f", "ww..f", "fffff"
    };

    return races[a][b] != '.';
}

static void other_is(unsigned thread, uint32_t count, enum access access)
{
    cr_expect_eq(epoch_thread(conflict.other), thread, "thread %u", epoch_thread(conflict.other));
    cr_expect_eq(epoch_count(conflict.other), count, "count %u", epoch_count(conflict.other));
    cr_expect_eq(conflict.other_access, access, "access %u", conflict.other_access);
}

static void at_is(size_t offset)
{
    cr_expect_eq(conflict.address, (uintptr_t)&memory[offset], "at %zd, not %zu",
                 (ssize_t)(conflict.address - (uintptr_t)memory), offset);
}

Test(shadow, two_accesses_race_by_their_kinds_where_nothing_orders_them)
{
    for (unsigned a = 0; a < KINDS; a++) {
        for (unsigned b = 0; b < KINDS; b++) {
            set_up();
            cr_expect_not(touch(0, 0, 4, (enum access)a));
            bool found = touch(1, 0, 4, (enum access)b);
            cr_expect_eq(found, kinds_race((enum access)a, (enum access)b), "%u, then %u", a, b);
            if (found) {
                other_is(0, 1, (enum access)a);
                at_is(0);
                cr_expect_eq(conflict.freed, a == ACCESS_FREE, "%u, then %u", a, b);
            }
        }
    }
}

Test(shadow, ordered_accesses_do_not_race_but_memory_that_is_freed_stays_so)
{
    for (unsigned a = 0; a < KINDS; a++) {
        for (unsigned b = 0; b < KINDS; b++) {
            set_up();
            touch(0, 0, 4, (enum access)a);
            order(0, 1);
            cr_expect_eq(touch(1, 0, 4, (enum access)b), a == ACCESS_FREE, "%u, then %u", a, b);
        }
    }
}

Test(shadow, an_access_after_the_release_is_not_ordered)
{
    order(0, 1);
    touch(0, 0, 4, ACCESS_WRITE);
    cr_expect(touch(1, 0, 4, ACCESS_READ));
    other_is(0, 2, ACCESS_WRITE);
}

Test(shadow, a_thread_does_not_race_with_itself)
{
    for (unsigned a = 0; a < ACCESS_FREE; a++) {
        for (unsigned b = 0; b < ACCESS_FREE; b++) {
            set_up();
            touch(0, 0, 8, (enum access)a);
            cr_expect_not(touch(0, 4, 2, (enum access)b), "%u, then %u", a, b);
        }
    }
}

/* Every placing of two accesses in three granules. */
Test(shadow, only_bytes_that_both_touch_count_wherever_they_lie)
{
    static const size_t sizes[] = { 1, 2, 3, 4, 8, 16 };

    for (size_t n = 0; n < 36; n++) {
        size_t first_size = sizes[n / 6], second_size = sizes[n % 6];
        for (size_t first = 0; first + first_size <= 24; first++) {
            for (size_t second = 0; second + second_size <= 24; second++) {
                bool overlap = first < second + second_size && second < first + first_size;
                shadow_begin();
                touch(0, first, first_size, ACCESS_WRITE);
                cr_assert_eq(touch(1, second, second_size, ACCESS_READ), overlap,
                             "%zu at %zu, then %zu at %zu", first_size, first, second_size, second);
                if (overlap) {
                    at_is(first > second ? first : second);
                }
            }
        }
    }
}

Test(shadow, pieces_of_what_was_written_whole_have_its_history)
{
    touch(0, 0, 8, ACCESS_WRITE);
    cr_expect_not(touch(0, 3, 1, ACCESS_WRITE));
    for (size_t i = 0; i < 8; i++) {
        cr_expect(touch(1, i, 1, ACCESS_READ), "byte %zu", i);
        other_is(0, 1, ACCESS_WRITE);
    }
}

Test(shadow, halves_are_apart)
{
    touch(0, 0, 4, ACCESS_WRITE);
    cr_expect_not(touch(1, 4, 4, ACCESS_WRITE));
    cr_expect(touch(2, 0, 8, ACCESS_READ));
    at_is(0);
    other_is(0, 1, ACCESS_WRITE);
    cr_expect(touch(3, 4, 4, ACCESS_READ));
    other_is(1, 1, ACCESS_WRITE);
}

Test(shadow, the_first_byte_concerned_is_told)
{
    touch(0, 13, 1, ACCESS_WRITE);
    cr_expect(touch(1, 0, 24, ACCESS_READ));
    at_is(13);
}

Test(shadow, a_write_races_with_any_of_many_readers)
{
    for (unsigned missing = 0; missing < 40; missing++) {
        set_up();
        for (unsigned i = 0; i < 40; i++) {
            cr_expect_not(touch(i, 0, 4, ACCESS_READ));
        }
        for (unsigned i = 0; i < 40; i++) {
            if (i != missing) {
                order(i, 50);
            }
        }
        cr_expect(touch(50, 0, 4, ACCESS_WRITE), "without %u", missing);
        other_is(missing, 1, ACCESS_READ);
    }
}

Test(shadow, a_write_that_is_after_all_readers_races_with_none)
{
    for (unsigned i = 0; i < 40; i++) {
        touch(i, 0, 4, ACCESS_READ);
        order(i, 50);
    }
    cr_expect_not(touch(50, 0, 4, ACCESS_WRITE));
    order(50, 51);
    cr_expect_not(touch(51, 0, 4, ACCESS_WRITE));
}

Test(shadow, the_readers_of_a_piece_are_its_own)
{
    touch(0, 0, 8, ACCESS_READ);
    touch(1, 0, 8, ACCESS_READ);
    touch(2, 0, 1, ACCESS_READ);
    order(0, 3);
    order(1, 3);
    cr_expect_not(touch(3, 1, 7, ACCESS_WRITE));
    cr_expect(touch(3, 0, 1, ACCESS_WRITE));
    other_is(2, 1, ACCESS_READ);
}

Test(shadow, an_atomic_write_is_remembered_for_each_thread)
{
    touch(0, 0, 4, ACCESS_ATOMIC_WRITE);
    cr_expect_not(touch(1, 0, 4, ACCESS_ATOMIC_WRITE));
    order(1, 2);
    cr_expect(touch(2, 0, 4, ACCESS_READ));
    other_is(0, 1, ACCESS_ATOMIC_WRITE);
}

Test(shadow, a_new_schedule_has_no_history)
{
    touch(0, 0, 8, ACCESS_WRITE);
    touch(0, 8, 1, ACCESS_WRITE);
    touch(0, 10, 2, ACCESS_READ);
    touch(0, 16, 8, ACCESS_FREE);
    shadow_begin();
    cr_expect_not(touch(1, 0, 24, ACCESS_WRITE));
}

Test(shadow, freed_memory_is_freed_for_all_who_come_later)
{
    touch(0, 0, 16, ACCESS_FREE);
    order(0, 1);
    for (unsigned i = 0; i < KINDS; i++) {
        cr_expect(touch(1, 5, 1, (enum access)i));
        cr_expect(conflict.freed);
        other_is(0, 1, ACCESS_FREE);
    }
    cr_expect(touch(0, 8, 4, ACCESS_READ), "for who freed it, too");
}

Test(shadow, memory_that_begins_a_new_life_is_not_freed)
{
    touch(0, 0, 32, ACCESS_FREE);
    touch(0, 40, 1, ACCESS_WRITE);
    shadow_forget((uintptr_t)&memory[8], 16);
    cr_expect_not(touch(1, 8, 16, ACCESS_WRITE));
    cr_expect(touch(1, 0, 8, ACCESS_WRITE));
    cr_expect(touch(1, 24, 8, ACCESS_WRITE));
    cr_expect(touch(1, 40, 1, ACCESS_WRITE));
}

Test(shadow, memory_that_is_not_aligned_begins_a_new_life_to_its_last_byte)
{
    touch(0, 0, 24, ACCESS_FREE);
    shadow_forget((uintptr_t)&memory[4], 8);
    cr_expect_not(touch(1, 4, 8, ACCESS_WRITE));
}

Test(shadow, much_memory_is_watched)
{
    for (uintptr_t at = 0x100000000; at < 0x100000000 + 5000 * 4096ul; at += 4096) {
        cr_assert_not(shadow_access(0, &clocks[0], at, 8, ACCESS_WRITE, &conflict));
    }
    for (uintptr_t at = 0x100000000; at < 0x100000000 + 5000 * 4096ul; at += 4096) {
        cr_assert(shadow_access(1, &clocks[1], at, 8, ACCESS_READ, &conflict));
    }
}

/* The model: every access to every byte, and nothing clever. */
enum { BYTES = 24, ACCESSES = 64 };

struct past {
    unsigned thread;
    uint32_t count;
    enum access access;
};

static struct model {
    struct past past[BYTES][ACCESSES];
    unsigned counts[BYTES];
    bool freed[BYTES];
    bool raced[BYTES]; /* what comes after a byte's first race is not compared */
} model;

static bool byte_races(size_t byte, unsigned thread, enum access access, epoch other)
{
    for (unsigned i = 0; i < model.counts[byte]; i++) {
        const struct past *past = &model.past[byte][i];
        bool seen = past->count <= clock_at(&clocks[thread], past->thread);
        bool is_it = other == 0 || other == epoch_make(past->thread, past->count);
        if (is_it && ((model.freed[byte] && past->access == ACCESS_FREE) ||
                      (!seen && kinds_race(past->access, access)))) {
            return true;
        }
    }
    return false;
}

static void model_note(size_t byte, unsigned thread, enum access access)
{
    model.past[byte][model.counts[byte]++] =
        (struct past){ thread, clocks[thread].at[thread], access };
    model.freed[byte] |= access == ACCESS_FREE;
}

static void compare(unsigned long seed, unsigned thread, size_t at, size_t size, enum access access)
{
    size_t first = BYTES;
    bool compares = true;

    for (size_t i = at + size; i-- > at;) {
        compares &= !model.raced[i];
        first = !model.raced[i] && byte_races(i, thread, access, 0) ? i : first;
    }
    bool found = touch(thread, at, size, access);
    cr_assert(found || first == BYTES, "seed %lu: no race at %zu", seed, first);
    if (compares) {
        cr_assert(!found || first < BYTES, "seed %lu: a race at %zu, which is none", seed, at);
    }
    if (compares && found) {
        at_is(first);
        cr_assert_eq(conflict.freed, model.freed[first], "seed %lu", seed);
        cr_assert(byte_races(first, thread, access, conflict.other), "seed %lu: not with that one",
                  seed);
    }
    for (size_t i = at; i < at + size; i++) {
        model.raced[i] |= byte_races(i, thread, access, 0);
        model_note(i, thread, access);
    }
}

static void sequence_run(unsigned long seed)
{
    static const size_t sizes[] = { 1, 1, 2, 4, 4, 4, 8, 8, 16 };
    static struct clock locks[2];
    struct random random = random_of(seed, 0, 0);
    unsigned frees = random_below(&random, 2), bytes = 1 + random_below(&random, BYTES);

    set_up();
    memset(&model, 0, sizeof model);
    memset(locks, 0, sizeof locks);
    for (unsigned step = 0; step < ACCESSES; step++) {
        unsigned thread = random_below(&random, THREADS), lock = random_below(&random, 2);
        switch (random_below(&random, 4)) {
        case 0:
            clock_join(&locks[lock], &clocks[thread]);
            clocks[thread].at[thread]++;
            break;
        case 1:
            clock_join(&clocks[thread], &locks[lock]);
            break;
        default: {
            size_t size = sizes[random_below(&random, 9)];
            size = size > bytes ? bytes : size;
            size_t at = random_below(&random, (unsigned)(bytes - size + 1));
            unsigned kind = random_below(&random, frees != 0 ? 30 : 28) / 7;
            compare(seed, thread, at, size, (enum access)kind);
        }
        }
    }
}

Test(shadow, finds_the_first_race_on_a_byte_exactly_where_there_is_one)
{
    for (unsigned long seed = 0; seed < 20000; seed++) {
        sequence_run(seed);
    }
}
