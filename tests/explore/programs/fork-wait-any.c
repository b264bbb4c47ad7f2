// finds crash
// needs fork
// wait returns whoever has ended, and that need not be the one who was forked first.
#include <assert.h>
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    pid_t children[2];

    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            _exit(i);
        }
    }
    assert(wait(NULL) == children[0]);
    assert(wait(NULL) == children[1]);
    assert(wait(NULL) == -1 && errno == ECHILD);
    return 0;
}
