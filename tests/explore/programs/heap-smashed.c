// finds invalid-free
// It writes over the end of a block, and over what the heap keeps before the next one.
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *first = malloc(16), *second = malloc(16);
    volatile size_t size = 24; /* the size of the next block, and nothing else */

    memset(first, 0x7f, size);
    free(second);
    free(first);
    return 0;
}
