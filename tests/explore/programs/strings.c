// clean
// The string functions do what the standards say, at their edges too.
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char shared[64];

static void test_memory(char *at)
{
    const char zeros[4] = { 0 };

    memset(at, 'x', 8);
    assert(memcpy(at, "abcdef", 7) == at && memcmp(at, "abcdef", 7) == 0);
    assert(memmove(at + 2, at, 4) == at + 2 && memcmp(at, "ababcd", 7) == 0);
    assert(memmove(at, at + 2, 5) == at && strcmp(at, "abcd") == 0);
    assert(memcmp("a\200", "a\001", 2) > 0 && memcmp("ab", "ac", 1) == 0 && memcmp("", "", 0) == 0);
    assert(memchr("abc", 'b', 3) != NULL && memchr("abc", 'b', 1) == NULL);
    assert(memrchr(at, 'd', 4) == at + 3 && memmem(at, 4, "cd", 2) == at + 2);
    assert(mempcpy(at, "x", 1) == at + 1);
    bzero(at, 4);
    assert(memcmp(at, zeros, 4) == 0);
    bcopy("q", at, 1);
    assert(at[0] == 'q' && at[1] == 0);
}

static void test_copies(char *at)
{
    assert(strcpy(at, "text") == at && strcmp(at, "text") == 0);
    assert(stpcpy(at, "ab") == at + 2 && strlen(at) == 2 && strnlen(at, 1) == 1);
    memset(at, 'x', 8);
    assert(strncpy(at, "ab", 4) == at && at[2] == 0 && at[3] == 0 && at[4] == 'x');
    assert(strncpy(at, "abcdef", 3) == at && at[2] == 'c' && at[3] == 0);
    assert(stpncpy(at, "ab", 4) == at + 2);
    assert(strcat(at, "cd") == at && strcmp(at, "abcd") == 0);
    assert(strncat(at, "efgh", 2) == at && strcmp(at, "abcdef") == 0);
    char *copy = strdup(at), *part = strndup(at, 3);
    assert(strcmp(copy, "abcdef") == 0 && strcmp(part, "abc") == 0);
    free(copy);
    free(part);
}

static void test_comparisons(void)
{
    assert(strcmp("a", "b") < 0 && strcmp("b", "a") > 0 && strcmp("", "") == 0);
    assert(strcmp("a\200", "a\001") > 0 && strcmp("ab", "a") > 0);
    assert(strncmp("abc", "abd", 2) == 0 && strncmp("abc", "abd", 3) < 0 &&
           strncmp("", "x", 0) == 0);
    assert(strcasecmp("ABC", "abc") == 0 && strncasecmp("ABx", "aby", 2) == 0);
    assert(strcoll("a", "b") < 0);
}

static void test_searches(char *at)
{
    strcpy(at, "a,b,c");
    assert(strchr(at, ',') == at + 1 && strrchr(at, ',') == at + 3 && strchr(at, 0) == at + 5);
    assert(strchr(at, 'z') == NULL && strrchr(at, 'z') == NULL && strchrnul(at, 'z') == at + 5);
    assert(index(at, 'b') == at + 2 && rindex(at, 'b') == at + 2);
    assert(strstr(at, "b,") == at + 2 && strstr(at, "") == at && strstr(at, "x") == NULL);
    assert(strspn(at, "a,") == 2 && strcspn(at, "c") == 4 && strpbrk(at, "bc") == at + 2);
    char *rest = at;
    assert(strcmp(strsep(&rest, ","), "a") == 0 && strcmp(strsep(&rest, ","), "b") == 0);
    assert(strcmp(strsep(&rest, ","), "c") == 0 && strsep(&rest, ",") == NULL);
}

static void *test(void *at)
{
    test_memory(at);
    test_copies(at);
    test_comparisons();
    test_searches(at);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    char own[64];

    pthread_create(&thread, NULL, test, shared);
    test(own);
    pthread_join(thread, NULL);
    return 0;
}
