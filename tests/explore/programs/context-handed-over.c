// clean
// A coroutine begins in one thread and goes on in another, which waits for its turn: what lies on
// its stack goes with it.
#include <assert.h>
#include <pthread.h>
#include <ucontext.h>

enum { STACK_SIZE = 64 << 10 };

static ucontext_t callers[2], coroutine;
static char stack[STACK_SIZE];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, ended;

static void add(int *sum, int what)
{
    *sum += what;
}

static void travel(void)
{
    int sum = 0;

    add(&sum, 1);
    swapcontext(&coroutine, &callers[0]);
    add(&sum, 2);
    ended = sum;
    swapcontext(&coroutine, &callers[1]);
}

static void *first(void *argument)
{
    pthread_mutex_lock(&lock);
    swapcontext(&callers[0], &coroutine);
    turn = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *second(void *argument)
{
    pthread_mutex_lock(&lock);
    while (!turn) {
        pthread_cond_wait(&changed, &lock);
    }
    swapcontext(&callers[1], &coroutine);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    getcontext(&coroutine);
    coroutine.uc_stack.ss_sp = stack;
    coroutine.uc_stack.ss_size = STACK_SIZE;
    makecontext(&coroutine, travel, 0);
    pthread_create(&threads[0], NULL, first, NULL);
    pthread_create(&threads[1], NULL, second, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(ended == 3);
    return 0;
}
