// clean
// On a stack of the program's own, whose pages were never written, the kernel fills what libc has
// there.
#include <assert.h>
#include <stdio.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

enum { STACK_SIZE = 256 << 10 };

static ucontext_t caller, coroutine;
static char stack[STACK_SIZE];

static void look(void)
{
    char text[64 << 10];
    struct stat status;

    assert(getcwd(text, sizeof text) == text);
    assert(stat(text, &status) == 0 && S_ISDIR(status.st_mode));
    FILE *file = fopen("/proc/self/stat", "r");
    assert(file != NULL && fgets(text, sizeof text, file) != NULL);
    fclose(file);
}

int main(void)
{
    assert(getcontext(&coroutine) == 0);
    coroutine.uc_stack.ss_sp = stack;
    coroutine.uc_stack.ss_size = STACK_SIZE;
    coroutine.uc_link = &caller;
    makecontext(&coroutine, look, 0);
    assert(swapcontext(&caller, &coroutine) == 0);
    return 0;
}
