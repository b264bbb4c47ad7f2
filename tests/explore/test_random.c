/* Random numbers: those of splitmix64, and the same again for the same seed. */
#include "runtime/engine/random.h"

#include <criterion/criterion.h>

/* Of the reference implementation, prng.di.unimi.it/splitmix64.c. */
Test(random, is_splitmix64)
{
    static const uint64_t expected[] = { 6457827717110365317u, 3203168211198807973u,
                                         9817491932198370423u, 4593380528125082431u,
                                         16408922859458223821u };
    struct random random = { 1234567 };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        uint64_t number = random_next(&random);
        cr_expect_eq(number, expected[i], "number %zu is %lu", i, (unsigned long)number);
    }
}

Test(random, the_same_seed_gives_the_same_numbers)
{
    struct random a = random_of(1, 2, 3), b = random_of(1, 2, 3);

    for (unsigned i = 0; i < 100; i++) {
        cr_expect_eq(random_next(&a), random_next(&b));
    }
}

Test(random, another_seed_stream_or_number_gives_others)
{
    struct random first = random_of(1, 2, 3);
    const struct random others[] = { random_of(2, 2, 3), random_of(1, 3, 3), random_of(1, 2, 4),
                                     random_of(2, 1, 3), random_of(1, 3, 2) };
    uint64_t number = random_next(&first);

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct random other = others[i];
        cr_expect_neq(random_next(&other), number, "the %zuth is the same", i);
    }
}

Test(random, below_is_below_and_comes_to_each_about_equally_often)
{
    enum { BOUND = 7, COUNT = 70000 };
    struct random random = { 1 };
    unsigned counts[BOUND] = { 0 };

    for (unsigned i = 0; i < COUNT; i++) {
        unsigned number = random_below(&random, BOUND);
        cr_assert_lt(number, BOUND);
        counts[number]++;
    }
    for (unsigned i = 0; i < BOUND; i++) {
        cr_expect(counts[i] > COUNT / BOUND * 9 / 10 && counts[i] < COUNT / BOUND * 11 / 10,
                  "%u came %u times", i, counts[i]);
    }
    cr_expect_eq(random_below(&random, 1), 0);
}
