// clean
// traces 1
// A coroutine on a stack of its own, below the thread's and above it: each time it is asked it
// yields the next number, from a depth of several calls.
#include <assert.h>
#include <stdlib.h>
#include <ucontext.h>

enum { STACK_SIZE = 64 << 10, ROUNDS = 3000 };

static ucontext_t caller, coroutine;
static int value;
static char stack_static[STACK_SIZE];

static void yield_number(int number)
{
    value = number;
    assert(swapcontext(&coroutine, &caller) == 0);
}

static void count_down(int first, int depth)
{
    volatile int here = first;

    if (depth > 0) {
        count_down(here + 1, depth - 1);
    }
    yield_number(here);
}

static void generate(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        count_down(round, 3);
    }
}

static int next(void)
{
    assert(swapcontext(&caller, &coroutine) == 0);
    return value;
}

static void use(char *stack)
{
    assert(getcontext(&coroutine) == 0);
    coroutine.uc_stack.ss_sp = stack;
    coroutine.uc_stack.ss_size = STACK_SIZE;
    coroutine.uc_link = &caller;
    makecontext(&coroutine, generate, 0);
    for (int round = 0; round < ROUNDS; round++) {
        for (int left = 3; left >= 0; left--) {
            assert(next() == round + left);
        }
    }
    value = -1;
    assert(next() == -1); /* it ends, and its link leads back */
}

int main(void)
{
    char stack_within[STACK_SIZE];

    char *stack_below = malloc(STACK_SIZE), *stack_above = stack_static;

    use(stack_below);
    use(stack_above);
    use(stack_within);
    free(stack_below);
    return 0;
}
