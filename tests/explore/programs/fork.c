// forks
// A child has memory of its own, and its parent waits for it. (What is started as a program: see
// spawn.c.)
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int shared;

static void *run(void *argument)
{
    static int status;
    pid_t child = fork();

    assert(child >= 0);
    if (child == 0) {
        shared = 1;
        exit(3);
    }
    assert(waitpid(child, &status, 0) == child);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    assert(shared == 0);
    return 0;
}
