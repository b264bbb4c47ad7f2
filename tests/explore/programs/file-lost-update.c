// finds crash
// needs fork
// Two threads count in a file, without a lock: one count is lost. The memory is all in order.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int number_read(void)
{
    char text[16] = "0";
    int file = open("racetrap-count", O_RDONLY);

    if (file >= 0) {
        assert(read(file, text, sizeof text - 1) > 0 && close(file) == 0);
    }
    return atoi(text);
}

static void *count(void *unused)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d", number_read() + 1);
    int file = open("racetrap-count.new", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert(file >= 0 && write(file, text, (size_t)length) == length && close(file) == 0);
    rename("racetrap-count.new", "racetrap-count");
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, count, NULL);
    pthread_create(&threads[1], NULL, count, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(number_read() == 2);
    return 0;
}
