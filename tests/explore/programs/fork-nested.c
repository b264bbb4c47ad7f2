// clean
// needs fork
// A child forks by itself, and waits; each adds to what it has got.
#include <assert.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int depth;

static int descend(void)
{
    int status = 0;

    pthread_mutex_lock(&lock);
    int here = depth++;
    pthread_mutex_unlock(&lock);
    if (here < 3) {
        pid_t child = fork();
        assert(child >= 0);
        if (child == 0) {
            _exit(descend() + 1);
        }
        assert(waitpid(child, &status, 0) == child && WIFEXITED(status));
    }
    assert(depth == here + 1);
    return WEXITSTATUS(status);
}

int main(void)
{
    assert(descend() == 3);
    return 0;
}
