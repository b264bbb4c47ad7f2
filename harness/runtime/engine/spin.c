#include "runtime/engine/spin.h"

enum {
    SPINS = 3,          /* so often may a thread look again, before others have to run first */
    IDLE_STEPS = 10000, /* of threads that all look again: it is a livelock */
    READS_MAX = 1024,   /* in one round of a loop */
};

uint64_t spin_threads;

static uint64_t changes;  /* how many operations have changed something so far */
static uint64_t releases; /* of locks */
static uint64_t idle_changes, idle_steps;

void spin_begin(void)
{
    spin_threads = 0;
    changes = releases = idle_changes = idle_steps = 0;
}

void spin_note_change(void)
{
    changes++;
    spin_threads = 0;
}

void spin_note_release(struct thread *thread)
{
    releases++;
    thread->releases++;
    spin_threads &= (uint64_t)1 << thread->id;
}

/* How often something has changed, as the thread can tell. */
static inline uint64_t changes_for(const struct thread *thread)
{
    return changes + releases - thread->releases;
}

/*
 * Does this thread go round in a loop that only looks? It remembers one place
 * in its way, and a later one after twice as many reads (Brent 1980); when it
 * is there again, and nobody has changed anything in between, it has gone
 * round. After a few rounds the others have to run first.
 */
void spin_check(struct thread *thread, uintptr_t address, uintptr_t pc)
{
    if (thread->spin_pc == pc && thread->spin_address == address) {
        uint64_t now = changes_for(thread);
        thread->spin_count = thread->spin_changes == now ? thread->spin_count + 1 : 0;
        thread->spin_changes = now;
        thread->spin_reads = 0;
        if (thread->spin_count >= SPINS) {
            spin_threads |= (uint64_t)1 << thread->id;
        }
        return;
    }
    if (++thread->spin_reads >= thread->spin_limit) {
        thread->spin_limit = thread->spin_limit < READS_MAX ? thread->spin_limit * 2 : 1;
        thread->spin_pc = pc;
        thread->spin_address = address;
        thread->spin_changes = changes_for(thread);
        thread->spin_count = 0;
        thread->spin_reads = 0;
    }
}

bool spin_is_livelock(void)
{
    if (idle_changes != changes) {
        idle_changes = changes;
        idle_steps = 0;
    }
    return ++idle_steps > IDLE_STEPS;
}
