// refused
#include <unistd.h>

int main(void)
{
    static const char block[4096] = { 'x' };

    while (write(STDOUT_FILENO, block, sizeof block) > 0) {
    }
    while (write(STDOUT_FILENO, block, sizeof block) <= 0) {
    }
    return 0;
}
