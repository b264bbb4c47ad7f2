/*
 * One thread fills a message and raises a flag; the other waits for the flag
 * and reads the message. The flag is atomic, but its accesses are relaxed:
 * they promise nothing about the plain `message` beside it. Compiler and
 * processor may both move one past the other:
 *
 *     writer                          reader
 *     flag = true   (moved up)
 *                                     flag? true
 *                                     reads message: still 0
 *     message = 42
 *
 * x86 hides this almost always; Arm and POWER do not.
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
    message = 42; // want race
    atomic_store_explicit(&flag, true, memory_order_relaxed); // want race
    return NULL;
}

static void *read_message(void *unused)
{
    (void)unused;
    while (!atomic_load_explicit(&flag, memory_order_relaxed)) { // want race
    }
    printf("message: %d\n", message); // want race
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
