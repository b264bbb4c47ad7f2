#!/bin/sh
# explore and replay: what they find, what they say, what they refuse.
. "$(dirname "$0")/lib.sh"
python=$(command -v python3) || skip "python3 is missing"
schema=$source/harness/report/explore.schema.json

# A deadlock, its report and its schedule.
expect_status 1 "$racetrap" explore deadlock --build-dir "$build" --save it.schedule --json it.json
expect_says '^deadlock: '
expect_says 'thread 1 waits for `current_lock`, which thread 2 holds'
expect_says '^ +step +thread 0: main +\| +thread 1: spend +\| +thread 2: save'
expect_says '^replay: racetrap replay it.schedule'
"$python" "$source/tests/schema.py" "$schema" it.json
for _ in 1 2 3; do
    expect_status 1 "$racetrap" replay it.schedule --build-dir "$build" --json again.json
    expect_says '^deadlock: '
    "$python" "$source/tests/schema.py" "$schema" again.json
    "$python" - <<'PYTHON'
import json
first, again = (json.load(open(f))["findings"][0] for f in ("it.json", "again.json"))
for part in "kind", "sides", "steps", "schedule":
    assert first[part] == again[part], part
PYTHON
done

# Under gdb it stops at each switch. (Where a container forbids tracing, gdb runs nothing at all.)
if command -v gdb >/dev/null && gdb -batch -ex run /bin/true 2>&1 | grep -q 'exited normally'; then
    printf 'continue\nkill\nquit\n' |
        timeout 300 "$racetrap" replay it.schedule --gdb --build-dir "$build" >out 2>&1 || true
    expect_says '^thread 1 goes on here'
    expect_says '^thread 2 goes on here'
    expect_says 'must\(pthread_mutex_lock\(&current_lock\)\);'
fi

# The fix has no other schedules. Without --save a schedule is kept beside the programs.
expect_status 0 "$racetrap" explore deadlock --variant fixed --build-dir "$build"
expect_says '^nothing found'
expect_says '^exhausted: [0-9]+ schedules are all there are'
expect_status 1 "$racetrap" explore unlocked-queue --build-dir "$build"
expect_says '^race on `'
kept=$(sed -n 's/^replay: racetrap replay //p' out)
expect_status 1 "$racetrap" replay "$kept" --build-dir "$build"

# Which status is wrong is remembered.
expect_status 1 "$racetrap" explore "$source/tests/explore/programs/exit-first-wrong.c" --build-dir "$build" --save status
expect_says '^wrong-exit: the program ends with status 1, and not with 0'
expect_status 1 "$racetrap" replay status --build-dir "$build"
expect_says '^wrong-exit: the program ends with status 1, and not with 0'

# A source file with arguments, and the same program once built by hand.
cat >one.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <string.h>
static int words;
static void *count(void *text)
{
    if (strcmp(text, "two words") == 0) {
        words++;
    }
    return NULL;
}
int main(int argc, char **argv)
{
    pthread_t thread;
    if (argc < 2 || pthread_create(&thread, NULL, count, argv[1]) != 0) {
        return 3;
    }
    int seen = words;
    pthread_join(thread, NULL);
    printf("%d\n", seen);
    return 0;
}
C
expect_status 1 "$racetrap" explore one.c --build-dir "$build" --save one.schedule -- 'two words'
expect_says '^race on `words`'
expect_status 0 "$racetrap" explore one.c --build-dir "$build" -- other
expect_status 0 "$racetrap" explore one.c --build-dir "$build"
expect_says 'it ends with exit status 3 in each of them'
expect_status 1 "$racetrap" explore one.c --build-dir "$build" --expect-exit 0
expect_says '^wrong-exit: the program ends with status 3, and not with 0'
expect_status 1 env -C / "$racetrap" replay "$work/one.schedule" --build-dir "$build"
expect_says '^race on `words`'
library=$(dirname "$(dirname "$racetrap")")/lib/racetrap
cc -g -O0 -fsanitize=thread -c one.c
cc one.o -o one -L"$library" -lracetrap_explore -Wl,-rpath,"$library" -Wl,-z,now -pthread
expect_status 1 "$racetrap" explore ./one --build-dir "$build" -- 'two words'
expect_says '^race on `words`'

# Stale, damaged, and what is no schedule.
sed 's/^kind .*/kind race/' it.schedule >damaged.schedule
expect_status 2 "$racetrap" replay damaged.schedule --build-dir "$build"
expect_says 'damaged.schedule:[0-9]+: found the checksum .* damaged or edited'
sed -i 's/words++/words--/' one.c
expect_status 2 "$racetrap" replay one.schedule --build-dir "$build"
expect_says 'another build of .*: its build id was [0-9a-f]+, and is [0-9a-f]+'
expect_status 2 "$racetrap" replay one.c
expect_says 'one.c:1: found .* expected `racetrap-schedule 1`'

# What cannot be explored is told how it can.
expect_status 2 "$racetrap" explore /bin/true --build-dir "$build"
expect_says 'not instrumented by -fsanitize=thread.*-lracetrap_explore'
expect_status 2 "$racetrap" explore
expect_says 'one case, source file or program is expected'
expect_status 2 "$racetrap" explore deadlock --weak
expect_says 'not explored yet'
expect_status 2 "$racetrap" explore deadlock --mode fast
expect_status 2 "$racetrap" explore deadlock --shard 4/4 --build-dir "$build"
expect_status 2 "$racetrap" explore no-such-case

# Ctrl-C: what was found until then is reported.
"$python" - <<'PYTHON'
import json, os, signal, subprocess, time

run = subprocess.Popen(
    [os.environ["racetrap"], "explore", "unlocked-counter", "--variant", "fixed", "--schedules",
     "100000000", "--jobs", "1", "--build-dir", os.environ["build"], "--json", "cut.json"],
    stdout=open("out", "w"), stderr=subprocess.STDOUT,
    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(5)
assert run.poll() is None, open("out").read()
run.send_signal(signal.SIGINT)
status = run.wait(timeout=60)
assert status == 130, (status, open("out").read())
assert json.load(open("cut.json"))["search"] == "interrupted"
PYTHON
expect_says '^interrupted: '
