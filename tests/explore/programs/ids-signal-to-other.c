// refused
// says none of its own
// A signal to a process that is none of the program's would be sent thousands of times.
#include <signal.h>
#include <unistd.h>

int main(void)
{
    kill(getppid(), SIGWINCH);
    return 0;
}
