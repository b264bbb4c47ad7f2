// cut
// options --schedules 3
// A program that never ends is cut off in each schedule, and that is told: while it is alone as
// well, where there is no step to be counted.
static int count;

int main(void)
{
    for (;;) {
        count++;
    }
}
