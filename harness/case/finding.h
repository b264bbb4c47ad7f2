/*
 * What a detector reported, as plain data: a kind out of one closed list, the
 * places in the case's sources, and an excerpt of the report. No I/O.
 *
 * Ownership: struct findings owns everything in it; findings_free releases all.
 */
#ifndef RACETRAP_FINDING_H
#define RACETRAP_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum finding_kind {
    /* what a report can say; found at a place in the source */
    KIND_RACE,
    KIND_LOCK_ORDER,
    KIND_DEADLOCK,
    KIND_LOST_WAKEUP,
    KIND_LIVELOCK,
    KIND_ONLY_BY_TIME_OUT,
    KIND_UNLOCK_NOT_HELD,
    KIND_UNLOCK_FOREIGN,
    KIND_RELOCK,
    KIND_DESTROY_LOCKED,
    KIND_USE_INVALID_LOCK,
    KIND_REINIT,
    KIND_LOCK_LEAK,
    KIND_LOCK_HELD_LONG,
    KIND_LOCK_WRONG_CONTEXT,
    KIND_RWLOCK_MISUSE,
    KIND_COND_MISUSE,
    KIND_SEM_MISUSE,
    KIND_BARRIER_MISUSE,
    KIND_THREAD_MISUSE,
    KIND_THREAD_LEAK,
    KIND_API_ERROR,
    KIND_USE_AFTER_FREE,
    KIND_DOUBLE_FREE,
    KIND_INVALID_FREE,
    KIND_SIGNAL_UNSAFE,
    KIND_ERRNO_SPOILED,
    KIND_ANNOTATION,
    /* outcomes: what a run as a whole can do; they have no place */
    KIND_WRONG_OUTPUT,
    KIND_WRONG_EXIT,
    KIND_CRASH,
    KIND_HANG,
    KIND_COUNT
};

typedef uint64_t kind_set; /* one bit a kind */

const char *kind_name(enum finding_kind kind);
const char *kind_meaning(enum finding_kind kind); /* one sentence for people */
bool kind_is_outcome(enum finding_kind kind);

/* Finds the kind of this name (not NUL-terminated). Returns 0, or -1 where there is none. */
int kind_find(const char *name, size_t length, enum finding_kind *kind);

/* Reads "race|use-after-free". Returns 0, or -1 with *bad on the part that is no kind. */
int kind_set_parse(const char *text, size_t length, kind_set *kinds, const char **bad,
                   size_t *bad_length);

/* "race|use-after-free"; the caller frees it. */
char *kind_set_format(kind_set kinds);

static inline kind_set kind_bit(enum finding_kind kind)
{
    return (kind_set)1 << kind;
}

struct place {
    char *file; /* relative to the case's folder */
    char *function;
    unsigned line;
};

struct finding {
    enum finding_kind kind;
    struct place *places;
    size_t place_count;
    char *excerpt;
};

struct findings {
    struct finding *items;
    size_t count;
    char *extent;     /* how much was looked at, in words; NULL: one run */
    char *incomplete; /* what was not seen, where nothing was found; NULL: all of it was */
    char *aside; /* what was said of others than the program, and is not judged; NULL: nothing */
};

/* The returned finding stays valid until the next findings_add. `excerpt` is copied. */
struct finding *findings_add(struct findings *findings, enum finding_kind kind,
                             const char *excerpt);
void finding_add_place(struct finding *finding, const char *file, const char *function,
                       unsigned line);
void findings_drop_last(struct findings *findings);
void findings_free(struct findings *findings);

#endif
