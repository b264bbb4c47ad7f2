// clean
// needs fork
// pthread_atfork: the locks are taken before, in the reverse order of registration, and let go
// after, in both.
#include <assert.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER, inner = PTHREAD_MUTEX_INITIALIZER;
static char calls[16];
static int count;

static void note(const char *call)
{
    strcat(calls, call);
}

static void inner_take(void)
{
    pthread_mutex_lock(&inner);
    note("i");
}

static void inner_leave(void)
{
    note("I");
    pthread_mutex_unlock(&inner);
}

static void outer_take(void)
{
    pthread_mutex_lock(&outer);
    note("o");
}

static void outer_leave(void)
{
    note("O");
    pthread_mutex_unlock(&outer);
}

static void *work(void *argument)
{
    pthread_mutex_lock(&outer);
    pthread_mutex_lock(&inner);
    count++;
    pthread_mutex_unlock(&inner);
    pthread_mutex_unlock(&outer);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int status;

    assert(pthread_atfork(inner_take, inner_leave, inner_leave) == 0);
    assert(pthread_atfork(outer_take, outer_leave, outer_leave) == 0);
    assert(pthread_atfork(NULL, NULL, NULL) == 0);
    pthread_create(&thread, NULL, work, NULL);
    pid_t child = fork();
    assert(strcmp(calls, "oiIO") == 0);
    if (child == 0) {
        work(NULL);
        _exit(count == 1 || count == 2 ? 0 : 1);
    }
    assert(waitpid(child, &status, 0) == child && status == 0);
    pthread_join(thread, NULL);
    return 0;
}
