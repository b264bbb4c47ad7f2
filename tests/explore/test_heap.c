/* The explored program's heap: the same addresses in each schedule, and what a block's life is. */
#include "runtime/engine/heap.h"

#include <criterion/criterion.h>

enum { PATTERN = 0xbe, SITE = 0x1234 };

static bool reused;

static unsigned char *take(size_t size)
{
    unsigned char *block = heap_allocate(size, 16, SITE, &reused);

    cr_assert_not_null(block, "there are no %zu bytes", size);
    return block;
}

Test(heap, blocks_are_aligned_and_do_not_overlap)
{
    static const size_t sizes[] = { 0, 1, 15, 16, 17, 1023, 1024, 1025, 4096, 100000 };
    uintptr_t end = 0;

    for (size_t alignment = 16; alignment <= 1 << 16; alignment *= 4) {
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            uintptr_t at = (uintptr_t)heap_allocate(sizes[i], alignment, SITE, &reused);
            cr_assert_neq(at, 0);
            cr_expect_eq(at % alignment, 0, "%zu bytes at %zu", sizes[i], alignment);
            cr_expect_geq(at, end, "%zu bytes at %zu", sizes[i], alignment);
            end = at + (sizes[i] == 0 ? 1 : sizes[i]);
        }
    }
}

Test(heap, a_block_is_known_by_its_address)
{
    unsigned char *block = take(100);
    struct heap_block found = heap_block_at(block);

    cr_expect_eq(found.state, HEAP_LIVE);
    cr_expect_eq(found.address, (uintptr_t)block);
    cr_expect_eq(found.size, 100);
    cr_expect_eq(found.site, SITE);
}

Test(heap, what_is_no_block_is_none)
{
    unsigned char *block = take(100);
    int outside = 0;

    cr_expect_eq(heap_block_at(block + 16).state, HEAP_NOT_A_BLOCK);
    cr_expect_eq(heap_block_at(block + 1).state, HEAP_NOT_A_BLOCK);
    cr_expect_eq(heap_block_at(block + 4096).state, HEAP_NOT_A_BLOCK);
    cr_expect_eq(heap_block_at(&outside).state, HEAP_NOT_A_BLOCK);
    cr_expect_eq(heap_block_at(NULL).state, HEAP_NOT_A_BLOCK);
}

Test(heap, a_freed_block_is_freed_and_the_next_one_is_another)
{
    unsigned char *block = take(100);

    heap_free(block);
    cr_expect_eq(heap_block_at(block).state, HEAP_FREED);
    cr_expect_eq(heap_block_at(block).size, 100);
    cr_expect_neq(take(100), block, "freed memory rests");
    cr_expect_not(reused);
}

Test(heap, a_block_is_found_by_what_is_in_it)
{
    enum { BLOCKS = 50, SIZE = 48 };
    unsigned char *blocks[BLOCKS];

    for (unsigned i = 0; i < BLOCKS; i++) {
        blocks[i] = take(SIZE);
    }
    for (unsigned i = 0; i < BLOCKS; i++) {
        for (unsigned j = 0; j < SIZE; j++) {
            cr_assert_eq(heap_block_around((uintptr_t)blocks[i] + j).address, (uintptr_t)blocks[i]);
        }
    }
    heap_free(blocks[7]);
    cr_expect_eq(heap_block_around((uintptr_t)blocks[7] + 3).state, HEAP_FREED);
    cr_expect_eq(heap_block_around((uintptr_t)blocks[8] + 3).state, HEAP_LIVE);
}

Test(heap, a_block_of_an_earlier_schedule_is_in_nobodys_way)
{
    heap_keep();
    for (unsigned i = 0; i < 20; i++) {
        take(16);
    }
    heap_begin();
    unsigned char *first = take(1000), *second = take(1000);
    cr_expect_eq(heap_block_around((uintptr_t)first + 500).address, (uintptr_t)first);
    cr_expect_eq(heap_block_around((uintptr_t)second + 500).address, (uintptr_t)second);
}

Test(heap, what_is_outside_is_in_no_block)
{
    int outside = 0;

    take(16);
    cr_expect_eq(heap_block_around((uintptr_t)&outside).state, HEAP_NOT_A_BLOCK);
    cr_expect_eq(heap_block_around(0).state, HEAP_NOT_A_BLOCK);
    cr_expect_not(heap_holds((uintptr_t)&outside));
}

Test(heap, a_new_schedule_sees_the_same_addresses)
{
    enum { BLOCKS = 20 };
    unsigned char *first[BLOCKS];

    take(16);
    heap_keep();
    for (unsigned round = 0; round < 3; round++) {
        heap_begin();
        for (unsigned i = 0; i < BLOCKS; i++) {
            unsigned char *block = take(i * 100);
            cr_expect(round == 0 || block == first[i], "block %u", i);
            first[i] = block;
            if (i % 3 == 0) {
                heap_free(block);
            }
        }
    }
}

Test(heap, a_new_schedule_keeps_what_was_there_before_the_first)
{
    unsigned char *kept = take(32);
    uintptr_t begin, end;

    heap_keep();
    unsigned char *gone = take(32);
    heap_begin();
    heap_used(&begin, &end);
    cr_expect(begin <= (uintptr_t)kept && (uintptr_t)kept + 32 <= end);
    cr_expect(heap_holds((uintptr_t)kept));
    cr_expect_not(heap_holds((uintptr_t)gone));
    cr_expect_eq(heap_block_at(kept).state, HEAP_LIVE);
    cr_expect_eq(heap_block_at(gone).state, HEAP_NOT_A_BLOCK);
    cr_expect_eq(heap_block_around((uintptr_t)gone).state, HEAP_NOT_A_BLOCK);
}

Test(heap, a_new_block_is_filled_with_the_pattern)
{
    heap_keep();
    for (unsigned round = 0; round < 2; round++) {
        unsigned char *block = take(1000);
        for (unsigned i = 0; i < 1000; i++) {
            cr_assert_eq(block[i], PATTERN, "byte %u in round %u", i, round);
            block[i] = (unsigned char)i;
        }
        heap_begin();
    }
}

Test(heap, what_is_too_large_is_refused)
{
    cr_expect_null(heap_allocate((size_t)2 << 30, 16, SITE, &reused));
    cr_expect_null(heap_allocate(SIZE_MAX, 16, SITE, &reused));
    take(16);
}

/* The fresh part is a gigabyte; large blocks are filled in their beginning only, so this is quick.
 */
Test(heap, freed_memory_is_used_again_when_there_is_no_fresh_one)
{
    enum { SIZE = 64 << 20, BLOCKS = HEAP_MIB_MAX / 64 - 1 };
    unsigned char *blocks[BLOCKS];

    for (unsigned i = 0; i < BLOCKS; i++) {
        blocks[i] = take(SIZE);
        cr_expect_not(reused);
    }
    cr_expect_null(heap_allocate(SIZE, 16, SITE, &reused));
    heap_free(blocks[5]);
    heap_free(blocks[2]);
    cr_expect_eq(take(SIZE - 100), blocks[5], "the one that has rested longest");
    cr_expect(reused);
    cr_expect_eq(heap_block_at(blocks[5]).state, HEAP_LIVE);
    cr_expect_eq(heap_block_at(blocks[5]).size, SIZE - 100);
    cr_expect_eq(take(SIZE), blocks[2]);
    cr_expect_null(heap_allocate(SIZE, 16, SITE, &reused));
    heap_free(blocks[2]);
    cr_expect_null(heap_allocate(SIZE + 1, 16, SITE, &reused), "it is of another size");
}

Test(heap, a_new_schedule_forgets_what_was_freed)
{
    enum { SIZE = 64 << 20, BLOCKS = HEAP_MIB_MAX / 64 - 1 };
    unsigned char *first = NULL;

    heap_keep();
    for (unsigned i = 0; i < BLOCKS; i++) {
        unsigned char *block = take(SIZE);
        first = i == 0 ? block : first;
        heap_free(block);
    }
    heap_begin();
    for (unsigned i = 0; i < BLOCKS; i++) {
        unsigned char *block = take(SIZE);
        cr_expect(i > 0 || block == first);
        cr_expect_not(reused);
    }
    cr_expect_null(heap_allocate(SIZE, 16, SITE, &reused));
}
