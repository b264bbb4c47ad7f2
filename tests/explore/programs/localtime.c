// finds race
// localtime returns a variable that all threads share.
#include <pthread.h>
#include <time.h>

static void *look(void *argument)
{
    time_t at = 1000000;

    return localtime(&at)->tm_year == 70 ? NULL : argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, look, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
