// finds crash
// says in a child process, thread 1 is ended by signal 11
// needs fork
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    volatile int *nothing = NULL;

    if (fork() == 0) {
        *nothing = 1;
    }
    wait(NULL);
    return 0;
}
