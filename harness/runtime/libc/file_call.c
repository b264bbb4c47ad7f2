#include "runtime/libc/file_call.h"
#include "runtime/libc/work_folder.h"

#include <sys/syscall.h>

static const struct {
    long number;
    const char *name;
} CALLS[] = {
    { SYS_open, "open" },           { SYS_openat, "openat" },       { SYS_openat2, "openat2" },
    { SYS_creat, "creat" },         { SYS_unlink, "unlink" },       { SYS_unlinkat, "unlinkat" },
    { SYS_rename, "rename" },       { SYS_renameat, "renameat" },   { SYS_renameat2, "renameat2" },
    { SYS_mkdir, "mkdir" },         { SYS_mkdirat, "mkdirat" },     { SYS_rmdir, "rmdir" },
    { SYS_link, "link" },           { SYS_linkat, "linkat" },       { SYS_symlink, "symlink" },
    { SYS_symlinkat, "symlinkat" }, { SYS_mknod, "mknod" },         { SYS_mknodat, "mknodat" },
    { SYS_truncate, "truncate" },   { SYS_chmod, "chmod" },         { SYS_fchmod, "fchmod" },
    { SYS_fchmodat, "fchmodat" },   { SYS_chown, "chown" },         { SYS_fchown, "fchown" },
    { SYS_fchownat, "fchownat" },   { SYS_lchown, "lchown" },       { SYS_utime, "utime" },
    { SYS_utimes, "utimes" },       { SYS_utimensat, "utimensat" }, { SYS_setxattr, "setxattr" },
    { SYS_fsetxattr, "fsetxattr" }, { SYS_chdir, "chdir" },
};

void file_call_note(long number)
{
    for (unsigned i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        if (CALLS[i].number == number) {
            work_folder_lend("makes a system call by itself:", CALLS[i].name);
        }
    }
}
