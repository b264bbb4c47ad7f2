// finds race
// Two threads run coroutines of their own; what both have on their stacks is theirs, and the
// counter is not.
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <ucontext.h>

enum { STACK_SIZE = 64 << 10, ROUNDS = 2 };

struct worker {
    ucontext_t caller, coroutine;
    char stack[STACK_SIZE];
    int done;
};

static struct worker *workers[2];
static int counter;
static _Thread_local struct worker *own;

static void step(int *local)
{
    *local += 1;
    counter++;
}

static void work(void)
{
    int local = 0;

    while (local < ROUNDS) {
        step(&local);
        swapcontext(&own->coroutine, &own->caller);
    }
    own->done = 1;
}

static void *run(void *argument)
{
    own = argument;
    getcontext(&own->coroutine);
    own->coroutine.uc_stack.ss_sp = own->stack;
    own->coroutine.uc_stack.ss_size = STACK_SIZE;
    own->coroutine.uc_link = &own->caller;
    makecontext(&own->coroutine, work, 0);
    while (!own->done) {
        swapcontext(&own->caller, &own->coroutine);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        workers[i] = calloc(1, sizeof *workers[i]);
        pthread_create(&threads[i], NULL, run, workers[i]);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        free(workers[i]);
    }
    return 0;
}
