// finds crash
#include <stdint.h>

int main(void)
{
    volatile uintptr_t nowhere = 0x12345678;

    *(int *)nowhere = 1;
    return 0;
}
