// clean
// needs fork
// A child that waits for ever is told to end; its parent learns by what.
#include <assert.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2], status;
    char letter;

    assert(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        assert(read(ends[0], &letter, 1) == 1);
        _exit(1);
    }
    assert(kill(child, SIGTERM) == 0);
    assert(waitpid(child, &status, 0) == child);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    return 0;
}
