#include "runtime/libc/open_file.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/output.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/work_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DESCRIPTORS_MAX = 1024 };

static char descriptors[DESCRIPTORS_MAX]; /* each stands for itself, as the address of operations */
static bool opened[DESCRIPTORS_MAX];      /* by this schedule, and only to be read */
static int opened_limit;                  /* above the highest of them */
static bool input_was_used;

void open_file_begin(void)
{
    input_was_used = false;
    for (int i = 0; i < opened_limit; i++) {
        if (opened[i]) {
            opened[i] = false;
            BASE_KERNEL(SYS_close, i, 0, 0);
        }
    }
    opened_limit = 0;
}

bool open_file_is_opened(int descriptor)
{
    return descriptor >= 0 && descriptor < opened_limit && opened[descriptor];
}

void open_file_note_open(int descriptor)
{
    if (descriptor < 0) {
        return;
    }
    if (descriptor >= DESCRIPTORS_MAX) {
        schedule_refuse("opens more than %d files", DESCRIPTORS_MAX);
    }
    opened[descriptor] = true;
    if (descriptor >= opened_limit) {
        opened_limit = descriptor + 1;
    }
}

bool open_file_open_begin(int at, const char **path, int flags, uintptr_t pc)
{
    bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
    bool is_new = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
    bool follows_link = !is_new && (flags & O_NOFOLLOW) == 0;

    if (base_same(*path, "/dev/urandom") || base_same(*path, "/dev/random")) {
        schedule_refuse("reads %s: its contents differ from run to run", *path);
    }
    if (!writes || base_same(*path, "/dev/null")) {
        outside_view(pc, "opens %s", *path);
        *path = work_folder_see(at, *path, follows_link);
        return true;
    }
    outside_use(pc, "opens %s for writing", *path);
    *path = (flags & __O_TMPFILE) == __O_TMPFILE
                ? work_folder_make(at, *path, "makes a file in")
                : work_folder_change(at, *path, follows_link, "writes to");
    return false;
}

void *open_file_place(int descriptor)
{
    return &descriptors[descriptor >= 0 && descriptor < DESCRIPTORS_MAX ? descriptor : 0];
}

void open_file_write_begin(int descriptor, uintptr_t pc)
{
    if (descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO) {
        if (descriptor == STDOUT_FILENO) {
            open_file_standard_output();
        }
        schedule_point(OP_OUTPUT, open_file_place(descriptor), 1, pc);
    } else if (open_file_is_opened(descriptor)) {
        schedule_point(OP_OUTPUT, open_file_place(descriptor), 1, pc);
        record_word("writes to file descriptor %d", descriptor);
    } else {
        outside_use(pc, "writes to file descriptor %d", descriptor);
        outside_wait(descriptor, POLLOUT, pc);
    }
}

void open_file_close_begin(int descriptor, uintptr_t pc)
{
    if (open_file_is_opened(descriptor)) {
        schedule_point(OP_DESTROY, open_file_place(descriptor), 1, pc);
        record_word("closes file descriptor %d", descriptor);
        opened[descriptor] = false;
    } else {
        outside_use(pc, "closes file descriptor %d", descriptor);
    }
}

void open_file_standard_output(void)
{
    output_note();
    if (LIKELY(!output_is_full())) {
        return;
    }
    if (output_is_judged()) {
        schedule_finish(SCHEDULE_EXITED, 0); /* it is wrong already, whatever comes */
    }
    schedule_refuse("prints more than %d MiB", OUTPUT_MIB_MAX);
}

void open_file_standard_input(void)
{
    if (input_was_used) {
        return;
    }
    input_was_used = true;
    if (BASE_KERNEL(SYS_lseek, STDIN_FILENO, 0, SEEK_SET) == -ESPIPE) {
        schedule_refuse(
            "reads standard input, which is no file: it cannot be read again and again");
    }
}

void open_file_fork(void)
{
    if (!input_was_used && BASE_KERNEL(SYS_lseek, STDIN_FILENO, 0, SEEK_SET) != -ESPIPE) {
        input_was_used = true;
    }
}

void open_file_read_begin(int descriptor, uintptr_t pc)
{
    if (descriptor == STDIN_FILENO) {
        open_file_standard_input();
        schedule_point(OP_INPUT, open_file_place(descriptor), 1, pc);
        record_word("reads from file descriptor %d", descriptor);
    } else if (open_file_is_opened(descriptor)) {
        outside_take(open_file_place(descriptor), pc);
        record_word("reads from file descriptor %d", descriptor);
    } else {
        outside_use(pc, "reads from file descriptor %d, which it did not open", descriptor);
        outside_wait(descriptor, POLLIN, pc);
    }
}
