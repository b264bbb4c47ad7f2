/*
 * The sender puts its messages under the lock, but the receiver polls the
 * queue and takes from it without. A lock that only one side takes protects
 * nothing; compiler and processor may show the receiver the new tail before
 * the message behind it:
 *
 *     sender                          receiver
 *     lock
 *     queue_tail = 1   (moved up)
 *                                     head 0, tail 1: not empty
 *                                     takes queue[0]: nothing there yet
 *     queue[0] = 1
 *     unlock
 *
 * And it polls: when it finds the queue empty between two messages it leaves,
 * and the rest is lost.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MESSAGES = 5, EMPTY = 0 };

static int queue[MESSAGES];
static int queue_head, queue_tail;
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;

static void must(int error)
{
    if (error != 0) {
        exit(EXIT_FAILURE);
    }
}

static void queue_put(int message)
{
    must(pthread_mutex_lock(&queue_lock));
    queue[queue_tail++] = message; // want race
    must(pthread_mutex_unlock(&queue_lock));
}

static int queue_take(void)
{
    return queue_head == queue_tail ? EMPTY : queue[queue_head++]; // want race
}

static void *send_messages(void *unused)
{
    const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };

    (void)unused;
    for (int i = 1; i <= MESSAGES; i++) {
        queue_put(i);
        must(nanosleep(&pause, NULL));
    }
    return NULL;
}

static void *receive_messages(void *unused)
{
    (void)unused;
    int message;
    while ((message = queue_take()) != EMPTY) {
        printf("received message %d\n", message);
    }
    return NULL;
}

int main(void)
{
    pthread_t sender, receiver;

    must(pthread_create(&sender, NULL, send_messages, NULL));
    must(pthread_create(&receiver, NULL, receive_messages, NULL));
    must(pthread_join(sender, NULL));
    must(pthread_join(receiver, NULL));
    return EXIT_SUCCESS;
}
