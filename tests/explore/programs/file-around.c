// forks
// A file in the folder is the same one by whatever path: absolute, through "..", by the folder's
// descriptor, by a symbolic link, by the process's own folder, from elsewhere.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "racetrap-around"

static char start[PATH_MAX], absolute[2 * PATH_MAX], through[2 * PATH_MAX];

static ino_t number_of(int file)
{
    struct stat status;

    assert(file >= 0 && fstat(file, &status) == 0 && close(file) == 0);
    return status.st_ino;
}

static void check(const char *path, ino_t number)
{
    struct stat status;

    assert(stat(path, &status) == 0 && status.st_ino == number);
    assert(access(path, R_OK) == 0);
    assert(number_of(open(path, O_RDONLY)) == number);
    assert(number_of(open(path, O_WRONLY | O_APPEND | O_CREAT, 0600)) == number);
}

static void *make(void *unused)
{
    int file = open(NAME, O_WRONLY | O_CREAT | O_EXCL, 0600);

    assert(file >= 0 && write(file, "x", 1) == 1 && close(file) == 0);
    return unused;
}

int main(void)
{
    pthread_t thread;
    char text[PATH_MAX] = "";

    assert(getcwd(start, sizeof start) != NULL);
    snprintf(absolute, sizeof absolute, "%s/%s", start, NAME);
    snprintf(through, sizeof through, "..%s/%s", strrchr(start, '/'), NAME);
    assert(access(absolute, F_OK) == -1 && access(through, F_OK) == -1);
    pthread_create(&thread, NULL, make, NULL);
    pthread_join(thread, NULL);

    ino_t number = number_of(open(NAME, O_RDONLY));
    int folder = open(".", O_RDONLY | O_DIRECTORY);
    assert(folder >= 0);
    check(absolute, number);
    check(through, number);
    check("/proc/self/cwd/" NAME, number);
    assert(number_of(openat(folder, NAME, O_RDWR)) == number);
    assert(number_of(openat(folder, through, O_RDWR)) == number);
    assert(symlink(absolute, NAME ".link") == 0);
    check(NAME ".link", number);
    assert(readlink(NAME ".link", text, sizeof text) == (ssize_t)strlen(absolute));
    assert(strcmp(text, absolute) == 0);

    assert(chdir("/") == 0);
    check(absolute, number);
    assert(number_of(openat(folder, NAME, O_RDWR)) == number);
    snprintf(text, sizeof text, "%s", absolute + 1);
    check(text, number);
    assert(unlink(absolute) == 0 && unlink(absolute) == -1 && errno == ENOENT);
    assert(fchdir(folder) == 0);
    assert(access(NAME, F_OK) == -1);
    return 0;
}
