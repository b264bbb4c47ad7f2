#include "runtime/engine/spin.h"
#include "runtime/engine/candidate.h"
#include "runtime/engine/schedule.h"

enum {
    SPINS = 3,        /* so often may a thread look again, before others have to run first */
    ROUNDS_MAX = 500, /* the same, for one that counts as it looks */
    IDLE_STEPS = 200, /* of threads that all look again: it is a livelock */
    READS_MAX = 1024, /* in one round of a loop */
    STACK_MAX = 64 << 10,
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
 * What the thread has of its own at this place, as a number: the registers that a
 * called function has to keep, which this library leaves alone, and its stack
 * from the frame of the function that looks. That is all: what else it writes
 * counts as a change that others may see.
 */
static uint64_t own_state(const struct thread *thread)
{
    static uint64_t unknown;
    const struct call_stack *calls = thread->calls;
    uintptr_t top = calls->high;
    uintptr_t at = calls->depth > 0 && calls->depth <= FRAMES_MAX
                       ? calls->frames[calls->depth - 1].stack + 2 * sizeof(uintptr_t)
                       : 0;
    uint64_t state = 0;

    if (call_stack_was_left || at < calls->limit || at >= top || top - at > STACK_MAX) {
        return ++unknown;
    }
#ifdef RACETRAP_SEES_REGISTERS
#define MIX(name) __asm__ volatile("xor %%" #name ", %0\n\trol $11, %0" : "+r"(state) : : "cc")
    MIX(rbp);
    MIX(rbx);
    MIX(r12);
    MIX(r13);
    MIX(r14);
    MIX(r15);
#undef MIX
#else
    state = ++unknown;
#endif
    for (const uint64_t *word = (const uint64_t *)at; (uintptr_t)word < top; word++) {
        state = (state ^ *word) * 0x9e3779b97f4a7c15u; // NOLINT(clang-analyzer-core.*): see above
        state ^= state >> 29;
    }
    return state;
}

/* It is where it was, nothing was changed by anybody, and it may have counted. */
static void round_again(struct thread *thread)
{
    uint64_t state;

    /* where it counts, it is looked up now and then whether it still does: that costs time */
    if (thread->spin_rounds > SPINS && thread->spin_rounds % 16 != 0) {
        state = thread->spin_state + 1;
    } else {
        state = own_state(thread);
    }
    if (state == thread->spin_state) {
        if (++thread->spin_count >= SPINS) {
            spin_threads |= candidate_bit(thread->id);
        }
        return;
    }
    thread->spin_state = state;
    thread->spin_count = 0;
    thread->spin_rounds++;
    if (thread->spin_rounds > SPINS) {
        candidates.yielding |= candidate_bit(thread->id); /* or others may never get a turn */
    }
    if (thread->spin_rounds > ROUNDS_MAX) {
        schedule_result->unrolled = true;
        spin_threads |= candidate_bit(thread->id);
    }
}

/*
 * Does this thread go round in a loop that only looks? It remembers one place
 * in its way, and a later one after twice as many reads (Brent 1980); when it
 * is there again, nobody has changed anything in between, and it has nothing else in
 * its own hands than before, then it has gone round for nothing. After a few
 * rounds the others have to run first. One that counts its looks may give up:
 * it goes on, after the others where they are willing, and only after many rounds they have to.
 */
void spin_check(struct thread *thread, uintptr_t address, uintptr_t pc)
{
    if (thread->spin_pc == pc && thread->spin_address == address) {
        uint64_t now = changes_for(thread);
        thread->spin_reads = 0;
        if (thread->spin_changes == now) {
            round_again(thread);
        } else {
            thread->spin_changes = now;
            thread->spin_count = thread->spin_rounds = 0;
        }
        return;
    }
    if (++thread->spin_reads >= thread->spin_limit) {
        thread->spin_limit = thread->spin_limit < READS_MAX ? thread->spin_limit * 2 : 1;
        thread->spin_pc = pc;
        thread->spin_address = address;
        thread->spin_changes = changes_for(thread);
        thread->spin_state = 0;
        thread->spin_count = thread->spin_rounds = 0;
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
