// traces 3
// clean
// Store buffering: two pairs that conflict, and one of the four ways to order them is a cycle.
#include "litmus.h"

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    (void)atomic_load(&y);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&y, 1);
    (void)atomic_load(&x);
    return unused;
}

int main(void)
{
    static litmus_thread *const runs[] = { run1, run2 };

    return litmus_run(runs, 2);
}
