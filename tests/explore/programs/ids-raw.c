// refused
// says clone
// A thread that is made by the system call itself would not be seen.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    return (int)syscall(SYS_clone, 0, 0, 0, 0, 0);
}
