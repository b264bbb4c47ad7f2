/*
 * Prints without end, to stderr.
 */
#include <stdio.h>

int main(void)
{
    for (;;) {
        fputs("and again and again and again\n", stderr);
    }
}
