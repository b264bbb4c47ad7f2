#include "runtime/engine/call.h"

#include <dlfcn.h>

extern struct call __start_racetrap_calls[], __stop_racetrap_calls[];

void *call_find(struct call *call)
{
    call->function = base_next(call->name);
    return call->function;
}

void call_find_all(void)
{
    for (struct call *call = __start_racetrap_calls; call < __stop_racetrap_calls; call++) {
        call->function = dlsym(RTLD_NEXT, call->name);
    }
}
