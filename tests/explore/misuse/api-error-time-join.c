// finds api-error
// options --all
/* A second of a thousand million nanoseconds. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static const struct timespec NO_TIME = { 1, 1000000000 };

static void *end(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread = start(end, NULL);
    CHECK(pthread_timedjoin_np(thread, NULL, &NO_TIME), EINVAL);
    finish(thread);
    return 0;
}
