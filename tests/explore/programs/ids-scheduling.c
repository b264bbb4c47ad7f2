// clean
// What is set for a thread by its number is that thread's, and is told again; nothing reaches the
// system.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_barrier_t barrier;
static pid_t number;

static void set_all(pid_t which)
{
    struct sched_param parameters = { .sched_priority = 0 };
    cpu_set_t set, only;

    assert(sched_getaffinity(which, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0);
    CPU_ZERO(&only);
    for (int i = 0; CPU_COUNT(&only) == 0; i++) {
        if (CPU_ISSET(i, &set)) {
            CPU_SET(i, &only);
        }
    }
    assert(sched_setaffinity(which, sizeof only, &only) == 0);
    assert(sched_getaffinity(which, sizeof set, &set) == 0 && CPU_EQUAL(&set, &only));
    assert(sched_setscheduler(which, SCHED_BATCH, &parameters) == 0);
    assert(sched_getscheduler(which) == SCHED_BATCH);
    assert(sched_setparam(which, &parameters) == 0);
    assert(sched_getparam(which, &parameters) == 0 && parameters.sched_priority == 0);
    assert(setpriority(PRIO_PROCESS, (id_t)which, 7) == 0);
    assert(getpriority(PRIO_PROCESS, (id_t)which) == 7);
    assert(syscall(SYS_setpriority, PRIO_PROCESS, which, 8) == 0);
    assert(syscall(SYS_getpriority, PRIO_PROCESS, which) == 20 - 8);
    assert(syscall(SYS_ioprio_set, 1, which, 3 << 13) == 0);
    assert(syscall(SYS_ioprio_get, 1, which) == 3 << 13);
}

static void *run(void *argument)
{
    cpu_set_t set;

    number = gettid();
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    assert(getpriority(PRIO_PROCESS, 0) == 8 && sched_getscheduler(0) == SCHED_BATCH);
    assert(sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) == 1);
    set_all(0);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, run, NULL);
    pthread_barrier_wait(&barrier);
    set_all(number);
    assert(sched_getscheduler(0) == SCHED_OTHER && getpriority(PRIO_PROCESS, 0) == 0);
    pthread_barrier_wait(&barrier);
    pthread_join(thread, NULL);
    errno = 0;
    assert(sched_getscheduler(number) == -1 && errno == ESRCH); /* it is over */
    set_all(getpid());
    assert(nice(100) == 19 && nice(-1) == 18 && getpriority(PRIO_PROCESS, (id_t)getpid()) == 18);
    pthread_barrier_destroy(&barrier);
    return 0;
}
