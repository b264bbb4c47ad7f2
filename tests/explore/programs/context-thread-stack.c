// clean
// A thread runs on the stack that it was given, and is told of that one; one without is told of its
// own.
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

enum { STACK_SIZE = 128 << 10 };

static void stack_of(pthread_t thread, char **stack, size_t *size)
{
    pthread_attr_t attributes;

    assert(pthread_getattr_np(thread, &attributes) == 0);
    assert(pthread_attr_getstack(&attributes, (void **)stack, size) == 0);
    assert(pthread_attr_destroy(&attributes) == 0);
}

static void is_on(const char *stack, size_t size)
{
    volatile char here = 1;

    assert((uintptr_t)&here - (uintptr_t)stack < size && here == 1);
}

static void *run(void *argument)
{
    char *stack;
    size_t size;

    stack_of(pthread_self(), &stack, &size);
    is_on(stack, size);
    if (argument != NULL) {
        assert(stack == argument && size == STACK_SIZE);
    }
    pthread_exit(argument);
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_t threads[3];
    char *stack = aligned_alloc(4096, STACK_SIZE);
    void *result;

    pthread_attr_init(&attributes);
    for (int round = 0; round < 2; round++) {
        assert(pthread_attr_setstack(&attributes, stack, STACK_SIZE) == 0);
        assert(pthread_create(&threads[0], &attributes, run, stack) == 0);
        assert(pthread_create(&threads[1], NULL, run, NULL) == 0);
        assert(pthread_join(threads[0], &result) == 0 && result == stack);
        assert(pthread_join(threads[1], &result) == 0 && result == NULL);
    }
    free(stack);
    return 0;
}
