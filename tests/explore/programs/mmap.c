// forks
// Memory is mapped by the program itself.
#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *count(void *argument)
{
    int *number = argument;

    pthread_mutex_lock(&mutex);
    ++*number;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int *number = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    assert(number != MAP_FAILED);
    pthread_create(&threads[0], NULL, count, number);
    pthread_create(&threads[1], NULL, count, number);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(*number == 2 && munmap(number, 4096) == 0);
    return 0;
}
