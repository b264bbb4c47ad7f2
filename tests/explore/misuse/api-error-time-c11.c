// finds api-error
// options --all
/* A second of a thousand million nanoseconds. */
#define _GNU_SOURCE
#include "../semantics/check.h"

#include <threads.h>

static const struct timespec NO_TIME = { 1, 1000000000 };
static mtx_t mutex;
static cnd_t cond;

int main(void)
{
    CHECK(mtx_init(&mutex, mtx_timed), thrd_success);
    CHECK(cnd_init(&cond), thrd_success);
    CHECK(mtx_lock(&mutex), thrd_success);
    CHECK(mtx_timedlock(&mutex, &NO_TIME), thrd_error);
    CHECK(cnd_timedwait(&cond, &mutex, &NO_TIME), thrd_error);
    CHECK(mtx_trylock(&mutex), thrd_busy);
    CHECK(mtx_unlock(&mutex), thrd_success);
    CHECK_TRUE(thrd_sleep(&NO_TIME, NULL) < -1);
    cnd_destroy(&cond);
    mtx_destroy(&mutex);
    return 0;
}
