#include "runtime/engine/assumption.h"

bool *assumption_made;

void assumptions_prepare(void)
{
    assumption_made = base_map_shared(ASSUMPTION_COUNT * sizeof *assumption_made);
}
