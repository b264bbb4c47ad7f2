#include "explore/libc/begin.h"
#include "explore/libc/entropy.h"
#include "explore/libc/file.h"
#include "explore/libc/outside.h"
#include "explore/libc/signal.h"
#include "explore/libc/token.h"

void libc_begin(void)
{
    token_begin();
    entropy_begin();
    signal_begin();
    signal_mask_begin();
    outside_begin();
    file_begin();
}
