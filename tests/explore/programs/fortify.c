// finds crash
// What -D_FORTIFY_SOURCE makes of memcpy ends the program where there is no room.
#include <pthread.h>
#include <stddef.h>

void *__memcpy_chk(void *to, const void *from, size_t size, size_t room);

static void *copy(void *argument)
{
    char to[8];

    __memcpy_chk(to, "a text", 7, sizeof to);
    __memcpy_chk(to, "a longer text", 14, sizeof to);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, copy, NULL);
    pthread_join(thread, NULL);
    return 0;
}
