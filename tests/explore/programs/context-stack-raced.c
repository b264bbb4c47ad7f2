// finds race
// A coroutine publishes the address of what lies on its stack; another thread writes there.
#include <pthread.h>
#include <stdatomic.h>
#include <ucontext.h>

enum { STACK_SIZE = 64 << 10 };

static ucontext_t caller, coroutine;
static char stack[STACK_SIZE];
static _Atomic(int *) published;

static void publish(void)
{
    int local = 1;

    atomic_store(&published, &local);
    local++;
    swapcontext(&coroutine, &caller);
}

static void *write_there(void *argument)
{
    int *there = atomic_load(&published);

    if (there != NULL) {
        *there = 5;
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, write_there, NULL);
    getcontext(&coroutine);
    coroutine.uc_stack.ss_sp = stack;
    coroutine.uc_stack.ss_size = STACK_SIZE;
    makecontext(&coroutine, publish, 0);
    swapcontext(&caller, &coroutine);
    pthread_join(thread, NULL);
    return 0;
}
