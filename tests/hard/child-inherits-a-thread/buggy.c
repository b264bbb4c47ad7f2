/*
 * The thread is not joined, neither in the child, which cannot, nor in the parent.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void *work(void *unused)
{
    return unused;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, work, NULL) != 0) { // want thread-leak
        return EXIT_FAILURE;
    }
    usleep(200000);
    pid_t child = fork();
    if (child == 0) {
        exit(EXIT_SUCCESS);
    }
    if (waitpid(child, NULL, 0) != child) {
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
