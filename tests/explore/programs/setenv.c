// finds race
// setenv while another thread looks into the environment.
#include <pthread.h>
#include <stdlib.h>

static void *look(void *argument)
{
    return getenv("PATH") == NULL ? argument : NULL;
}

static void *change(void *argument)
{
    setenv("RACETRAP_NEW", "new", 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, look, NULL);
    pthread_create(&threads[1], NULL, change, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
