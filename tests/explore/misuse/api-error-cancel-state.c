// finds api-error
// options --all
/* Neither enabled nor disabled, neither deferred nor asynchronous. */
#define _GNU_SOURCE
#include "../semantics/check.h"

int main(void)
{
    int old = -1;

    CHECK(pthread_setcancelstate(77, &old), EINVAL);
    CHECK(pthread_setcanceltype(77, &old), EINVAL);
    CHECK(old, -1);
    return 0;
}
