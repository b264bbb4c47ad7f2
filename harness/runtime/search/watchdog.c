#include "runtime/search/watchdog.h"
#include "runtime/engine/module.h"
#include "runtime/engine/schedule.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

enum {
    TICK_SECONDS = 1,
    BLOCKED_TICKS = 3, /* in which neither the program nor the processor's clock went on */
};
static const uint64_t STUCK_TIME =
    4000000000; /* of the processor, in nanoseconds, without a point */

static struct {
    uint64_t points, time;
    unsigned ticks;
} last;

/* As if it were where a call returns to: one byte further. */
void watchdog_note_pc(const ucontext_t *context)
{
    uintptr_t pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP] + 1;

    if (!module_is_libc(pc)) {
        schedule_note_pc(pc);
    }
}

static uint64_t processor_time(void)
{
    struct timespec now = { 0 };

    BASE_KERNEL(SYS_clock_gettime, CLOCK_THREAD_CPUTIME_ID, &now, 0);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static bool is_system_call(const unsigned char *code)
{
    return code[0] == 0x0f && code[1] == 0x05;
}

static const char *number_name(long number)
{
    static const struct {
        long number;
        const char *name;
    } names[] = {
        { SYS_futex, "futex" },   { SYS_read, "read" },     { SYS_write, "write" },
        { SYS_poll, "poll" },     { SYS_ppoll, "ppoll" },   { SYS_wait4, "wait4" },
        { SYS_waitid, "waitid" }, { SYS_accept, "accept" }, { SYS_recvfrom, "recvfrom" },
        { SYS_flock, "flock" },   { SYS_fcntl, "fcntl" },   { SYS_msgrcv, "msgrcv" },
        { SYS_semop, "semop" },   { SYS_openat, "openat" }, { SYS_connect, "connect" },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].number == number) {
            return names[i].name;
        }
    }
    return NULL;
}

/*
 * A call that the signal has interrupted is either about to be made again, or has just returned
 * with EINTR (signal(7)). In the first case its number is known.
 */
static bool blocked_note(const ucontext_t *context)
{
    uintptr_t pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    long result = context->uc_mcontext.gregs[REG_RAX];
    bool again = is_system_call((const unsigned char *)pc);
    const char *name = again ? number_name(result) : NULL;
    Dl_info place = { 0 };

    if (!again && (result != -EINTR || !is_system_call((const unsigned char *)pc - 2))) {
        return false;
    }
    dladdr((void *)pc, &place);
    if (name == NULL) {
        name = place.dli_sname != NULL ? place.dli_sname : "a system call";
    }
    schedule_note_unseen("thread %u waits in %s (%s), which blocks all threads of the explorer",
                         thread_current->ordinal, name,
                         place.dli_fname != NULL ? base_name(place.dli_fname) : "code of its own");
    return true;
}

static void on_tick(int signal_number, siginfo_t *info, void *context)
{
    uint64_t points = schedule_points(), time = processor_time();

    (void)signal_number;
    (void)info;
    if (!schedule_active || points != last.points) {
        last.points = points;
        last.time = time;
        last.ticks = 0;
        return;
    }
    if (time - last.time >= STUCK_TIME) {
        watchdog_note_pc(context);
        schedule_finish(SCHEDULE_STUCK, 0);
    }
    if (++last.ticks >= BLOCKED_TICKS && blocked_note(context)) {
        schedule_finish(SCHEDULE_BLOCKED, 0);
    }
}

void watchdog_start(void)
{
    const struct itimerval interval = { { TICK_SECONDS, 0 }, { TICK_SECONDS, 0 } };
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART };
    int (*catch)(int, const struct sigaction *, struct sigaction *) =
        (int (*)(int, const struct sigaction *, struct sigaction *))base_next("sigaction");
    int (*interval_set)(int, const struct itimerval *, struct itimerval *) =
        (int (*)(int, const struct itimerval *, struct itimerval *))base_next("setitimer");

    action.sa_sigaction = on_tick;
    catch (SIGALRM, &action, NULL);
    interval_set(ITIMER_REAL, &interval, NULL);
}
