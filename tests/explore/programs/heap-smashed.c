/* It writes over the end of a block, and over what the heap keeps before the next one.
 * finds invalid-free */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *first = malloc(16), *second = malloc(16);
    volatile size_t size = 64;

    memset(first, 0x7f, size);
    free(second);
    free(first);
    return 0;
}
