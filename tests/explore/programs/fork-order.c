// finds crash
// needs fork
// Two children write to one pipe: who is first is nobody's choice.
#include <assert.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char letters[2];

    assert(pipe(ends) == 0);
    for (char letter = 'a'; letter <= 'b'; letter++) {
        if (fork() == 0) {
            _exit(write(ends[1], &letter, 1) == 1 ? 0 : 1);
        }
    }
    while (wait(NULL) > 0) {
    }
    assert(read(ends[0], letters, 2) == 2);
    assert(letters[0] == 'a' && letters[1] == 'b');
    return 0;
}
