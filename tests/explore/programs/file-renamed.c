// forks
// A file is written beside its place and renamed over it: who reads finds the old or the new text.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void put(const char *path, const char *text)
{
    FILE *stream = fopen(path, "w");

    assert(stream != NULL && fputs(text, stream) >= 0 && fclose(stream) == 0);
}

static void *replace(void *unused)
{
    put("racetrap-renamed.new", "new");
    assert(rename("racetrap-renamed.new", "racetrap-renamed") == 0);
    return unused;
}

static void *look(void *unused)
{
    char text[8] = "";
    FILE *stream = fopen("racetrap-renamed", "r");

    assert(stream != NULL && fgets(text, sizeof text, stream) != NULL && fclose(stream) == 0);
    assert(strcmp(text, "old") == 0 || strcmp(text, "new") == 0);
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    assert(access("racetrap-renamed", F_OK) != 0);
    put("racetrap-renamed", "old");
    pthread_create(&threads[0], NULL, replace, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(unlink("racetrap-renamed") == 0 && access("racetrap-renamed", F_OK) != 0);
    put("racetrap-renamed", "again");
    return 0;
}
