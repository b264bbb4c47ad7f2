/*
 * Both sides now hold the lock whenever they touch the queue, so a message is
 * there before its tail can be seen. And the receiver no longer asks whether
 * the queue is empty *now*: it waits, on a condition variable, until there is
 * a message, and leaves when it takes the end marker, which the sender puts
 * last.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MESSAGES = 5, END = 0 };

static int queue[MESSAGES + 1];
static int queue_head, queue_tail;
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queue_filled = PTHREAD_COND_INITIALIZER;

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
    must(pthread_cond_signal(&queue_filled));
    must(pthread_mutex_unlock(&queue_lock));
}

static int queue_take(void)
{
    must(pthread_mutex_lock(&queue_lock));
    while (queue_head == queue_tail) {
        must(pthread_cond_wait(&queue_filled, &queue_lock));
    }
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
    queue_put(END);
    return NULL;
}

static void *receive_messages(void *unused)
{
    (void)unused;
    int message;
    while ((message = queue_take()) != END) {
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
