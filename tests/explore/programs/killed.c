// finds crash
// A worker that is killed in the midst of a schedule: the crew tells of that schedule.
#include <signal.h>
#include <unistd.h>

int main(void)
{
    return kill(getpid(), SIGKILL);
}
