// forks
// traces 9
// A file is made, written, closed and removed; another thread asks whether it is there, by stat and
// then by access: both are ordered with all that the first one does.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

static void *put(void *unused)
{
    int file = open("racetrap-looked", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert(file >= 0 && write(file, "text", 4) == 4 && close(file) == 0);
    assert(unlink("racetrap-looked") == 0);
    return unused;
}

static void *look(void *unused)
{
    struct stat status;

    if (stat("racetrap-looked", &status) != 0) {
        access("racetrap-looked", F_OK);
    } else {
        assert(status.st_size == 0 || status.st_size == 4);
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
