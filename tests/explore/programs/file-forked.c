// clean
// needs fork
// A child process is the first one to change something: what it has written is there when it was
// waited for, and in the next schedule it is not.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void append(const char *line)
{
    int file = open("racetrap-forked", O_WRONLY | O_CREAT | O_APPEND, 0600);

    assert(file >= 0 && write(file, line, strlen(line)) == (ssize_t)strlen(line));
    assert(close(file) == 0);
}

static void *look(void *unused)
{
    char text[16];
    int file = open("racetrap-forked", O_RDONLY);

    if (file >= 0) {
        ssize_t size = read(file, text, sizeof text);
        assert(size == 0 || size == 6 || size == 13);
        close(file);
    }
    return unused;
}

int main(void)
{
    pthread_t thread;
    char text[32] = "";

    pthread_create(&thread, NULL, look, NULL);
    pid_t child = fork();
    assert(child >= 0);
    if (child == 0) {
        append("child\n");
        _exit(0);
    }
    assert(waitpid(child, NULL, 0) == child);
    append("parent\n");
    pthread_join(thread, NULL);
    int file = open("racetrap-forked", O_RDONLY);
    assert(file >= 0 && read(file, text, sizeof text) == 13);
    assert(strcmp(text, "child\nparent\n") == 0);
    return 0;
}
