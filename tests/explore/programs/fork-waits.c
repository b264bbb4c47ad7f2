// clean
// needs fork
// All that waits for children: by number, by group, without hanging, without taking, as
// information.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child_of(int status)
{
    pid_t child = fork();

    assert(child >= 0);
    if (child == 0) {
        _exit(status);
    }
    return child;
}

int main(void)
{
    struct rusage usage;
    siginfo_t info;
    int status;
    pid_t child = child_of(3);

    assert(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 3);
    errno = 0;
    assert(waitpid(child, &status, 0) == -1 && errno == ECHILD);

    child = child_of(4);
    pid_t found;
    while ((found = waitpid(-1, &status, WNOHANG)) == 0) {
        usleep(1000);
    }
    assert(found == child && WEXITSTATUS(status) == 4);

    child = child_of(5);
    assert(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) == 0);
    assert(info.si_pid == child && info.si_code == CLD_EXITED && info.si_status == 5);
    assert(kill(child, 0) == 0); /* it is there as long as nobody has waited */
    assert(waitid(P_ALL, 0, &info, WEXITED) == 0 && info.si_pid == child);
    assert(kill(child, 0) == -1 && errno == ESRCH);

    child = child_of(6);
    assert(wait4(0, &status, 0, &usage) == child && WEXITSTATUS(status) == 6);
    child = child_of(7);
    assert(waitpid(-getpgrp(), NULL, 0) == child);
    child = child_of(8);
    assert(wait3(&status, 0, &usage) == child && WEXITSTATUS(status) == 8);
    errno = 0;
    assert(wait(NULL) == -1 && errno == ECHILD);
    assert(waitid(P_ALL, 0, &info, 0) == -1 && errno == EINVAL);

    signal(SIGCHLD, SIG_IGN); /* nobody needs to wait */
    child_of(9);
    errno = 0;
    assert(wait(NULL) == -1 && errno == ECHILD);
    return 0;
}
