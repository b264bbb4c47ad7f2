#include "runtime/libc/begin.h"
#include "runtime/libc/child_wait.h"
#include "runtime/libc/deputy.h"
#include "runtime/libc/entropy.h"
#include "runtime/libc/family.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/mapping.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/scheduling.h"
#include "runtime/libc/signal.h"
#include "runtime/libc/stream.h"
#include "runtime/libc/token.h"
#include "runtime/posix/fork_handler.h"

void libc_begin(void)
{
    family_begin();
    deputy_begin();
    child_wait_begin();
    identity_begin();
    scheduling_begin();
    mapping_begin();
    fork_handlers_begin();
    token_begin();
    entropy_begin();
    signal_begin();
    signal_mask_begin();
    signal_stack_begin();
    signal_take_begin();
    outside_begin();
    open_file_begin();
    stream_begin();
}
