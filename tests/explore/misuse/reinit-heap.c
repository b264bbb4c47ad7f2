// finds reinit
/* A server starts twice, and nobody has stopped it in between. */
#include <pthread.h>
#include <stdlib.h>

struct server {
    pthread_mutex_t mutex;
    int count;
};

static void start(struct server *server)
{
    pthread_mutex_init(&server->mutex, NULL);
    server->count = 0;
}

int main(void)
{
    struct server *server = malloc(sizeof *server);

    start(server);
    start(server);
    pthread_mutex_destroy(&server->mutex);
    free(server);
    return 0;
}
