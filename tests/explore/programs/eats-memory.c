// refused
#include <stdlib.h>

int main(void)
{
    for (;;) {
        char *block = malloc(1 << 16);
        if (block == NULL) {
            return 0; /* the limit is the explorer's, and no behaviour of the program */
        }
        block[0] = 1;
    }
}
