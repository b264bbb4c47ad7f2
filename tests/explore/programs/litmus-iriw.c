// traces 15
// clean
// IRIW: two readers cannot see two independent stores in opposite orders: 16 ways less one.
#include "litmus.h"

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&y, 1);
    return unused;
}

static void *run3(void *unused)
{
    (void)atomic_load(&x);
    (void)atomic_load(&y);
    return unused;
}

static void *run4(void *unused)
{
    (void)atomic_load(&y);
    (void)atomic_load(&x);
    return unused;
}

int main(void)
{
    static litmus_thread *const runs[] = { run1, run2, run3, run4 };

    return litmus_run(runs, 4);
}
