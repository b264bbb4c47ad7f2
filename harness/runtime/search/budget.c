#include "runtime/search/budget.h"

#include <signal.h>
#include <sys/syscall.h>
#include <time.h>

static const long TICK = 50000000;                              /* nanoseconds */
static const double OVERDRAFT_SHARE = 0.1, OVERDRAFT = 0.7;     /* of the time; seconds */
static const double MINIMISING_LEAST = 2, MINIMISING_MOST = 20; /* seconds, for all findings */

static double began, limit, wide_limit;
static bool interrupted;
static sigset_t signals;

double budget_clock(void)
{
    struct timespec now = { 0 };

    BASE_KERNEL(SYS_clock_gettime, CLOCK_MONOTONIC, &now, 0);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void budget_begin(double seconds)
{
    began = budget_clock();
    limit = seconds;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
}

double budget_spent(void)
{
    return budget_clock() - began;
}

void budget_wait(void)
{
    const struct timespec tick = { 0, TICK };
    int signal_number = sigtimedwait(&signals, NULL, &tick);

    interrupted |= signal_number == SIGINT || signal_number == SIGTERM;
}

bool budget_is_interrupted(void)
{
    return interrupted;
}

bool budget_is_spent(void)
{
    return interrupted || (limit > 0 && budget_spent() > limit);
}

bool budget_is_overdrawn(void)
{
    return interrupted || (limit > 0 && budget_spent() > limit * (1 + OVERDRAFT_SHARE) + OVERDRAFT);
}

void budget_narrow(double seconds)
{
    double end = budget_spent() + seconds;

    wide_limit = limit;
    limit = limit > 0 && limit < end ? limit : end;
}

void budget_widen(void)
{
    limit = wide_limit;
}

double budget_minimising_end(unsigned count)
{
    double now = budget_clock(), time = now - began;

    time = time < MINIMISING_LEAST  ? MINIMISING_LEAST
           : time > MINIMISING_MOST ? MINIMISING_MOST
                                    : time;
    double end = now + time / count;
    return limit > 0 && began + limit < end ? began + limit : end;
}
