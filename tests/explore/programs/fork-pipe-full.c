// clean
// needs fork
// options --schedules 200
// More than a pipe holds: the writer goes on when the reader has made room. Who does not want to
// wait is told.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 100000 };

static char data[SIZE];

static void child(int end, int socket)
{
    struct iovec parts[] = { { data, SIZE / 2 }, { data + SIZE / 2, SIZE / 2 } };

    assert(write(end, data, SIZE) == SIZE);
    assert(writev(end, parts, 2) == SIZE);
    close(end);
    for (int i = 0; i < 4; i++) {
        assert(send(socket, data, SIZE, 0) == SIZE);
    }
    _exit(0);
}

static size_t read_all(int end)
{
    size_t all = 0;
    ssize_t size;

    while ((size = read(end, data, SIZE)) > 0) {
        all += (size_t)size;
    }
    return all;
}

int main(void)
{
    int ends[2], sockets[2], status;
    char letter;

    assert(pipe2(ends, O_NONBLOCK) == 0);
    assert(read(ends[0], &letter, 1) == -1 && errno == EAGAIN);
    ssize_t some = write(ends[1], data, SIZE);
    assert(some > 0 && some < SIZE && write(ends[1], data, 1) == -1 && errno == EAGAIN);
    close(ends[0]);
    close(ends[1]);

    assert(pipe(ends) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    assert(recv(sockets[0], &letter, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN);
    pid_t process = fork();
    if (process == 0) {
        child(ends[1], sockets[1]);
    }
    close(ends[1]);
    close(sockets[1]);
    assert(read_all(ends[0]) == 2 * SIZE);
    assert(read_all(sockets[0]) == 4 * SIZE);
    assert(waitpid(process, &status, 0) == process && status == 0);
    return 0;
}
