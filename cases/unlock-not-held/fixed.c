/*
 * One lock, one unlock: the error path no longer unlocks on its own, and every
 * path leaves through the unlock at the end, holding the mutex.
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
    if (account >= amount) {
        account -= amount;
    }
    must(pthread_mutex_unlock(&account_lock));
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
