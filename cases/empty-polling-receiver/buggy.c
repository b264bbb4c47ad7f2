/*
 * A sender puts five messages into a queue, with a pause between them; a
 * receiver takes them out until `queue_empty()`. Every single access to the
 * queue is under its lock, and still messages are lost: "empty" is not "the
 * sender has finished". The receiver looks between two messages and leaves:
 *
 *     sender                      receiver
 *     put 1
 *                                 queue_empty()? no
 *                                 take 1
 *     (pausing)                   queue_empty()? yes: leaves
 *     put 2, 3, 4, 5              nobody is left to take them
 *
 * There is no data race here, so no race detector can say anything: what is
 * wrong is the protocol, not the locking.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MESSAGES = 5 };

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
    queue[queue_tail++] = message;
    must(pthread_mutex_unlock(&queue_lock));
}

static bool queue_empty(void)
{
    must(pthread_mutex_lock(&queue_lock));
    bool empty = queue_head == queue_tail;
    must(pthread_mutex_unlock(&queue_lock));
    return empty;
}

static int queue_take(void)
{
    must(pthread_mutex_lock(&queue_lock));
    int message = queue[queue_head++];
    must(pthread_mutex_unlock(&queue_lock));
    return message;
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
    while (!queue_empty()) {
        printf("received message %d\n", queue_take());
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
