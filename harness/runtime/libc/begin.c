#include "runtime/libc/begin.h"
#include "runtime/libc/entropy.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/signal.h"
#include "runtime/libc/token.h"

void libc_begin(void)
{
    token_begin();
    entropy_begin();
    signal_begin();
    signal_mask_begin();
    outside_begin();
    open_file_begin();
}
