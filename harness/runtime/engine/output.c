#include "runtime/engine/output.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *captured;
static const char *expected;
static size_t expected_size;
static const struct output_usual *usual;
static bool written;

/* What is too much is refused by the kernel: the program sees a failing write. */
static int memory_file(const char *name)
{
    int file = (int)BASE_KERNEL(SYS_memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING, 0);

    if (file < 0 || BASE_KERNEL(SYS_ftruncate, file, OUTPUT_MAX, 0) != 0 ||
        BASE_KERNEL(SYS_fcntl, file, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) != 0) {
        base_die("cannot make a file in memory for the program's output");
    }
    return file;
}

void output_capture(void)
{
    int file = memory_file("stdout");
    int nowhere = (int)BASE_KERNEL(SYS_open, "/dev/null", O_RDWR | O_CLOEXEC, 0);

    captured = (const char *)base_kernel(SYS_mmap, 0, OUTPUT_MAX, PROT_READ, MAP_SHARED,
                                         (uintptr_t)file, 0);
    if ((intptr_t)captured < 0 || nowhere < 0 ||
        BASE_KERNEL(SYS_dup2, file, STDOUT_FILENO, 0) < 0 ||
        BASE_KERNEL(SYS_dup2, nowhere, STDERR_FILENO, 0) < 0) {
        base_die("cannot redirect the program's output");
    }
    BASE_KERNEL(SYS_close, file, 0, 0);
    BASE_KERNEL(SYS_close, nowhere, 0, 0);
}

void output_errors_keep(void)
{
    int file = memory_file("stderr");

    if (BASE_KERNEL(SYS_dup2, file, STDERR_FILENO, 0) < 0) {
        base_die("cannot redirect the program's standard error");
    }
    BASE_KERNEL(SYS_close, file, 0, 0);
}

size_t output_errors(char *text, size_t max)
{
    long size = BASE_KERNEL(SYS_lseek, STDERR_FILENO, 0, SEEK_CUR);
    size_t wanted = size < 0 ? 0 : (size_t)size < max ? (size_t)size : max;

    long got = base_kernel(SYS_pread64, STDERR_FILENO, (uintptr_t)text, wanted, 0, 0, 0);

    return got == (long)wanted ? wanted : 0;
}

void output_expect(const char *text, size_t size)
{
    expected = text;
    expected_size = size;
}

size_t output_size(void)
{
    long size = BASE_KERNEL(SYS_lseek, STDOUT_FILENO, 0, SEEK_CUR);

    return size < 0 ? 0 : (size_t)size;
}

const char *output_text(void)
{
    return captured;
}

bool output_is_full(void)
{
    return output_size() >= OUTPUT_MAX;
}

bool output_is_judged(void)
{
    return expected != NULL;
}

bool output_is_begun_right(void)
{
    size_t size = expected == NULL ? 0 : output_size();

    if (size > expected_size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (captured[i] != expected[i]) {
            return false;
        }
    }
    return true;
}

/* Threads print in any order: lines are summed up. */
static uint64_t lines_sum(void)
{
    uint64_t sum = 0, line = 0;
    size_t size = output_size();

    for (size_t i = 0; i < size; i++) {
        line = (line + (unsigned char)captured[i] + 1) * 0x9e3779b97f4a7c15u;
        line ^= line >> 29;
        if (captured[i] == '\n' || i + 1 == size) {
            sum += line;
            line = 0;
        }
    }
    return sum;
}

void output_usual_keep(struct output_usual *to)
{
    size_t size = output_size();

    to->lines = lines_sum();
    to->size = size < OUTPUT_USUAL_MAX ? size : OUTPUT_USUAL_MAX;
    base_copy(to->text, captured, to->size);
    to->is_known = true;
}

void output_usual_expect(const struct output_usual *known)
{
    usual = known;
}

bool output_is_expected(void)
{
    if (usual != NULL) {
        return lines_sum() == usual->lines;
    }
    return expected == NULL || (output_size() == expected_size && output_is_begun_right());
}

void output_note(void)
{
    written = true;
}

/* The stream has a buffer where it was used. */
void output_forget(void)
{
    if (written || stdout->_IO_buf_base != NULL) {
        BASE_KERNEL(SYS_lseek, STDOUT_FILENO, 0, SEEK_SET);
        written = false;
    }
}
