/*
 * One finding a place. The runtime knows program counters only: to it the read
 * and the write of `x++` are two places, and a race whose sides come in the
 * other order is another one. To a reader it is the lines that count.
 */
#ifndef RACETRAP_DEDUPLICATION_H
#define RACETRAP_DEDUPLICATION_H

#include "explore/exploration.h"

/*
 * Findings of the same kind whose sides are at the same lines become one,
 * whatever the order of the sides and the threads: the one that is the easiest
 * to read, in the place of the first. Pure.
 */
void findings_merge(struct exploration *exploration);

#endif
