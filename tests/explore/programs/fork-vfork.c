// clean
// needs fork
// The parent goes on when the child has ended.
#define _DEFAULT_SOURCE
#include <assert.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2], status;
    char letter;

    assert(pipe(ends) == 0);
    pid_t child = vfork();
    if (child == 0) {
        _exit(write(ends[1], "x", 1) == 1 ? 5 : 6);
    }
    close(ends[1]);
    assert(read(ends[0], &letter, 1) == 1 && letter == 'x');
    assert(waitpid(child, &status, WNOHANG) == child && WEXITSTATUS(status) == 5);
    return 0;
}
