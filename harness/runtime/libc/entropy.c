/*
 * getrandom, getentropy: Linux's manual pages. arc4random: OpenBSD's. rand and
 * random: C11, 7.22.2, and POSIX.1-2017; their state is libc's, and comes back
 * with it; but who is first gets the first number, so each is a point.
 */
#include "runtime/libc/entropy.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/call.h"
#include "runtime/engine/random.h"
#include "runtime/libc/range.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#define WORD "draws random numbers"

enum { ENTROPY_MAX = 256 };

static struct random generator;
static char random_state; /* stands for libc's */

void entropy_begin(void)
{
    generator = random_of(0, 0, 0);
}

static void bytes_make(unsigned char *to, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        to[i] = (unsigned char)random_next(&generator);
    }
}

static void bytes_give(void *to, size_t size, uintptr_t pc)
{
    assumption_rests(ASSUMPTION_RANDOM);
    schedule_point(OP_ATOMIC_UPDATE, &generator, sizeof generator, pc);
    record_word(WORD);
    range_write(to, size, pc);
    bytes_make(to, size);
}

EXPORT ssize_t getrandom(void *to, size_t size, unsigned flags)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(getrandom)(to, size, flags);
    }
    bytes_give(to, size, CALLER);
    return (ssize_t)size;
}

EXPORT int getentropy(void *to, size_t size)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(getentropy)(to, size);
    }
    if (size > ENTROPY_MAX) {
        errno = EIO;
        return -1;
    }
    bytes_give(to, size, CALLER);
    return 0;
}

EXPORT void arc4random_buf(void *to, size_t size)
{
    if (!call_is_seen(CALLER)) {
        LIBC(arc4random_buf)(to, size);
        return;
    }
    bytes_give(to, size, CALLER);
}

EXPORT uint32_t arc4random(void)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(arc4random)();
    }
    assumption_rests(ASSUMPTION_RANDOM);
    schedule_point(OP_ATOMIC_UPDATE, &generator, sizeof generator, CALLER);
    record_word(WORD);
    return (uint32_t)random_next(&generator);
}

EXPORT uint32_t arc4random_uniform(uint32_t bound)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(arc4random_uniform)(bound);
    }
    assumption_rests(ASSUMPTION_RANDOM);
    schedule_point(OP_ATOMIC_UPDATE, &generator, sizeof generator, CALLER);
    record_word(WORD);
    return bound < 2 ? 0 : (uint32_t)(random_next(&generator) % bound);
}

/* glibc's have a lock: that orders them, but POSIX does not say that they order anything else. */
static void turn_take(uintptr_t pc)
{
    if (call_is_seen(pc)) {
        schedule_point(OP_ATOMIC_UPDATE, &random_state, 1, pc);
        record_word(WORD);
    }
}

EXPORT int rand(void)
{
    turn_take(CALLER);
    return LIBC(rand)();
}

EXPORT void srand(unsigned seed)
{
    turn_take(CALLER);
    LIBC(srand)(seed);
}

EXPORT long random(void)
{
    turn_take(CALLER);
    return LIBC(random)();
}

EXPORT void srandom(unsigned seed)
{
    turn_take(CALLER);
    LIBC(srandom)(seed);
}
