/*
 * An error path unlocks, and then falls through to the unlock that every path
 * ends with. The second unlock releases a mutex that the thread does not hold:
 *
 *     withdraw(1000)                     deposit(50), in another thread
 *     lock
 *     not enough: unlock
 *                                        lock
 *     unlock: releases deposit's lock
 *                                        alone in here? not any more
 *
 * For a normal mutex POSIX leaves the second unlock undefined; with bad luck it
 * opens the critical section of somebody else, with good luck nothing happens.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t account_lock = PTHREAD_MUTEX_INITIALIZER;
static int account = 100;

static void must(int error)
{
    if (error != 0) {
        exit(EXIT_FAILURE);
    }
}

static void *withdraw(void *argument)
{
    int amount = *(const int *)argument;

    must(pthread_mutex_lock(&account_lock));
    if (account < amount) {
        must(pthread_mutex_unlock(&account_lock));
    } else {
        account -= amount;
    }
    must(pthread_mutex_unlock(&account_lock)); // want unlock-not-held
    return NULL;
}

int main(void)
{
    const int amount = 1000;
    pthread_t customer;

    must(pthread_create(&customer, NULL, withdraw, (void *)&amount));
    must(pthread_join(customer, NULL));
    printf("account: %d\n", account);
    return EXIT_SUCCESS;
}
