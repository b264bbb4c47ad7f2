#include "runtime/search/execute.h"
#include "runtime/diagnose/history.h"
#include "runtime/diagnose/outcome.h"
#include "runtime/engine/call.h"
#include "runtime/engine/heap.h"
#include "runtime/engine/module.h"
#include "runtime/engine/output.h"
#include "runtime/engine/snapshot.h"
#include "runtime/engine/stack_sharing.h"
#include "runtime/libc/arguments.h"
#include "runtime/libc/begin.h"
#include "runtime/posix/exit.h"
#include "runtime/posix/fork_handler.h"
#include "runtime/posix/key.h"
#include "runtime/posix/thread_life.h"
#include "runtime/search/folder_copy.h"
#include "runtime/search/watchdog.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { SIGNAL_STACK_SIZE = 64 << 10 };

static struct execute_program program;

static _Noreturn void main_entry(void)
{
    int status = program.main(program.argument_count, program.arguments, program.environment);

    schedule_note_pc(0); /* it has returned: no place in the program ends it */
    program_end(status);
}

/* A fault is either the first write to a page that is watched, or the program's crash. */
static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    if (signal_number == SIGSEGV && info->si_code == SEGV_ACCERR &&
        snapshot_fault((uintptr_t)info->si_addr)) {
        return;
    }
    if (schedule_active) {
        watchdog_note_pc(context);
        schedule_finish(SCHEDULE_CRASHED, signal_number);
    }
    signal(signal_number, SIG_DFL); /* ours: let it be seen */
}

void execute_catch_signals(void)
{
    static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
    const stack_t stack = { .ss_sp = base_map(SIGNAL_STACK_SIZE), .ss_size = SIGNAL_STACK_SIZE };
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
    int (*catch)(int, const struct sigaction *, struct sigaction *) =
        (int (*)(int, const struct sigaction *, struct sigaction *))base_next("sigaction");

    sigaltstack(&stack, NULL);
    action.sa_sigaction = on_fault;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        catch (faults[i], &action, NULL);
    }
    watchdog_start();
}

void execute_prepare(const struct execute_program *given)
{
    program = *given;
    arguments_keep(&program.arguments, &program.environment);
    call_find_all();
    module_prepare();
    key_keep();
    exit_keep();
    fork_handlers_keep();
    heap_keep();
    snapshot_take();
}

void execute_prepare_again(void)
{
    snapshot_take();
}

void execute_in_process(void)
{
    execute_catch_signals();
    stack_sharing_separate();
    output_capture();
    folder_copy_enter();
    if (!schedule_settings.fork_mode) {
        snapshot_watch();
    }
}

static bool is_complete(enum schedule_end end)
{
    return end != SCHEDULE_TOO_LONG && end != SCHEDULE_STUCK && end != SCHEDULE_BLOCKED &&
           end != SCHEDULE_UNSUPPORTED && end != SCHEDULE_THREADS && end != SCHEDULE_LOST;
}

enum search execute_once(const struct strategy *strategy, struct schedule_result *result)
{
    key_begin();
    exit_begin();
    libc_begin();
    history_begin();
    schedule_run(strategy, result, main_entry);
    outcome_judge(result);
    return strategy->end(schedule_unfinished(), schedule_pending(0),
                         is_complete(result->end) && !result->unrolled);
}

static enum search fork_once(const struct strategy *strategy, struct schedule_result *result)
{
    int status;

    result->end = SCHEDULE_LOST;
    result->search = SEARCH_GAVE_UP;
    pid_t child = LIBC(_Fork)();
    if (child < 0) {
        base_die("cannot fork: error %d", errno);
    }
    if (child == 0) {
        BASE_KERNEL(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0);
        execute_catch_signals();
        result->search = execute_once(strategy, result);
        _exit(0);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (result->end == SCHEDULE_LOST) {
        outcome_judge_lost(result, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    }
    return result->search;
}

enum search execute_schedule(const struct strategy *strategy, uint64_t number,
                             struct schedule_result *result)
{
    enum search search;

    stack_sharing_renew();
    strategy->begin(number);
    if (schedule_settings.fork_mode) {
        search = fork_once(strategy, result);
        folder_copy_restore(result);
        output_note(); /* what the child did is not known here */
        output_forget();
    } else {
        search = execute_once(strategy, result);
        output_forget();
        snapshot_restore();
    }
    return search;
}
