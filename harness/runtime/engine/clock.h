/*
 * Vector clocks: one count for each thread. a happens before b where b's clock
 * has seen a's epoch (Lamport 1978; Mattern 1989; the epoch is from FastTrack,
 * Flanagan and Freund, PLDI 2009). Pure.
 *
 * A clock knows how many of its entries count; the others are zero, whatever
 * the memory holds. So an empty clock costs one store.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_CLOCK_H
#define RACETRAP_RUNTIME_ENGINE_CLOCK_H

#include "runtime/engine/base.h"

struct clock {
    uint32_t count;
    uint32_t at[THREADS_MAX];
};

/* One thread at one of its counts; 0 is no epoch, because counts begin at 1. */
typedef uint32_t epoch;
enum { EPOCH_THREAD_BITS = 6 };

static inline epoch epoch_make(unsigned thread, uint32_t count)
{
    return count << EPOCH_THREAD_BITS | thread;
}

static inline unsigned epoch_thread(epoch e)
{
    return e & (THREADS_MAX - 1);
}

static inline uint32_t epoch_count(epoch e)
{
    return e >> EPOCH_THREAD_BITS;
}

static inline uint32_t clock_at(const struct clock *clock, unsigned thread)
{
    return thread < clock->count ? clock->at[thread] : 0;
}

static inline bool clock_has_seen(const struct clock *clock, epoch e)
{
    return epoch_count(e) <= clock_at(clock, epoch_thread(e));
}

static inline void clock_clear(struct clock *clock)
{
    clock->count = 0;
}

static inline void clock_reach(struct clock *clock, unsigned count)
{
    while (clock->count < count) {
        clock->at[clock->count++] = 0;
    }
}

static inline void clock_set(struct clock *clock, unsigned thread, uint32_t count)
{
    clock_reach(clock, thread + 1);
    clock->at[thread] = count;
}

static inline void clock_copy(struct clock *to, const struct clock *from)
{
    to->count = from->count;
    for (unsigned i = 0; i < from->count; i++) {
        to->at[i] = from->at[i];
    }
}

/* `to` has then seen all that `from` has. */
static inline void clock_join(struct clock *to, const struct clock *from)
{
    clock_reach(to, from->count);
    for (unsigned i = 0; i < from->count; i++) {
        if (from->at[i] > to->at[i]) {
            to->at[i] = from->at[i];
        }
    }
}

#endif
