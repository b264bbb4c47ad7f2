/*
 * Prints what is neither text nor UTF-8.
 */
#include <stdio.h>

int main(void)
{
    for (int byte = 0; byte < 256; byte++) {
        putchar(byte);
    }
    return 0;
}
