// finds api-error
// options --all
/* A barrier for nobody, and one for too many. */
#define _GNU_SOURCE
#include "../semantics/check.h"

#include <limits.h>

static pthread_barrier_t barrier;

int main(void)
{
    CHECK(pthread_barrier_init(&barrier, NULL, 0), EINVAL);
    CHECK(pthread_barrier_init(&barrier, NULL, (unsigned)INT_MAX + 1), EINVAL);
    return 0;
}
