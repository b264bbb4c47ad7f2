// incomplete
// says becomes
// needs fork
// options --schedules 4
// One child becomes another program, which has a time of its own; another one fails to.
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2], status;
    char text[16];

    assert(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execl("/bin/sh", "sh", "-c", "sleep 0.05; echo hello; exit 7", (char *)NULL);
        _exit(1);
    }
    close(ends[1]);
    assert(read(ends[0], text, sizeof text) == 6);
    assert(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7);
    child = fork();
    if (child == 0) {
        execl("/no/such/program", "program", (char *)NULL);
        _exit(errno == ENOENT ? 8 : 9);
    }
    assert(wait(&status) == child && WEXITSTATUS(status) == 8);
    return 0;
}
