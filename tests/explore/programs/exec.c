// refused
// The process becomes another program, unexplored.
#include <pthread.h>
#include <unistd.h>

static void *leave(void *argument)
{
    execl("/bin/true", "true", (char *)NULL);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, leave, NULL);
    pthread_create(&threads[1], NULL, leave, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
