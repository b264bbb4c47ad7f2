// forks
// Temporary files are nobody else's, wherever they lie: nothing is told of them.
#define _GNU_SOURCE
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *leave(void *unused)
{
    char path[] = "/tmp/racetrap-left-XXXXXX", here[] = "./racetrap-left-XXXXXX.tmp";
    char folder[] = "/tmp/racetrap-left-XXXXXX", below[64];

    int file = mkstemp(path);
    assert(file >= 0 && strcmp(path, "/tmp/racetrap-left-XXXXXX") != 0);
    assert(mkostemps(here, 4, O_APPEND) >= 0 && access(here, F_OK) == 0);
    assert(mkdtemp(folder) == folder && strstr(folder, "XXXXXX") == NULL);
    snprintf(below, sizeof below, "%s/below", folder);
    FILE *stream = fopen(below, "w");
    assert(stream != NULL && fputs("text", stream) >= 0 && fclose(stream) == 0);
    return unused;
}

int main(void)
{
    pthread_t thread;
    char name[L_tmpnam];

    pthread_create(&thread, NULL, leave, NULL);
    FILE *stream = tmpfile();
    assert(stream != NULL && fputs("text", stream) >= 0 && fclose(stream) == 0);
    assert(tmpnam(name) == name);
    int file = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    assert(file >= 0 && write(file, "x", 1) == 1);
    assert(open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0);
    pthread_join(thread, NULL);
    return 0;
}
