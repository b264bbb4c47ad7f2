// clean
// printf and scanf find all their arguments, whatever the conversions are.
#define _GNU_SOURCE
#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

static char shared[256];

static int format(char *to, size_t size, const char *text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vsnprintf(to, size, text, arguments);
    va_end(arguments);
    return length;
}

static void test_print(char *to)
{
    int count = 0;
    long long_count = 0;

    assert(sprintf(to, "%d %5ld|%-4hhd|%zu %jd %s", 1, 2L, 3, (size_t)4, (intmax_t)5, "six") == 20);
    assert(strcmp(to, "1     2|3   |4 5 six") == 0);
    assert(snprintf(to, 256, "%f %.2e %Lg %c%% %s", 1.5, 2.5, 3.5L, 'x', "end") > 0);
    assert(strstr(to, "x% end") != NULL);
    assert(format(to, 4, "%*.*s|%s", 6, 2, "abcdef", "more") == 11 && strcmp(to, "   ") == 0);
    assert(format(to, 256, "%ls %p %s", L"wide", (void *)0, "end") > 0);
    assert(strncmp(to, "wide (nil) end", 14) == 0);
    assert(format(to, 256, "abc%n%#x%ln %s", &count, 16, &long_count, "end") > 0);
    assert(count == 3 && long_count == 7 && strcmp(to, "abc0x10 end") == 0);
    assert(format(to, 256, "%2$s %1$d", 5, "x") == 3 && strcmp(to, "x 5") == 0);
}

static void test_scan(char *word)
{
    int a, b;
    long c;
    double d;
    char e, *made;

    assert(sscanf("1 22 333", "%d %i %ld", &a, &b, &c) == 3 && a == 1 && b == 22 && c == 333);
    assert(sscanf("4.5 x word", "%lf %c %63s", &d, &e, word) == 3 && d == 4.5 && e == 'x');
    assert(strcmp(word, "word") == 0);
    assert(sscanf("skip ]-a1", "%*s %63[]a-]%n%d", word, &a, &b) == 2 && a == 8 && b == 1);
    assert(strcmp(word, "]-a") == 0);
    assert(sscanf("made", "%ms", &made) == 1 && strcmp(made, "made") == 0);
}

static void *test(void *at)
{
    test_print(at);
    test_scan(at);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    char own[256];

    pthread_create(&thread, NULL, test, shared);
    test(own);
    pthread_join(thread, NULL);
    return 0;
}
