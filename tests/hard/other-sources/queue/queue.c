#include "queue.h"

#include <math.h>

static double queue[SIZE];
static int count;

void queue_put(double value)
{
    queue[count] = sqrt(value); // want race
    count++;                    // want race
}

int queue_count(void)
{
    return count;
}
