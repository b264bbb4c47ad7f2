/*
 * The parent joins the thread. To the child it looks as if nobody did.
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

    if (pthread_create(&thread, NULL, work, NULL) != 0) {
        return EXIT_FAILURE;
    }
    usleep(200000);
    pid_t child = fork();
    if (child == 0) {
        exit(EXIT_SUCCESS);
    }
    int status;
    if (waitpid(child, &status, 0) != child || pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    return status == 0 ? EXIT_SUCCESS : 9;
}
