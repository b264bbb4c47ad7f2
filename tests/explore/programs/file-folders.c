// forks
// Folders are made, gone to, listed and removed; the program is where it believes to be.
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char start[PATH_MAX];

static unsigned count(const char *path)
{
    DIR *folder = opendir(path);
    unsigned found = 0;

    assert(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        found += entry->d_name[0] != '.';
    }
    closedir(folder);
    return found;
}

static void *make(void *name)
{
    char path[64];

    snprintf(path, sizeof path, "racetrap-folders/%s", (const char *)name);
    assert(mkdir(path, 0700) == 0);
    return name;
}

static void go_around(void)
{
    char path[2 * PATH_MAX], other[PATH_MAX];

    assert(chdir("racetrap-folders") == 0);
    assert(getcwd(other, sizeof other) != NULL);
    snprintf(path, sizeof path, "%s/racetrap-folders", start);
    assert(strcmp(other, path) == 0);
    assert(realpath("../racetrap-folders/a", other) != NULL);
    strcat(path, "/a");
    assert(strcmp(other, path) == 0);
    char *block = realpath(path, NULL);
    assert(block != NULL && strcmp(block, path) == 0);
    free(block);
    assert(rmdir(path) == 0 && rmdir("b") == 0 && rmdir("b") == -1 && errno == ENOENT);
    assert(chdir("..") == 0);
    assert(getcwd(other, sizeof other) != NULL && strcmp(other, start) == 0);
    assert(getcwd(other, 2) == NULL && errno == ERANGE);
}

int main(void)
{
    pthread_t threads[2];

    assert(getcwd(start, sizeof start) != NULL);
    unsigned before = count(".");
    assert(mkdir("racetrap-folders", 0700) == 0);
    assert(count(".") == before + 1);
    pthread_create(&threads[0], NULL, make, "a");
    pthread_create(&threads[1], NULL, make, "b");
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(count("racetrap-folders") == 2);
    go_around();
    assert(count("racetrap-folders") == 0);
    return 0;
}
