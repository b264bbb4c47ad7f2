/* Two threads look at a balance, and then change it; each half is locked, the whole is not. */
#include <pthread.h>
#include <stdlib.h>

struct account {
    pthread_mutex_t lock;
    int balance;
};

static struct account *account;

static int balance_get(void)
{
    pthread_mutex_lock(&account->lock);
    int balance = account->balance;
    pthread_mutex_unlock(&account->lock);
    return balance;
}

static void balance_subtract(int amount)
{
    pthread_mutex_lock(&account->lock);
    account->balance =
        account->balance - amount; /* spelt out: compilers differ on -= through a pointer */
    pthread_mutex_unlock(&account->lock);
}

static void *withdraw(void *unused)
{
    (void)unused;
    if (balance_get() >= 80) {
        balance_subtract(80);
    }
    return NULL;
}

int main(void)
{
    pthread_t first, second;

    account = malloc(sizeof *account);
    if (account == NULL || pthread_mutex_init(&account->lock, NULL) != 0) {
        return EXIT_FAILURE;
    }
    account->balance = 100;
    if (pthread_create(&first, NULL, withdraw, NULL) != 0 ||
        pthread_create(&second, NULL, withdraw, NULL) != 0) {
        return EXIT_FAILURE;
    }
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    int balance = account->balance;
    pthread_mutex_destroy(&account->lock);
    free(account);
    return balance >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
