// traces 3
// clean
// 2+2W: each store cannot be the last one of its place and the first in its thread.
#include "litmus.h"

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    atomic_store(&y, 1);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&y, 1);
    atomic_store(&x, 1);
    return unused;
}

int main(void)
{
    static litmus_thread *const runs[] = { run1, run2 };

    return litmus_run(runs, 2);
}
