// clean
// Thread-local variables begin with their initial value in every thread.
#include <assert.h>
#include <ctype.h>
#include <pthread.h>

static _Thread_local int number = 7;
static _Thread_local char text[32];

static void *count(void *argument)
{
    assert(number++ == 7 && text[0] == 0);
    text[0] = 'x';
    for (int i = 0; i < 3; i++) {
        number++;
        assert(isalpha('a')); /* libc finds its tables by a thread-local variable too */
    }
    assert(number == 11);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, count, NULL);
    pthread_create(&threads[1], NULL, count, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(number == 7);
    return 0;
}
