/*
 * Release publishes: everything that the writer did before the store is there
 * for whoever reads `true` with acquire. The reader cannot see the flag
 * without the message, on any processor.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static int message;
static atomic_bool flag;

static void *write_message(void *unused)
{
    (void)unused;
    message = 42;
    atomic_store_explicit(&flag, true, memory_order_release);
    return NULL;
}

static void *read_message(void *unused)
{
    (void)unused;
    while (!atomic_load_explicit(&flag, memory_order_acquire)) {
    }
    printf("message: %d\n", message);
    return NULL;
}

int main(void)
{
    pthread_t writer, reader;

    if (pthread_create(&reader, NULL, read_message, NULL) != 0 ||
        pthread_create(&writer, NULL, write_message, NULL) != 0) {
        return EXIT_FAILURE;
    }
    if (pthread_join(writer, NULL) != 0 || pthread_join(reader, NULL) != 0) {
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
