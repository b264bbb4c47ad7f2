/*
 * fopen and fclose, and what else is done with a stream as a whole: C11,
 * 7.21.5 and 7.21.9; POSIX.1-2017, fdopen, popen and opendir.
 */
#include "runtime/libc/child_process.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"
#include "runtime/libc/stream.h"
#include "runtime/libc/work_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static int flags_of(const char *mode)
{
    int flags = O_RDONLY;

    for (const char *letter = mode; *letter != '\0' && *letter != ','; letter++) {
        if (*letter == '+' || *letter == 'w' || *letter == 'a') {
            flags |= O_RDWR;
        } else if (*letter == 'x') {
            flags |= O_CREAT | O_EXCL;
        }
    }
    return flags;
}

EXPORT FILE *fopen(const char *restrict path, const char *restrict mode)
{
    uintptr_t pc = CALLER;

    if (!call_is_seen(pc)) {
        return LIBC(fopen)(path, mode);
    }
    const char *found = path;
    range_read_string(path, pc);
    bool undone = open_file_open_begin(AT_FDCWD, &found, flags_of(mode), pc);
    FILE *stream = LIBC(fopen)(found, mode);
    if (stream != NULL && undone) {
        open_file_note_open(stream->_fileno);
    }
    return stream;
}

EXPORT FILE *freopen(const char *restrict path, const char *restrict mode, FILE *restrict stream)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "opens a stream again, for %s", path == NULL ? "another mode" : path);
        path = path == NULL                 ? NULL
               : flags_of(mode) == O_RDONLY ? work_folder_see(AT_FDCWD, path, true)
                                            : work_folder_change(AT_FDCWD, path, true, "writes to");
    }
    return LIBC(freopen)(path, mode, stream);
}

EXPORT FILE *fopen64(const char *restrict path, const char *restrict mode)
    __attribute__((alias("fopen")));
EXPORT FILE *freopen64(const char *restrict path, const char *restrict mode, FILE *restrict stream)
    __attribute__((alias("freopen")));

EXPORT FILE *tmpfile(void)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "makes a temporary file");
    }
    return LIBC(tmpfile)();
}

EXPORT FILE *tmpfile64(void) __attribute__((alias("tmpfile")));

EXPORT FILE *popen(const char *command, const char *mode)
{
    if (call_is_seen(CALLER)) {
        child_process_note_program("runs", command, CALLER);
    }
    return LIBC(popen)(command, mode);
}

EXPORT int pclose(FILE *stream)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "waits for a command");
    }
    return LIBC(pclose)(stream);
}

EXPORT int fclose(FILE *stream)
{
    uintptr_t pc = CALLER;

    if (!call_is_seen(pc)) {
        return LIBC(fclose)(stream);
    }
    struct object *object = stream_enter(stream, OP_OUTPUT, pc);
    record_word("closes {stream}");
    if (stream->_fileno >= 0) {
        open_file_close_begin(stream->_fileno, pc);
    }
    stream_close(object, pc);
    return LIBC(fclose)(stream);
}

/* The kernel will read right into the buffer that the program gives. */
static void buffer_set(FILE *stream, char *buffer, size_t size, uintptr_t pc)
{
    stream_leave(stream_enter(stream, OP_OUTPUT, pc));
    record_word("sets the buffer of {stream}");
    if (buffer != NULL) {
        range_touch(buffer, size);
    }
}

EXPORT int setvbuf(FILE *restrict stream, char *restrict buffer, int mode, size_t size)
{
    if (call_is_seen(CALLER)) {
        buffer_set(stream, buffer, size, CALLER);
    }
    return LIBC(setvbuf)(stream, buffer, mode, size);
}

EXPORT void setbuf(FILE *restrict stream, char *restrict buffer)
{
    if (call_is_seen(CALLER)) {
        buffer_set(stream, buffer, BUFSIZ, CALLER);
    }
    LIBC(setbuf)(stream, buffer); // NOLINT(bugprone-unsafe-functions,cert-msc24-c,cert-msc33-c)
}

EXPORT void setbuffer(FILE *restrict stream, char *restrict buffer, size_t size)
{
    if (call_is_seen(CALLER)) {
        buffer_set(stream, buffer, size, CALLER);
    }
    LIBC(setbuffer)(stream, buffer, size);
}

EXPORT void setlinebuf(FILE *stream)
{
    if (call_is_seen(CALLER)) {
        buffer_set(stream, NULL, 0, CALLER);
    }
    LIBC(setlinebuf)(stream);
}

STREAM_CALL_WORD(int, fseek, (FILE * stream, long offset, int from), (stream, offset, from), stream,
                 OP_INPUT, "seeks in {stream}")
STREAM_CALL_WORD(int, fseeko, (FILE * stream, off_t offset, int from), (stream, offset, from),
                 stream, OP_INPUT, "seeks in {stream}")
STREAM_CALL_WORD(int, fsetpos, (FILE * stream, const fpos_t *place), (stream, place), stream,
                 OP_INPUT, "seeks in {stream}")
STREAM_CALL_WORD(long, ftell, (FILE * stream), (stream), stream, OP_INPUT,
                 "asks for the place in {stream}")
STREAM_CALL_WORD(off_t, ftello, (FILE * stream), (stream), stream, OP_INPUT,
                 "asks for the place in {stream}")
STREAM_CALL_WORD(int, fgetpos, (FILE *restrict stream, fpos_t *restrict place), (stream, place),
                 stream, OP_INPUT, "asks for the place in {stream}")
STREAM_CALL_WORD(int, feof, (FILE * stream), (stream), stream, OP_OUTPUT,
                 "asks for the end of {stream}")
STREAM_CALL_WORD(int, ferror, (FILE * stream), (stream), stream, OP_OUTPUT,
                 "asks for errors of {stream}")

EXPORT void rewind(FILE *stream)
{
    if (!call_is_seen(CALLER)) {
        LIBC(rewind)(stream); // NOLINT(bugprone-unsafe-functions,cert-msc24-c,cert-msc33-c)
        return;
    }
    struct object *object = stream_enter(stream, OP_INPUT, CALLER);
    record_word("seeks in {stream}");
    LIBC(rewind)(stream); // NOLINT(bugprone-unsafe-functions,cert-msc24-c,cert-msc33-c)
    stream_leave(object);
}

EXPORT DIR *opendir(const char *path)
{
    uintptr_t pc = CALLER;
    bool seen = call_is_seen(pc);

    if (seen) {
        range_read_string(path, pc);
        outside_view(pc, "opens the folder %s", path);
    }
    DIR *folder = LIBC(opendir)(seen ? work_folder_see(AT_FDCWD, path, true) : path);
    if (seen && folder != NULL) {
        open_file_note_open(dirfd(folder));
    }
    return folder;
}

EXPORT int closedir(DIR *folder)
{
    if (call_is_seen(CALLER)) {
        open_file_close_begin(dirfd(folder), CALLER);
    }
    return LIBC(closedir)(folder);
}
