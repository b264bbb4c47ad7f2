/*
 * racetrap-launch PARENT PROGRAM [ARGUMENT ...]: runs one program and outlives
 * it, so that nothing of it is left behind.
 *
 * It is the reaper of all its descendants (PR_SET_CHILD_SUBREAPER in prctl(2)):
 * a daemon that leaves its process group and its session still becomes a child
 * of this process, and is killed. It ends when the program ends, on SIGTERM,
 * or when PARENT dies. SIGINT it passes on: that asks the program to end by
 * itself.
 */
#include "system/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILE_LIMIT = 256 << 20 }; /* bytes of any file that the program writes */

static void record_send(enum launch_event event, int value)
{
    struct launch_record record = { .event = (int)event, .value = value };

    /* Whoever listened may be gone; then nobody misses the record. */
    if (write(LAUNCH_FD, &record, sizeof record) < 0) {
        _exit(EXIT_FAILURE);
    }
}

static void limit_set(int resource, rlim_t value)
{
    struct rlimit limit = { .rlim_cur = value, .rlim_max = value };

    setrlimit(resource, &limit);
}

/* Under memory pressure the kernel shall end this program, and not the harness or its neighbours.
 */
static void oom_volunteer(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

    if (fd >= 0) {
        if (write(fd, "1000", 4) < 0) {
            /* It is a courtesy only. */
        }
        close(fd);
    }
}

static _Noreturn void program_become(char **argv, const sigset_t *mask)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    limit_set(RLIMIT_CORE, 0);
    limit_set(RLIMIT_FSIZE, FILE_LIMIT);
    oom_volunteer();
    int persona = personality(0xffffffff);
    int fixed = persona >= 0 && personality((unsigned)persona | ADDR_NO_RANDOMIZE) >= 0;
    sigprocmask(SIG_SETMASK, mask, NULL);
    fcntl(LAUNCH_FD, F_SETFD, FD_CLOEXEC);
    record_send(LAUNCH_PROCESS, (int)getpid());
    record_send(LAUNCH_STARTED, !fixed);
    execvp(argv[0], argv);
    record_send(LAUNCH_FAILED, errno);
    _exit(127);
}

/* Kills every direct child; their children become ours and have their turn after that. */
static void children_kill(void)
{
    char path[64];
    int pid;

    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    if (children == NULL) {
        return;
    }
    while (fscanf(children, "%d", &pid) == 1) {
        kill(pid, SIGKILL);
    }
    fclose(children);
}

static void descendants_end(pid_t program)
{
    for (;;) {
        kill(-program, SIGKILL);
        children_kill();
        if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD) {
            return;
        }
    }
}

/* Waits until the program has ended or somebody asks for its end. */
static void program_watch(pid_t program, const sigset_t *watched)
{
    for (;;) {
        int status;
        pid_t ended;
        int signal_number = sigwaitinfo(watched, NULL);

        if (signal_number == SIGTERM) {
            return;
        }
        if (signal_number == SIGINT) {
            kill(program, SIGINT);
        }
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended == program && WIFSIGNALED(status)) {
                record_send(LAUNCH_SIGNALLED, WTERMSIG(status));
                return;
            }
            if (ended == program) {
                record_send(LAUNCH_EXITED, WEXITSTATUS(status));
                return;
            }
        }
    }
}

int main(int argc, char **argv)
{
    sigset_t watched, before;

    if (argc < 3) {
        fputs("racetrap-launch is started by racetrap\n", stderr);
        return EXIT_FAILURE;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (getppid() != atoi(argv[1])) {
        return EXIT_FAILURE;
    }
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigprocmask(SIG_BLOCK, &watched, &before);
    signal(SIGPIPE, SIG_IGN);
    pid_t program = fork();
    if (program < 0) {
        record_send(LAUNCH_FAILED, errno);
        return EXIT_FAILURE;
    }
    if (program == 0) {
        signal(SIGPIPE, SIG_DFL);
        program_become(argv + 2, &before);
    }
    setpgid(program, program);
    fcntl(LAUNCH_FD, F_SETFD, FD_CLOEXEC);
    program_watch(program, &watched);
    descendants_end(program);
    return EXIT_SUCCESS;
}
