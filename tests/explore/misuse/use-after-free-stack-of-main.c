// finds use-after-free
/* main ends by itself, and with it the array that the other thread reads. */
#include <pthread.h>

static void *run(void *argument)
{
    int sum = 0;

    for (int i = 0; i < 2; i++) {
        sum += ((int *)argument)[i];
    }
    return sum == 3 ? NULL : argument;
}

int main(void)
{
    int numbers[2] = { 1, 2 };
    pthread_t thread;

    pthread_create(&thread, NULL, run, numbers);
    pthread_detach(thread);
    pthread_exit(NULL);
}
