// finds crash
// needs fork
// Who reads a file while it is written may find it empty.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static void *put(void *unused)
{
    int file = open("racetrap-empty", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert(file >= 0 && write(file, "text", 4) == 4 && close(file) == 0);
    return unused;
}

static void *look(void *unused)
{
    char text[8];
    int file = open("racetrap-empty", O_RDONLY);

    if (file >= 0) {
        assert(read(file, text, sizeof text) != 0);
        close(file);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, look, NULL);
    pthread_create(&threads[1], NULL, put, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
