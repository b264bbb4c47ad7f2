/*
 * stdio's streams. Each has a lock of its own, which every function takes
 * (POSIX.1-2017, 2.5.1, and flockfile): so what is printed before happens
 * before what is printed after. libc's own lock is never held by a thread that
 * does not run: nobody waits for it.
 */
#ifndef RACETRAP_RUNTIME_LIBC_STREAM_H
#define RACETRAP_RUNTIME_LIBC_STREAM_H

#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/object.h"

#include <stdio.h>

/* It is the current thread's turn on the stream, until stream_leave: a scheduling point, which
 * waits while another thread holds the stream. `kind` is OP_INPUT or OP_OUTPUT. */
struct object *stream_enter(FILE *stream, enum operation_kind kind, uintptr_t pc);
void stream_leave(struct object *object);

/* The same for the functions with _unlocked, which order nothing. */
void stream_enter_unlocked(FILE *stream, enum operation_kind kind, uintptr_t pc);

/* Begins a schedule. */
void stream_begin(void);

/* The current thread is about to print so much: before stream_enter. */
void stream_expect(size_t size);

/* What the stream holds back goes on to its file now: between stream_enter and stream_leave. */
void stream_flush(FILE *stream, uintptr_t pc);

/* Before something is read: waits until there is something, where another thread may write it. */
void stream_wait(FILE *stream, uintptr_t pc);

/* The stream was closed: a later use is an error. */
void stream_close(struct object *object, uintptr_t pc);

/* A function that is called when `before` was done, and when it is its turn on the stream. */
// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define STREAM_CALL(type, name, parameters, arguments, stream, kind, before)                       \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        if (!call_is_seen(pc)) {                                                                   \
            return LIBC(name) arguments;                                                           \
        }                                                                                          \
        before;                                                                                    \
        struct object *object = stream_enter(stream, kind, pc);                                    \
        type result = LIBC(name) arguments;                                                        \
        stream_leave(object);                                                                      \
        return result;                                                                             \
    }

/* The same for one that neither prints nor reads, but does what `word` says. */
#define STREAM_CALL_WORD(type, name, parameters, arguments, stream, kind, word)                    \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        if (!call_is_seen(CALLER)) {                                                               \
            return LIBC(name) arguments;                                                           \
        }                                                                                          \
        struct object *object = stream_enter(stream, kind, CALLER);                                \
        record_word(word);                                                                         \
        type result = LIBC(name) arguments;                                                        \
        stream_leave(object);                                                                      \
        return result;                                                                             \
    }

/* The same for one with _unlocked. */
#define STREAM_CALL_UNLOCKED(type, name, parameters, arguments, stream, kind, before)              \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        if (call_is_seen(pc)) {                                                                    \
            before;                                                                                \
            stream_enter_unlocked(stream, kind, pc);                                               \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

#endif
