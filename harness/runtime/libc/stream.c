/* flockfile, ftrylockfile, funlockfile: POSIX.1-2017. */
#include "runtime/libc/stream.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/posix/mutex.h"
#include "runtime/tsan/access.h"

#include <poll.h>
#include <unistd.h>

/* glibc's <libio.h>: of FILE's _flags */
enum { FLAG_UNBUFFERED = 2, FLAG_LINES = 0x200, BUFFER_USUAL = 4096 };

static size_t expected[THREADS_MAX]; /* what the thread is about to print, if that is known */
static bool expects;

/* Of a stream that was not seen before, too: to be waited at. */
static struct object *stream_find(FILE *stream)
{
    struct object *object = object_at(stream);

    if (object->kind != OBJECT_DESTROYED && object->kind != OBJECT_STREAM) {
        object->kind = OBJECT_STREAM;
        object->held = 0;
        object->owner = NULL;
        object->depth = 0;
        clock_clear(&object->clock);
    }
    return object;
}

/* After the operation was announced: is it still open? */
static void stream_check(const struct object *object, const char *does, uintptr_t pc)
{
    if (object->kind == OBJECT_DESTROYED) {
        diagnosis_current(VIOLATION_USE_AFTER_FREE, (void *)object->address, pc, does,
                          ", which was closed before");
    }
}

static const char *does_of(enum operation_kind kind)
{
    return kind == OP_INPUT ? "reads from {stream}" : "prints to {stream}";
}

void stream_begin(void)
{
    if (expects) {
        base_fill(expected, 0, sizeof expected);
        expects = false;
    }
}

void stream_expect(size_t size)
{
    expected[thread_current->id] = size;
    expects = true;
}

/* Whether what is printed next may go on to the file right away. A print of unknown length has half
 * of a buffer for it. */
static bool is_nearly_full(const FILE *stream, size_t size)
{
    ptrdiff_t room = stream->_IO_write_ptr == NULL ? stream->_IO_buf_end - stream->_IO_buf_base
                                                   : stream->_IO_buf_end - stream->_IO_write_ptr;
    bool is_full = (stream->_flags & (FLAG_UNBUFFERED | FLAG_LINES)) != 0;

    if (stream->_IO_buf_base == NULL) {
        room = BUFFER_USUAL;
    }
    return is_full || room < BUFFER_USUAL / 2 || (size_t)room <= size;
}

/* What of it is outside of the process is announced by itself. */
static void file_begin(FILE *stream, enum operation_kind kind, uintptr_t pc)
{
    bool holds_some = stream->_IO_write_ptr > stream->_IO_write_base;

    if (kind == OP_INPUT && !holds_some) {
        outside_view(pc, "reads from file descriptor %d", stream->_fileno);
    } else if (!open_file_is_opened(stream->_fileno) &&
               (kind == OP_INPUT || is_nearly_full(stream, expected[thread_current->id]))) {
        outside_use(pc, "writes to file descriptor %d", stream->_fileno);
    }
}

static void begin(FILE *stream, enum operation_kind kind, uintptr_t pc)
{
    if (stream->_fileno > STDERR_FILENO) {
        file_begin(stream, kind, pc);
    } else if (kind == OP_INPUT && stream->_fileno == STDIN_FILENO) {
        open_file_standard_input();
    } else if (kind == OP_OUTPUT && stream->_fileno == STDOUT_FILENO) {
        open_file_standard_output();
    }
    expected[thread_current->id] = 0;
}

void stream_flush(FILE *stream, uintptr_t pc)
{
    if (stream->_fileno > STDERR_FILENO && stream->_IO_write_ptr > stream->_IO_write_base &&
        !open_file_is_opened(stream->_fileno)) {
        outside_use(pc, "writes to file descriptor %d", stream->_fileno);
    }
}

/* That it has the stream's lock itself only the owner can tell. */
struct object *stream_enter(FILE *stream, enum operation_kind kind, uintptr_t pc)
{
    struct object *object = stream_find(stream);

    if (object->owner == thread_current) {
        schedule_point(kind, stream, 1, pc);
        object->depth++;
    } else {
        schedule_wait(kind, stream, NULL, &object->held, 0, pc);
        mutex_take(object, pc);
    }
    stream_check(object, does_of(kind), pc);
    access_wrote(stream, 1, pc);
    begin(stream, kind, pc);
    return object;
}

void stream_leave(struct object *object)
{
    if (--object->depth == 0) {
        mutex_leave(object);
    }
}

/* Without the lock, it is a write to the stream as to any variable. */
void stream_enter_unlocked(FILE *stream, enum operation_kind kind, uintptr_t pc)
{
    schedule_point(kind, stream, 1, pc);
    stream_check(stream_find(stream), does_of(kind), pc);
    access_wrote(stream, 1, pc);
    begin(stream, kind, pc);
}

void stream_wait(FILE *stream, uintptr_t pc)
{
    bool empty = stream->_IO_read_ptr == stream->_IO_read_end;

    if (empty && stream->_fileno > STDERR_FILENO && !open_file_is_opened(stream->_fileno)) {
        outside_wait(stream->_fileno, POLLIN, pc);
    }
}

void stream_close(struct object *object, uintptr_t pc)
{
    stream_leave(object);
    object->kind = OBJECT_DESTROYED;
    object->pc = pc;
}

EXPORT void flockfile(FILE *stream)
{
    uintptr_t pc = CALLER;

    if (!call_is_seen(pc)) {
        LIBC(flockfile)(stream);
        return;
    }
    struct object *object = stream_find(stream);
    if (object->owner == thread_current) {
        object->depth++;
        return;
    }
    schedule_wait(OP_LOCK, stream, NULL, &object->held, 0, pc);
    stream_check(object, "locks {stream}", pc);
    mutex_take(object, pc);
}

EXPORT int ftrylockfile(FILE *stream)
{
    uintptr_t pc = CALLER;

    if (!call_is_seen(pc)) {
        return LIBC(ftrylockfile)(stream);
    }
    struct object *object = stream_find(stream);
    if (object->owner == thread_current) {
        object->depth++;
        return 0;
    }
    schedule_point_read(OP_TRYLOCK, stream, 1, pc);
    stream_check(object, "tries to lock {stream}", pc);
    if (object->held) {
        record_failure();
        return -1;
    }
    mutex_take(object, pc);
    return 0;
}

EXPORT void funlockfile(FILE *stream)
{
    uintptr_t pc = CALLER;

    if (!call_is_seen(pc)) {
        LIBC(funlockfile)(stream);
        return;
    }
    struct object *object = stream_find(stream);
    if (object->owner == thread_current && object->depth > 1) {
        object->depth--;
        return;
    }
    schedule_point(object->owner == thread_current ? OP_UNLOCK : OP_UNLOCK_UNHELD, stream, 1, pc);
    stream_check(object, "unlocks {stream}", pc);
    if (object->owner == thread_current) {
        mutex_leave(object);
        return;
    }
    diagnosis_current(object->owner == NULL ? VIOLATION_UNLOCK_NOT_HELD : VIOLATION_UNLOCK_FOREIGN,
                      stream, pc, "unlocks {stream}", ", which it does not hold");
}
