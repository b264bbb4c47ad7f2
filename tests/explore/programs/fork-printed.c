// clean
// needs fork
// Parent and child count with locks, each in its own memory; the parent waits, and both print.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *add(void *argument)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        count++;
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];
    int status;

    pid_t child = fork();
    assert(child >= 0);
    if (child == 0) {
        add(NULL);
        printf("child: %d\n", count);
        return count == ROUNDS ? 0 : 1;
    }
    pthread_create(&threads[0], NULL, add, NULL);
    pthread_create(&threads[1], NULL, add, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(waitpid(child, &status, 0) == child && status == 0);
    printf("parent: %d\n", count);
    return count == 2 * ROUNDS ? 0 : 1;
}
