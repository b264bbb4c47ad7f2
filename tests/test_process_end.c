/* The end of a child by force: time-outs, cancelling, and that no descendant gets away. */
#include "child.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/*
 * Each script gets $1, a name to be found by, and $2, a folder with a FIFO named
 * `ready` in it and a file named $1.
 */
static char *folder;

static void set_up(void)
{
    child_set_up();
    folder = scratch_make();
    char *fifo = alloc_format("%s/ready", folder);
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    free(fifo);
    scratch_write(folder, child_name, "");
}

static void tear_down(void)
{
    scratch_remove(folder);
    child_tear_down();
}

TestSuite(process_end, .init = set_up, .fini = tear_down, .timeout = 120);

/* A grandchild in a session of its own that ignores SIGTERM; goes on when that one is there. */
#define ESCAPE                                                                                     \
    "setsid sh -c 'trap \"\" TERM HUP INT; echo ready >\"$2/ready\"; "                             \
    "while :; do tail -f \"$2/$1\"; done' daemon \"$1\" \"$2\" & "                                 \
    "read line <\"$2/ready\"; echo $line; "

static void nothing_is_left(void)
{
    cr_expect_eq(child_count(child_name), 0);
}

Test(process_end, processes_can_be_found_by_their_argument)
{
    struct process_result result =
        child_run("grep -lsa \"$1\" /proc/[0-9]*/cmdline | grep -c .", child_name);

    cr_expect_gt(atoi(result.out.text), 0);
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, a_time_out_ends_a_program_that_ignores_sigterm)
{
    child_spec.timeout = 1;
    struct process_result result =
        child_run("trap '' TERM; while :; do tail -f /dev/null; done", child_name);
    cr_expect_eq(result.end, PROCESS_TIMED_OUT);
    cr_expect_geq(result.seconds, 1);
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, a_time_out_ends_a_grandchild_in_a_session_of_its_own)
{
    child_spec.timeout = 3;
    struct process_result result = child_run(
        "trap '' TERM; " ESCAPE "while :; do tail -f /dev/null; done", child_name, folder);
    cr_expect_eq(result.end, PROCESS_TIMED_OUT);
    cr_expect_str_eq(result.out.text, "ready\n", "the grandchild was there");
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, a_grandchild_does_not_outlive_a_program_that_exits)
{
    struct process_result result = child_run(ESCAPE "exit 3", child_name, folder);

    cr_expect_eq(result.end, PROCESS_EXITED);
    cr_expect_eq(result.code, 3);
    cr_expect_str_eq(result.out.text, "ready\n");
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, a_grandchild_does_not_outlive_a_program_that_crashes)
{
    struct process_result result = child_run(ESCAPE "kill -KILL $$", child_name, folder);

    cr_expect_eq(result.end, PROCESS_SIGNALLED);
    cr_expect_eq(result.code, SIGKILL);
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, an_output_limit_leaves_nothing_behind)
{
    child_spec.output_limit = 5000;
    struct process_result result = child_run(ESCAPE "yes", child_name, folder);
    cr_expect_eq(result.end, PROCESS_OUTPUT_LIMIT);
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, a_stopped_program_is_ended_too)
{
    child_spec.timeout = 1;
    struct process_result result = child_run("kill -STOP $$", child_name);
    cr_expect_eq(result.end, PROCESS_TIMED_OUT);
    process_result_free(&result);
    nothing_is_left();
}

static void *cancel_when_ready(void *unused)
{
    char *path = alloc_format("%s/ready", folder);
    FILE *fifo = fopen(path, "re");
    char line[16];

    cr_assert(fifo != NULL && fgets(line, sizeof line, fifo) != NULL);
    process_cancel_all();
    fclose(fifo);
    free(path);
    return unused;
}

Test(process_end, cancelling_ends_what_runs_and_what_is_started_later)
{
    pthread_t canceller;

    cr_expect_not(process_is_cancelled());
    cr_assert_eq(pthread_create(&canceller, NULL, cancel_when_ready, NULL), 0);
    struct process_result result =
        child_run("trap '' TERM; echo ready >\"$2/ready\"; while :; do tail -f /dev/null; done",
                  child_name, folder);
    cr_assert_eq(pthread_join(canceller, NULL), 0);
    cr_expect_eq(result.end, PROCESS_CANCELLED);
    cr_expect(process_is_cancelled());
    process_result_free(&result);
    nothing_is_left();

    result = child_run("tail -f /dev/null", child_name);
    cr_expect_eq(result.end, PROCESS_CANCELLED);
    process_result_free(&result);
    nothing_is_left();
}

/* Waits for the end of a process that is not our child; pidfd_open(2). */
static bool process_ends(int pid)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd watched = { .fd = fd, .events = POLLIN };

    if (fd < 0) {
        return errno == ESRCH;
    }
    bool ended = poll(&watched, 1, 30000) == 1;
    close(fd);
    return ended;
}

Test(process_end, nothing_outlives_a_harness_that_is_killed)
{
    char *path = alloc_format("%s/ready", folder);
    char line[16];
    pid_t harness = fork();

    cr_assert_geq(harness, 0);
    if (harness == 0) {
        struct process_result result =
            child_run("setsid sh -c 'trap \"\" TERM HUP INT; echo $$ >\"$2/ready\"; "
                      "while :; do tail -f \"$2/$1\"; done' daemon \"$1\" \"$2\"",
                      child_name, folder);
        _exit(result.code);
    }
    FILE *fifo = fopen(path, "re");
    cr_assert(fifo != NULL && fgets(line, sizeof line, fifo) != NULL);
    fclose(fifo);
    cr_expect_gt(child_count(child_name), 0);
    cr_assert_eq(kill(harness, SIGKILL), 0);
    cr_assert_eq(waitpid(harness, NULL, 0), harness);
    cr_expect(process_ends(atoi(line)), "the grandchild still runs");
    free(path);
}

Test(process_end, a_program_that_is_asked_ends_by_itself)
{
    child_spec.timeout = 0.3;
    child_spec.grace = 30;
    struct process_result result =
        child_run("trap 'echo asked; exit 3' INT; while :; do sleep 0.05; done", child_name);

    cr_expect_eq(result.end, PROCESS_EXITED);
    cr_expect_eq(result.code, 3);
    cr_expect_str_eq(result.out.text, "asked\n");
    process_result_free(&result);
    nothing_is_left();
}

Test(process_end, a_program_that_ignores_being_asked_is_ended)
{
    child_spec.timeout = 0.3;
    child_spec.grace = 0.5;
    struct process_result result =
        child_run("trap '' INT TERM; while :; do sleep 0.05; done", child_name);

    cr_expect_eq(result.end, PROCESS_TIMED_OUT);
    cr_expect_gt(result.seconds, 0.7);
    process_result_free(&result);
    nothing_is_left();
}

static void watch_count(void *context)
{
    ++*(unsigned *)context;
}

Test(process_end, a_running_program_can_be_watched)
{
    unsigned count = 0;

    child_spec.watch = watch_count;
    child_spec.watch_context = &count;
    struct process_result result = child_run("sleep 0.3", child_name);
    cr_expect_gt(count, 3);
    process_result_free(&result);
}
