#include "runtime/engine/stack_sharing.h"
#include "runtime/engine/thread.h"

/* What this process knows. Shared with those that it forks for one schedule each: they learn for
 * it. */
static struct {
    struct stack_sharing is;
    bool is_altered; /* since it was copied */
} * sharing;
static const struct stack_sharing *used; /* what it was copied from */

void stack_sharing_renew(void)
{
    if (LIKELY(!sharing->is_altered)) {
        return;
    }
    sharing->is_altered = false;
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        sharing->is.low[i] = used->low[i];
        sharing->is.high[i] = used->high[i];
    }
}

void stack_sharing_separate(void)
{
    sharing = base_map_shared(sizeof *sharing);
    sharing->is_altered = true;
    stack_sharing_renew();
}

void stack_sharing_use(const struct stack_sharing *known)
{
    used = known;
    stack_sharing_separate();
}

bool stack_sharing_has_news(void)
{
    return sharing->is_altered;
}

bool stack_sharing_learn(struct stack_sharing *known)
{
    bool news = false;

    for (unsigned i = 0; i < THREADS_MAX; i++) {
        news |= sharing->is.low[i] != known->low[i] || sharing->is.high[i] != known->high[i];
        known->low[i] = sharing->is.low[i];
        known->high[i] = sharing->is.high[i];
    }
    sharing->is_altered = true; /* what was known is something else now */
    return news;
}

static void sharing_note(unsigned owner, uintptr_t offset, size_t size)
{
    if (offset >= sharing->is.low[owner] && offset + size <= sharing->is.high[owner]) {
        return;
    }
    sharing->is_altered = true;
    if (sharing->is.high[owner] == 0) {
        sharing->is.low[owner] = offset;
    }
    if (offset < sharing->is.low[owner]) {
        sharing->is.low[owner] = offset;
    }
    if (offset + size > sharing->is.high[owner]) {
        sharing->is.high[owner] = offset + size;
    }
}

/* An access to a stack: to one's own it counts only where others have been. */
bool stack_is_shared(uintptr_t address, size_t size)
{
    unsigned owner = (unsigned)((address - FIBER_STACKS) / FIBER_STRIDE);
    uintptr_t offset = address - fiber_stack(owner);

    if (owner != thread_current->id) {
        sharing_note(owner, offset, size);
        return true;
    }
    return offset >= sharing->is.low[owner] && offset < sharing->is.high[owner];
}

size_t stack_shared_part(unsigned owner, uintptr_t *address)
{
    *address = fiber_stack(owner) + sharing->is.low[owner];
    return sharing->is.high[owner] - sharing->is.low[owner];
}
