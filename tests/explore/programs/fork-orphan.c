// incomplete
// says goes on when the program has ended
// needs fork
// The parent does not wait: its child goes on, and sees the end of the pipe.
#include <assert.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char letter;

    assert(pipe(ends) == 0);
    if (fork() == 0) {
        close(ends[1]);
        assert(read(ends[0], &letter, 1) == 1 && letter == 'x');
        assert(read(ends[0], &letter, 1) == 0);
        printf("over\n");
        return 0;
    }
    assert(write(ends[1], "x", 1) == 1);
    return 0;
}
