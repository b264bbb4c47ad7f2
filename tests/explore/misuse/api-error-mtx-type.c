// finds api-error
// options --all
/* A mutex of no type. */
#define _GNU_SOURCE
#include "../semantics/check.h"

#include <threads.h>

int main(void)
{
    mtx_t mutex;

    CHECK(mtx_init(&mutex, 77), thrd_error);
    return 0;
}
