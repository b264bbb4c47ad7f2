#include "runtime/search/child.h"
#include "runtime/engine/call.h"
#include "runtime/search/budget.h"
#include "runtime/search/folder_copy.h"
#include "runtime/search/progress.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t child_start(void (*work)(void *), void *argument)
{
    pid_t child = LIBC(_Fork)();

    if (child < 0) {
        base_die("cannot fork: %s", strerror(errno));
    }
    if (child == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(SIGINT, SIG_IGN); /* the first process decides when it is over */
        signal(SIGTERM, SIG_IGN);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        work(argument);
        folder_copy_leave();
        _exit(0);
    }
    return child;
}

bool child_run(void (*work)(void *), void *argument, bool (*is_over)(void))
{
    if (is_over()) {
        return false;
    }
    pid_t child = child_start(work, argument);
    bool killed = false;
    int status;

    while (waitpid(child, &status, WNOHANG) == 0) {
        if (!killed && is_over()) {
            kill(child, SIGKILL);
            killed = true;
        }
        budget_wait();
        progress_write(budget_spent());
    }
    return !killed;
}
