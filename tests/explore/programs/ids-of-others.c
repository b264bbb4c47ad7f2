// refused
// says none of its own
// What belongs to a process that is none of the program's may be asked for; it is not set.
#define _GNU_SOURCE
#include <assert.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

int main(void)
{
    struct rlimit limit;
    cpu_set_t set;

    assert(sched_getaffinity(getppid(), sizeof set, &set) == 0);
    assert(getpgid(getppid()) > 0 && getsid(getppid()) >= 0);
    assert(prlimit(getppid(), RLIMIT_NOFILE, NULL, &limit) == 0);
    assert(kill(getppid(), 0) == 0);
    sched_setaffinity(getppid(), sizeof set, &set);
    return 0;
}
