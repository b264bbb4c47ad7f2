// forks
// A thread waits at a pipe until another one writes: that is no hang, and orders the two.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2], number;

static void *send(void *argument)
{
    number = 5;
    assert(write(ends[1], "xy\n", 3) == 3);
    return argument;
}

static void *receive(void *argument)
{
    char byte, line[8];

    assert(read(ends[0], &byte, 1) == 1 && byte == 'x');
    assert(number == 5);
    FILE *stream = fdopen(ends[0], "r");
    assert(fgets(line, sizeof line, stream) != NULL && line[0] == 'y');
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    assert(pipe(ends) == 0);
    pthread_create(&threads[0], NULL, receive, NULL);
    pthread_create(&threads[1], NULL, send, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
