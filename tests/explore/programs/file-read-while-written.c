// forks
// traces 7
// One thread opens, writes and closes a file, another one opens and reads it: it is not there, or
// empty, or whole. What is seen depends on the order, and so all orders are tried.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static void *put(void *unused)
{
    int file = open("racetrap-read", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert(file >= 0 && write(file, "text", 4) == 4 && close(file) == 0);
    return unused;
}

static void *look(void *unused)
{
    char text[8];
    int file = open("racetrap-read", O_RDONLY);

    if (file >= 0) {
        ssize_t size = read(file, text, sizeof text);
        assert(size == 0 || (size == 4 && memcmp(text, "text", 4) == 0));
        close(file);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, put, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
