// traces 6
// clean
// Three stores to one place: 3! orders.
#include "litmus.h"

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

static void *run3(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

int main(void)
{
    static litmus_thread *const runs[] = { run1, run2, run3 };

    return litmus_run(runs, 3);
}
