// incomplete
// says what that does is not seen
// needs fork
// options --schedules 4
// Programs that are started are run, and not seen.
#include <assert.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

int main(void)
{
    char *arguments[] = { "sh", "-c", "sleep 0.05; exit 5", NULL };
    int status;
    pid_t child;

    assert(posix_spawnp(&child, "sh", NULL, NULL, arguments, environ) == 0);
    assert(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 5);
    assert(system("exit 2") == 2 << 8);
    FILE *command = popen("echo hello", "r");
    assert(fgetc(command) == 'h');
    assert(pclose(command) == 0);
    return 0;
}
