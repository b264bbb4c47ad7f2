// finds deadlock
// needs fork
// The parent waits for the end of its child, which waits for the parent to close the pipe.
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char letter;

    if (pipe(ends) != 0) {
        return 1;
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        while (read(ends[0], &letter, 1) > 0) {
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
    close(ends[1]);
    return 0;
}
