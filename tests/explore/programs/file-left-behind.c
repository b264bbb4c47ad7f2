// forks
// Every schedule begins with the same files, whatever the one before has left behind, in whatever
// way: open, fopen, mkdir, symlink, a pipe with a name, a socket, and a file's attributes.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define NAME "racetrap-file-left"

static void *leave(void *unused)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = NAME ".socket" };
    int here = socket(AF_UNIX, SOCK_STREAM, 0);

    assert(bind(here, (struct sockaddr *)&address, sizeof address) == 0);
    assert(mkfifo(NAME ".pipe", 0600) == 0);
    assert(symlink("nowhere", NAME ".link") == 0);
    return unused;
}

int main(void)
{
    struct stat status;
    pthread_t thread;

    assert(pthread_create(&thread, NULL, leave, NULL) == 0);
    assert(access(NAME, F_OK) == -1 && errno == ENOENT);
    assert(open(NAME, O_RDONLY) == -1 && errno == ENOENT);
    assert(open(NAME, O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0);
    FILE *stream = fopen(NAME ".stream", "wx");
    assert(stream != NULL && fputs("text", stream) >= 0 && fclose(stream) == 0);
    assert(mkdir(NAME ".folder", 0700) == 0);
    assert(mkdir(NAME ".folder/below", 0700) == 0);
    assert(open(NAME ".folder/below/file", O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0);
    assert(chmod(NAME ".folder/below", 0) == 0 && chmod(NAME ".folder", 0) == 0);
    assert(link(NAME, NAME ".hard") == 0 && stat(NAME, &status) == 0 && status.st_nlink == 2);
    pthread_join(thread, NULL);
    return 0;
}
