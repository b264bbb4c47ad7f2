// clean
// needs fork
// Two processes count in one file, which each locks before.
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int file;

static void lock(short type)
{
    struct flock part = { .l_type = type, .l_whence = SEEK_SET };

    assert(fcntl(file, F_SETLKW, &part) == 0);
}

static void count(void)
{
    int number = 0;

    lock(F_WRLCK);
    assert(pread(file, &number, sizeof number, 0) >= 0);
    number++;
    assert(pwrite(file, &number, sizeof number, 0) == sizeof number);
    lock(F_UNLCK);
}

int main(void)
{
    int number, status;

    file = fileno(tmpfile());
    pid_t child = fork();
    count();
    if (child == 0) {
        _exit(0);
    }
    assert(waitpid(child, &status, 0) == child && status == 0);
    assert(pread(file, &number, sizeof number, 0) == sizeof number && number == 2);
    return 0;
}
