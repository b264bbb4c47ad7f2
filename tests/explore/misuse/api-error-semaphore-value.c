// finds api-error
// options --all
/* More than a semaphore can count. */
#define _GNU_SOURCE
#include "../semantics/check.h"

#include <limits.h>
#include <semaphore.h>

static sem_t sem;

int main(void)
{
    CHECK_ERRNO(sem_init(&sem, 0, (unsigned)SEM_VALUE_MAX + 1), EINVAL);
    return 0;
}
