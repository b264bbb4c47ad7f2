// refused
// says all processes
#include <signal.h>

int main(void)
{
    kill(-1, SIGWINCH);
    return 0;
}
