#include "runtime/search/assumption_text.h"

static const struct {
    const char *text;
    bool always; /* else where the program has given a reason */
} ASSUMPTIONS[ASSUMPTION_COUNT] = {
    [ASSUMPTION_INPUT] = { "its input, its files and its environment stay the same", true },
    [ASSUMPTION_COMPILED] = { "it is the program that this compiler has made of it", true },
    [ASSUMPTION_MEMORY_ORDER] = { "memory is sequentially consistent", true },
    [ASSUMPTION_LOOPS] = { "a loop that only looks again at what nobody has changed does nothing "
                           "else",
                           true },
    [ASSUMPTION_RESOURCES] = { "memory, threads and files never run out", true },
    [ASSUMPTION_WAKE_UPS] = { "a condition variable wakes nobody who was not signalled", false },
    [ASSUMPTION_ONE_IS_WOKEN] = { "a signal wakes one of those who wait, and no more", false },
    [ASSUMPTION_WEAK_EXCHANGE] = { "a weak compare-and-exchange fails only for another value",
                                   false },
    [ASSUMPTION_TRIES] = { "a try for a lock or a semaphore fails only if it cannot be had",
                           false },
    [ASSUMPTION_READERS_PASS] = { "a reader passes a writer who waits, unless it holds the lock "
                                  "already or the lock says otherwise",
                                  false },
    [ASSUMPTION_SERIAL_THREAD] = { "the last thread at a barrier is its serial one", false },
    [ASSUMPTION_SEMAPHORE_VALUE] = { "the value of a semaphore that is waited for is 0", false },
    [ASSUMPTION_TIME] = { "time passes only where a thread sleeps, waits for it or looks at a "
                          "clock",
                          false },
    [ASSUMPTION_RANDOM] = { "the system gives the same random bytes in each run", false },
    [ASSUMPTION_SIGNALS] = { "no signal comes from outside", false },
    [ASSUMPTION_STALL] = { "no thread is held up for longer than --stall says, so that no wait "
                           "with "
                           "a longer limit times out first",
                           false },
    [ASSUMPTION_VOLATILE] = { "a volatile access is a relaxed atomic one", false },
};

const char *assumption_text(enum assumption assumption)
{
    return ASSUMPTIONS[assumption].always || assumption_made[assumption]
               ? ASSUMPTIONS[assumption].text
               : NULL;
}
