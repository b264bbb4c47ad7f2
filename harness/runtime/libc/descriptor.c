/*
 * open, read, write and close, and what else is done with file descriptors:
 * POSIX.1-2017. The names with 64 are what -D_FILE_OFFSET_BITS=64 makes of
 * them: on a 64-bit system the same functions.
 */
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/libc/file_lock.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/overflow.h"
#include "runtime/libc/range.h"
#include "runtime/libc/transfer.h"
#include "runtime/posix/cancel.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

int __open_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);

static int open_file(int folder, const char *path, int flags, mode_t mode, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(openat)(folder, path, flags, mode);
    }
    cancel_point(pc);
    range_read_string(path, pc);
    bool undone = open_file_open_begin(folder, &path, flags, pc);
    int descriptor = LIBC(openat)(folder, path, flags, mode);
    if (undone) {
        open_file_note_open(descriptor);
    }
    return descriptor;
}

/* The mode is there only where a file may be created. */
static mode_t mode_take(int flags, va_list arguments)
{
    return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

EXPORT int open(const char *path, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    mode_t mode = mode_take(flags, arguments);
    va_end(arguments);
    return open_file(AT_FDCWD, path, flags, mode, CALLER);
}

EXPORT int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    mode_t mode = mode_take(flags, arguments);
    va_end(arguments);
    return open_file(folder, path, flags, mode, CALLER);
}

EXPORT int creat(const char *path, mode_t mode)
{
    return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode, CALLER);
}

EXPORT int __open_2(const char *path, int flags)
{
    return open_file(AT_FDCWD, path, flags, 0, CALLER);
}

EXPORT int __openat_2(int folder, const char *path, int flags)
{
    return open_file(folder, path, flags, 0, CALLER);
}

static ssize_t read_done(ssize_t size, void *to, bool seen, uintptr_t pc)
{
    if (seen && size > 0) {
        range_wrote(to, (size_t)size, pc);
    }
    return size;
}

/* Something is about to be read to there. */
static bool read_begin(int descriptor, void *to, size_t size, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return false;
    }
    cancel_point(pc);
    open_file_read_begin(descriptor, pc);
    range_touch(to, size);
    return true;
}

static ssize_t read_some(int descriptor, void *to, size_t size, uintptr_t pc)
{
    bool seen = read_begin(descriptor, to, size, pc);

    return read_done(LIBC(read)(descriptor, to, size), to, seen, pc);
}

static ssize_t read_at(int descriptor, void *to, size_t size, off_t offset, uintptr_t pc)
{
    bool seen = read_begin(descriptor, to, size, pc);

    return read_done(LIBC(pread)(descriptor, to, size, offset), to, seen, pc);
}

EXPORT ssize_t read(int descriptor, void *to, size_t size)
{
    return read_some(descriptor, to, size, CALLER);
}

EXPORT ssize_t pread(int descriptor, void *to, size_t size, off_t offset)
{
    return read_at(descriptor, to, size, offset, CALLER);
}

EXPORT ssize_t __read_chk(int descriptor, void *to, size_t size, size_t room)
{
    overflow_check(size, room, CALLER);
    return read_some(descriptor, to, size, CALLER);
}

EXPORT ssize_t __pread_chk(int descriptor, void *to, size_t size, off_t offset, size_t room)
{
    overflow_check(size, room, CALLER);
    return read_at(descriptor, to, size, offset, CALLER);
}

EXPORT ssize_t readv(int descriptor, const struct iovec *parts, int count)
{
    uintptr_t pc = CALLER;
    bool seen = read_begin(descriptor, NULL, 0, pc);

    for (int i = 0; seen && i < count; i++) {
        range_touch(parts[i].iov_base, parts[i].iov_len);
    }
    ssize_t size = LIBC(readv)(descriptor, parts, count);
    size_t left = seen && size > 0 ? (size_t)size : 0;
    for (int i = 0; left > 0 && i < count; i++) {
        size_t part = parts[i].iov_len < left ? parts[i].iov_len : left;
        range_wrote(parts[i].iov_base, part, pc);
        left -= part;
    }
    return size;
}

static bool write_begin(int descriptor, const void *from, size_t size, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return false;
    }
    cancel_point(pc);
    range_read(from, size, pc);
    open_file_write_begin(descriptor, pc);
    return true;
}

/* Whether it may be more than there is room for: to a file, there always is. */
static bool needs_pieces(int descriptor, size_t size)
{
    return size > TRANSFER_PIECE && descriptor > STDERR_FILENO && !open_file_is_opened(descriptor);
}

EXPORT ssize_t write(int descriptor, const void *from, size_t size)
{
    bool seen = write_begin(descriptor, from, size, CALLER);

    return seen && needs_pieces(descriptor, size) ? transfer_write(descriptor, from, size, CALLER)
                                                  : LIBC(write)(descriptor, from, size);
}

EXPORT ssize_t pwrite(int descriptor, const void *from, size_t size, off_t offset)
{
    write_begin(descriptor, from, size, CALLER);
    return LIBC(pwrite)(descriptor, from, size, offset);
}

/* One part after the other, as there is room. */
static ssize_t parts_write(int descriptor, const struct iovec *parts, int count, uintptr_t pc)
{
    ssize_t done = 0;

    for (int i = 0; i < count; i++) {
        ssize_t size = transfer_write(descriptor, parts[i].iov_base, parts[i].iov_len, pc);
        done += size > 0 ? size : 0;
        if (size < (ssize_t)parts[i].iov_len) {
            return done > 0 ? done : size;
        }
    }
    return done;
}

EXPORT ssize_t writev(int descriptor, const struct iovec *parts, int count)
{
    uintptr_t pc = CALLER;
    size_t size = 0;

    if (!call_is_seen(pc)) {
        return LIBC(writev)(descriptor, parts, count);
    }
    for (int i = 0; i < count; i++) {
        range_read(parts[i].iov_base, parts[i].iov_len, pc);
        size += parts[i].iov_len;
    }
    write_begin(descriptor, NULL, 0, pc);
    return needs_pieces(descriptor, size) ? parts_write(descriptor, parts, count, pc)
                                          : LIBC(writev)(descriptor, parts, count);
}

EXPORT int close(int descriptor)
{
    uintptr_t pc = CALLER;

    if (call_is_seen(pc)) {
        cancel_point(pc);
        open_file_close_begin(descriptor, pc);
    }
    return LIBC(close)(descriptor);
}

EXPORT int dup(int descriptor)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(dup)(descriptor);
    }
    bool undone = open_file_is_opened(descriptor);
    if (!undone) {
        outside_use(CALLER, "copies file descriptor %d", descriptor);
    }
    int copy = LIBC(dup)(descriptor);
    if (undone) {
        open_file_note_open(copy);
    }
    return copy;
}

EXPORT int dup2(int descriptor, int copy)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "replaces file descriptor %d", copy);
    }
    return LIBC(dup2)(descriptor, copy);
}

EXPORT int dup3(int descriptor, int copy, int flags)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "replaces file descriptor %d", copy);
    }
    return LIBC(dup3)(descriptor, copy, flags);
}

EXPORT off_t lseek(int descriptor, off_t offset, int from)
{
    if (call_is_seen(CALLER)) {
        open_file_read_begin(descriptor, CALLER);
        record_word("seeks in file descriptor %d", descriptor);
    }
    return LIBC(lseek)(descriptor, offset, from);
}

EXPORT int fcntl(int descriptor, int command, ...)
{
    va_list arguments;

    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (call_is_seen(CALLER) && file_lock_is_wait(command)) {
        return file_lock_fcntl(descriptor, command, argument, CALLER);
    }
    if (call_is_seen(CALLER) && command != F_GETFD && command != F_GETFL && command != F_SETFD) {
        outside_use(CALLER, "calls fcntl for file descriptor %d", descriptor);
    }
    return LIBC(fcntl)(descriptor, command, argument);
}

EXPORT int ioctl(int descriptor, unsigned long request, ...)
{
    va_list arguments;

    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (call_is_seen(CALLER) && request != TCGETS && request != TIOCGWINSZ) {
        outside_use(CALLER, "calls ioctl for file descriptor %d", descriptor);
    }
    return LIBC(ioctl)(descriptor, request, argument);
}

EXPORT int open64(const char *path, int flags, ...) __attribute__((alias("open")));
EXPORT int openat64(int folder, const char *path, int flags, ...) __attribute__((alias("openat")));
EXPORT int creat64(const char *path, mode_t mode) __attribute__((alias("creat")));
EXPORT int __open64_2(const char *path, int flags) __attribute__((alias("__open_2")));
EXPORT int __openat64_2(int folder, const char *path, int flags)
    __attribute__((alias("__openat_2")));
EXPORT ssize_t pread64(int descriptor, void *to, size_t size, off_t offset)
    __attribute__((alias("pread")));
EXPORT ssize_t pwrite64(int descriptor, const void *from, size_t size, off_t offset)
    __attribute__((alias("pwrite")));
EXPORT ssize_t __pread64_chk(int descriptor, void *to, size_t size, off_t offset, size_t room)
    __attribute__((alias("__pread_chk")));
EXPORT off_t lseek64(int descriptor, off_t offset, int from) __attribute__((alias("lseek")));
EXPORT int fcntl64(int descriptor, int command, ...) __attribute__((alias("fcntl")));
