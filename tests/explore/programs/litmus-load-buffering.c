// traces 3
// clean
// Load buffering: both loads cannot see the other thread's later store.
#include "litmus.h"

static void *run1(void *unused)
{
    (void)atomic_load(&x);
    atomic_store(&y, 1);
    return unused;
}

static void *run2(void *unused)
{
    (void)atomic_load(&y);
    atomic_store(&x, 1);
    return unused;
}

int main(void)
{
    static litmus_thread *const runs[] = { run1, run2 };

    return litmus_run(runs, 2);
}
