// forks
// Each thread has a stack for its signals, and is switched off in the midst of its handler.
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local char *own;
static _Thread_local int caught;

static void handle(int number)
{
    volatile char here[64];
    stack_t now;

    for (size_t i = 0; i < sizeof here; i++) {
        here[i] = own[0];
    }
    assert((uintptr_t)here - (uintptr_t)own < (uintptr_t)SIGSTKSZ);
    assert(sigaltstack(NULL, &now) == 0 && now.ss_sp == own && (now.ss_flags & SS_ONSTACK) != 0);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    for (size_t i = 0; i < sizeof here; i++) {
        assert(here[i] == own[0]); /* nobody else was here meanwhile */
    }
    caught += number == SIGUSR1;
}

static void *run(void *argument)
{
    stack_t stack = { .ss_size = (size_t)SIGSTKSZ }, now;

    assert(sigaltstack(NULL, &now) == 0 && now.ss_flags == SS_DISABLE);
    stack.ss_sp = own = malloc(stack.ss_size);
    own[0] = *(char *)argument;
    assert(sigaltstack(&stack, NULL) == 0);
    assert(raise(SIGUSR1) == 0 && caught == 1);
    assert(sigaltstack(NULL, &now) == 0 && now.ss_sp == own && now.ss_flags == 0);
    stack.ss_flags = SS_DISABLE;
    assert(sigaltstack(&stack, &now) == 0 && now.ss_sp == own);
    free(own);
    return NULL;
}

int main(void)
{
    struct sigaction action = { .sa_handler = handle, .sa_flags = SA_ONSTACK };
    char names[2] = "ab";
    pthread_t threads[2];

    assert(sigaction(SIGUSR1, &action, NULL) == 0);
    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, run, &names[i]);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
