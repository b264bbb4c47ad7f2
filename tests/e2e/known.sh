#!/bin/sh
# explore --ignore and --ignore-file: what is known is counted and passed over, and what is nonsense
# is refused. --volatile atomic: a program that was written so.
. "$(dirname "$0")/lib.sh"
python=$(command -v python3) || skip "python3 is missing"
schema=$source/harness/report/explore.schema.json
library=$(dirname "$(dirname "$racetrap")")/lib/racetrap

explore() {
    "$racetrap" explore --build-dir "$build" "$@"
}

cat >log.c <<'C'
#include <pthread.h>
#include <stdlib.h>
static int logged, *late;
static void log_write(void)
{
    logged++;
}
static void *work(void *unused)
{
    log_write();
    *late = 1;
    return unused;
}
int main(void)
{
    pthread_t thread;
    late = malloc(sizeof *late);
    if (late == NULL || pthread_create(&thread, NULL, work, NULL) != 0) {
        return 1;
    }
    log_write();
    free(late);
    pthread_join(thread, NULL);
    return 0;
}
C

# The known race is passed over, the rest is found; and so it is when it is replayed.
expect_status 1 explore log.c
expect_says '^race on `logged`'
expect_status 1 explore log.c --ignore race@log_write --save kept --json found.json
"$python" "$source/tests/schema.py" "$schema" found.json
grep -q '^race on `logged`' out && fail "what is known was told"
expect_says 'free.*late'
expect_says '^ignored: race@log_write [0-9]+ times$'
"$python" - <<'PYTHON'
import json
report = json.load(open("found.json"))
assert [entry["entry"] for entry in report["ignored"]] == ["race@log_write"], report["ignored"]
assert report["ignored"][0]["times"] > 0
assert report["volatile"] == "plain"
PYTHON
cp out first
expect_status 1 "$racetrap" replay kept --build-dir "$build" --json again.json
"$python" "$source/tests/schema.py" "$schema" again.json
[ "$(head -n 1 first)" = "$(head -n 1 out)" ] || fail "the replay shows something else"

# A file, with comments; lines as well as functions; and what matched nothing.
cat >known.txt <<'TXT'
# what we know of it
race@log_write    # only a statistic

use-after-free@log.c:11
*@log.c:22
livelock
TXT
expect_status 0 explore log.c --ignore-file known.txt --ignore thread-leak@main
expect_says '^nothing else found'
expect_says '^exhausted: '
expect_says '^ignored: \*@log.c:22 [0-9]+ times$'
expect_says '^--ignore livelock: matched nothing$'
expect_says '^--ignore thread-leak@main: matched nothing$'
expect_status 0 explore log.c --ignore '*' --jobs 2 --mode fork
expect_says '^ignored: \* [0-9]+ times$'

# All kinds that there are; functions and lines that there are not.
expect_status 2 explore log.c --ignore rase
expect_says '`rase` is no kind of finding; there are crash, .*thread-leak'
expect_status 2 explore log.c --ignore race@log_read
expect_says '--ignore race@log_read: the program has no function `log_read`'
expect_status 2 explore log.c --ignore race@log.c:1
expect_says 'no code at line 1 of log.c'
expect_status 2 explore log.c --ignore race@queue.c:6
expect_says 'the program has no file queue.c'
expect_status 2 explore log.c --ignore-file nowhere.txt
expect_says 'nowhere.txt'
echo 'race@log_read' >wrong.txt
expect_status 2 explore log.c --ignore-file wrong.txt
expect_says 'wrong.txt:1: .*no function `log_read`'

# A case, and a program that lies at a fixed address.
expect_status 0 explore unlocked-counter --ignore race@count --ignore wrong-output --schedules 2000
expect_says '^ignored: race@count [0-9]+ times$'
cc -g -O0 -fsanitize=thread -fno-builtin -fno-pie -c log.c
cc -no-pie log.o -o fixed -L"$library" -lracetrap_explore -Wl,-rpath,"$library" -Wl,-z,now -pthread
expect_status 0 explore ./fixed --ignore '*@log_write' --ignore '*@main' --ignore '*@work'
expect_says '^ignored: \*@log_write [0-9]+ times$'
expect_status 0 "$python" "$source/tests/deny.py" "$racetrap" explore log.c --ignore '*@log_write' \
    --ignore '*@main' --build-dir "$build"
expect_says 'addresses are random on this machine'
expect_says '^ignored: \*@main [0-9]+ times$'

# volatile: told apart by either compiler, kept in the schedule, and said where it cannot be.
cat >flag.c <<'C'
#include <pthread.h>
static volatile int ready;
static int message;
static void *send(void *unused)
{
#ifdef MESSAGE
    message = 1;
#endif
    ready = 1;
    return unused;
}
int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, 0, send, 0) != 0) {
        return 1;
    }
    while (!ready) {
    }
    int found = message;
    pthread_join(thread, 0);
    return found > 1;
}
C
sed 's/^#ifdef.*//; s/^#endif//' flag.c >message.c
for compiler in gcc clang; do
    command -v "$compiler" >/dev/null || continue
    expect_status 1 explore flag.c --compiler "$compiler"
    expect_says '^race on `ready`'
    expect_status 0 explore flag.c --compiler "$compiler" --volatile atomic --json clean.json
    "$python" "$source/tests/schema.py" "$schema" clean.json
    expect_says '^  - a volatile access is a relaxed atomic one'
    expect_status 1 explore message.c --compiler "$compiler" --volatile atomic --save message.schedule
    expect_says '^race on `message`'
    expect_status 1 "$racetrap" replay message.schedule --build-dir "$build"
    expect_says '^race on `message`'
done
expect_status 2 explore flag.c --volatile plain
expect_says '`plain` is not atomic'
cc -g -O0 -fsanitize=thread -fno-builtin -c flag.c
cc flag.o -o flag -L"$library" -lracetrap_explore -Wl,-rpath,"$library" -Wl,-z,now -pthread
expect_status 1 explore ./flag --volatile atomic
expect_says 'no volatile access that can be told from others'
cc -g -O0 -fsanitize=thread -fno-builtin --param=tsan-distinguish-volatile=1 -c flag.c
cc flag.o -o flag -L"$library" -lracetrap_explore -Wl,-rpath,"$library" -Wl,-z,now -pthread
expect_status 0 explore ./flag --volatile atomic
