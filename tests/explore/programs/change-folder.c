// forks
#include <unistd.h>

int main(void)
{
    return chdir("/") == 0 ? 0 : 1;
}
