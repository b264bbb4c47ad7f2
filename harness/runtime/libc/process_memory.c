/*
 * process_vm_readv, process_vm_writev: Linux's manual page. Of a process's own
 * memory it is a copy like any other.
 */
#include "runtime/libc/process_memory.h"
#include "runtime/engine/call.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/process_group.h"
#include "runtime/libc/range.h"

#include <unistd.h>

static void parts_note(const struct iovec *parts, unsigned long count, bool writes, uintptr_t pc)
{
    for (unsigned long i = 0; i < count; i++) {
        if (writes) {
            range_touch(parts[i].iov_base, parts[i].iov_len);
            range_write(parts[i].iov_base, parts[i].iov_len, pc);
        } else {
            range_read(parts[i].iov_base, parts[i].iov_len, pc);
        }
    }
}

ssize_t process_memory_copy(const struct process_memory_copy *copy, uintptr_t pc)
{
    pid_t process = process_group_process(copy->number, copy->writes ? "memory" : NULL);

    if (process < 0) {
        return -1;
    }
    if (process != getpid()) {
        outside_use(pc, "copies memory of another process");
        schedule_note_unseen("the program copies memory of another process, and whose turn it was "
                             "to write there is not seen");
    } else {
        parts_note(copy->there, copy->there_count, copy->writes, pc);
    }
    parts_note(copy->here, copy->here_count, !copy->writes, pc);
    return (copy->writes ? LIBC(process_vm_writev) : LIBC(process_vm_readv))(
        process, copy->here, copy->here_count, copy->there, copy->there_count, copy->flags);
}

EXPORT ssize_t process_vm_readv(pid_t process, const struct iovec *here, unsigned long here_count,
                                const struct iovec *there, unsigned long there_count,
                                unsigned long flags)
{
    const struct process_memory_copy copy = { process,    false,       here, there,
                                              here_count, there_count, flags };

    return call_is_seen(CALLER)
               ? process_memory_copy(&copy, CALLER)
               : LIBC(process_vm_readv)(process, here, here_count, there, there_count, flags);
}

EXPORT ssize_t process_vm_writev(pid_t process, const struct iovec *here, unsigned long here_count,
                                 const struct iovec *there, unsigned long there_count,
                                 unsigned long flags)
{
    const struct process_memory_copy copy = { process,    true,        here, there,
                                              here_count, there_count, flags };

    return call_is_seen(CALLER)
               ? process_memory_copy(&copy, CALLER)
               : LIBC(process_vm_writev)(process, here, here_count, there, there_count, flags);
}
