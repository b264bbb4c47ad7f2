// finds crash
// needs fork
// Two processes count in one file, which neither locks.
#include <assert.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int file;

static void count(void)
{
    int number = 0;

    assert(pread(file, &number, sizeof number, 0) >= 0);
    number++;
    assert(pwrite(file, &number, sizeof number, 0) == sizeof number);
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
