// clean
// The kernel writes to memory that was not written before: it must not fail with EFAULT.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

static char early = 1; /* these lie on pages of their own */
static char block[3 * 4096], stream_buffer[4096], more[2 * 4096];
static struct stat status;
static struct utsname name;
static char pad[8192], folder[4096];

static void *run(void *argument)
{
    int file = open("/proc/self/exe", O_RDONLY);

    assert(file >= 0);
    assert(read(file, block + 100, 2 * 4096) == 2 * 4096 && block[101] == 'E');
    assert(pread(file, more, 5000, 0) == 5000 && more[1] == 'E');
    assert(fstat(file, &status) == 0 && status.st_size > 5000);
    assert(close(file) == 0);
    assert(stat("/", &status) == 0 && S_ISDIR(status.st_mode));
    assert(uname(&name) == 0 && name.sysname[0] == 'L');
    assert(getcwd(folder, sizeof folder) == folder && folder[0] == '/');
    errno = 0;
    file = open("/proc/self/exe", O_RDONLY);
    void *volatile nowhere = (void *)16;
    assert(read(file, nowhere, 8) == -1 && errno == EFAULT);
    close(file);
    FILE *stream = fopen("/proc/self/exe", "r");
    setvbuf(stream, stream_buffer, _IOFBF, sizeof stream_buffer);
    assert(getc(stream) == 0x7f && getc(stream) == 'E');
    fclose(stream);
    assert(early == 1 && pad[0] == 0);
    return argument;
}

int main(void)
{
    pthread_t thread;

    assert(block[101] == 0 && more[1] == 0 && status.st_size == 0 && folder[0] == 0);
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    return 0;
}
