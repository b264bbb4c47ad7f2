// traces 3
// clean
// Message passing: who sees the second store sees the first one.
#include "litmus.h"

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    atomic_store(&y, 1);
    return unused;
}

static void *run2(void *unused)
{
    (void)atomic_load(&y);
    (void)atomic_load(&x);
    return unused;
}

int main(void)
{
    static litmus_thread *const runs[] = { run1, run2 };

    return litmus_run(runs, 2);
}
