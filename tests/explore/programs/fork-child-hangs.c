// finds livelock
// needs fork
// The thread that would set the flag does not exist in the child.
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int ready;

static void *work(void *argument)
{
    atomic_store(&ready, 1);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    if (fork() == 0) {
        while (!atomic_load(&ready)) {
        }
        _exit(0);
    }
    wait(NULL);
    pthread_join(thread, NULL);
    return 0;
}
