#include "case/finding.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAMES[KIND_COUNT] = {
    [KIND_RACE] = "race",
    [KIND_LOCK_ORDER] = "lock-order",
    [KIND_DEADLOCK] = "deadlock",
    [KIND_LOST_WAKEUP] = "lost-wakeup",
    [KIND_LIVELOCK] = "livelock",
    [KIND_ONLY_BY_TIME_OUT] = "only-by-time-out",
    [KIND_UNLOCK_NOT_HELD] = "unlock-not-held",
    [KIND_UNLOCK_FOREIGN] = "unlock-foreign",
    [KIND_RELOCK] = "relock",
    [KIND_DESTROY_LOCKED] = "destroy-locked",
    [KIND_USE_INVALID_LOCK] = "use-invalid-lock",
    [KIND_REINIT] = "reinit",
    [KIND_LOCK_LEAK] = "lock-leak",
    [KIND_LOCK_HELD_LONG] = "lock-held-long",
    [KIND_LOCK_WRONG_CONTEXT] = "lock-wrong-context",
    [KIND_RWLOCK_MISUSE] = "rwlock-misuse",
    [KIND_COND_MISUSE] = "cond-misuse",
    [KIND_SEM_MISUSE] = "sem-misuse",
    [KIND_BARRIER_MISUSE] = "barrier-misuse",
    [KIND_THREAD_MISUSE] = "thread-misuse",
    [KIND_THREAD_LEAK] = "thread-leak",
    [KIND_API_ERROR] = "api-error",
    [KIND_USE_AFTER_FREE] = "use-after-free",
    [KIND_DOUBLE_FREE] = "double-free",
    [KIND_INVALID_FREE] = "invalid-free",
    [KIND_SIGNAL_UNSAFE] = "signal-unsafe",
    [KIND_ERRNO_SPOILED] = "errno-spoiled",
    [KIND_ANNOTATION] = "annotation",
    [KIND_WRONG_OUTPUT] = "wrong-output",
    [KIND_WRONG_EXIT] = "wrong-exit",
    [KIND_CRASH] = "crash",
    [KIND_HANG] = "hang",
};

const char *kind_name(enum finding_kind kind)
{
    return NAMES[kind];
}

static const char *const MEANINGS[KIND_COUNT] = {
    [KIND_RACE] = "two threads access this memory, one of them writes, and nothing orders them",
    [KIND_LOCK_ORDER] =
        "locks are taken in opposite orders, so two threads can wait for each other",
    [KIND_DEADLOCK] = "threads wait for each other, or for what nobody is left to do",
    [KIND_LOST_WAKEUP] = "a thread waits for a signal that was sent before it waited",
    [KIND_ONLY_BY_TIME_OUT] =
        "a wait ends only because its time is over: nobody could have ended it",
    [KIND_LIVELOCK] = "threads look again and again at what nobody is going to change",
    [KIND_UNLOCK_NOT_HELD] = "a lock is released that nobody holds",
    [KIND_UNLOCK_FOREIGN] = "a lock is released that another thread holds",
    [KIND_RELOCK] = "a lock is taken again by the thread that holds it",
    [KIND_DESTROY_LOCKED] = "a lock is destroyed while it is held",
    [KIND_USE_INVALID_LOCK] = "what is used as a lock is none, or none any more",
    [KIND_REINIT] = "something is initialised that is in use already",
    [KIND_LOCK_LEAK] = "a thread ends, or memory is freed, with a lock still held",
    [KIND_LOCK_HELD_LONG] = "a lock is held for too long",
    [KIND_LOCK_WRONG_CONTEXT] = "a lock is held where none may be",
    [KIND_RWLOCK_MISUSE] = "a reader-writer lock is used against its rules",
    [KIND_COND_MISUSE] = "a condition variable is used against its rules",
    [KIND_SEM_MISUSE] = "a semaphore is used against its rules",
    [KIND_BARRIER_MISUSE] = "a barrier is used against its rules",
    [KIND_THREAD_MISUSE] = "a thread is joined, detached or cancelled that cannot be",
    [KIND_THREAD_LEAK] = "a thread is neither joined nor detached",
    [KIND_API_ERROR] = "a pthread function fails, and the program goes on",
    [KIND_USE_AFTER_FREE] = "memory is used after it was freed",
    [KIND_DOUBLE_FREE] = "memory is freed that was freed before",
    [KIND_INVALID_FREE] = "something is freed that is no block of the heap",
    [KIND_SIGNAL_UNSAFE] = "a signal handler calls what it must not call",
    [KIND_ERRNO_SPOILED] = "a signal handler changes errno under the interrupted code",
    [KIND_ANNOTATION] = "an annotation is used that the tool does not know",
    [KIND_WRONG_OUTPUT] = "the program prints something else than the fixed one",
    [KIND_WRONG_EXIT] = "the program exits with an error",
    [KIND_CRASH] = "the program is killed by a signal",
    [KIND_HANG] = "the program does not end",
};

const char *kind_meaning(enum finding_kind kind)
{
    return MEANINGS[kind];
}

bool kind_is_outcome(enum finding_kind kind)
{
    return kind >= KIND_WRONG_OUTPUT;
}

int kind_find(const char *name, size_t length, enum finding_kind *kind)
{
    for (unsigned k = 0; k < KIND_COUNT; k++) {
        if (strlen(NAMES[k]) == length && memcmp(NAMES[k], name, length) == 0) {
            *kind = (enum finding_kind)k;
            return 0;
        }
    }
    return -1;
}

int kind_set_parse(const char *text, size_t length, kind_set *kinds, const char **bad,
                   size_t *bad_length)
{
    const char *end = text + length;

    *kinds = 0;
    for (const char *part = text;; part++) {
        const char *bar = memchr(part, '|', (size_t)(end - part));
        size_t size = (size_t)((bar == NULL ? end : bar) - part);
        enum finding_kind kind;
        if (kind_find(part, size, &kind) != 0) {
            *bad = part;
            *bad_length = size;
            return -1;
        }
        *kinds |= kind_bit(kind);
        if (bar == NULL) {
            return 0;
        }
        part = bar;
    }
}

char *kind_set_format(kind_set kinds)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    if (stream == NULL) {
        abort();
    }
    for (unsigned k = 0; k < KIND_COUNT; k++) {
        if (kinds & kind_bit((enum finding_kind)k)) {
            fprintf(stream, "%s%s", ftell(stream) > 0 ? "|" : "", NAMES[k]);
        }
    }
    fclose(stream);
    return text;
}

struct finding *findings_add(struct findings *findings, enum finding_kind kind, const char *excerpt)
{
    findings->items = alloc_resized(findings->items, findings->count + 1, sizeof *findings->items);
    struct finding *finding = &findings->items[findings->count++];
    *finding = (struct finding){ .kind = kind, .excerpt = alloc_copy(excerpt) };
    return finding;
}

void finding_add_place(struct finding *finding, const char *file, const char *function,
                       unsigned line)
{
    finding->places =
        alloc_resized(finding->places, finding->place_count + 1, sizeof *finding->places);
    finding->places[finding->place_count++] =
        (struct place){ .file = alloc_copy(file), .function = alloc_copy(function), .line = line };
}

static void finding_free(struct finding *finding)
{
    for (size_t p = 0; p < finding->place_count; p++) {
        free(finding->places[p].file);
        free(finding->places[p].function);
    }
    free(finding->places);
    free(finding->excerpt);
}

void findings_drop_last(struct findings *findings)
{
    finding_free(&findings->items[--findings->count]);
}

void findings_free(struct findings *findings)
{
    for (size_t f = 0; f < findings->count; f++) {
        finding_free(&findings->items[f]);
    }
    free(findings->items);
    free(findings->extent);
    free(findings->incomplete);
    free(findings->aside);
    *findings = (struct findings){ 0 };
}
