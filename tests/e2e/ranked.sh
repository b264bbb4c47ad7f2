#!/bin/sh
# What is told first of many findings, what is told last, and that there were more.
. "$(dirname "$0")/lib.sh"
python=$(command -v python3) || skip "python3 is missing"
schema=$source/harness/report/explore.schema.json

explore() {
    "$racetrap" explore --build-dir "$build" "$@"
}

# 45 lines with a race each, and a crash behind them in some schedules.
{
    printf '#include <pthread.h>\n#include <stdlib.h>\nstatic int a[45];\n'
    printf 'static void *add(void *unused)\n{\n'
    for i in $(seq 0 44); do
        printf '    a[%s]++;\n' "$i"
    done
    printf '    return unused;\n}\nint main(void)\n{\n    pthread_t first, second;\n'
    printf '    if (pthread_create(&first, NULL, add, NULL) != 0 ||\n'
    printf '        pthread_create(&second, NULL, add, NULL) != 0) {\n        return 1;\n    }\n'
    printf '    pthread_join(first, NULL);\n    pthread_join(second, NULL);\n'
    printf '    if (a[44] == 1) {\n        abort();\n    }\n    return 0;\n}\n'
} >many.c
expect_status 1 explore many.c --all --schedules 4000 --json many.json
"$python" "$source/tests/schema.py" "$schema" many.json
head -n 1 out | grep -q '^crash: ' || fail "the crash is not told first: $(head -n 1 out)"
expect_says '^  found in [0-9]+ ways at these lines'
expect_says '^  32 findings were kept, those that matter most; there were more$'
"$python" - <<'PYTHON'
import json
report = json.load(open("many.json"))
findings = report["findings"]
assert report["more"] and report["search"] == "sampled", report["search"]
assert [finding["kind"] for finding in findings] == ["crash"] + ["race"] * (len(findings) - 1)
assert sum(finding["alike"] for finding in findings) == 32
places = [frozenset((side["stack"][0]["file"], side["stack"][0]["line"]) for side in finding["sides"])
          for finding in findings]
assert len(set(places)) == len(places), places
PYTHON

# A leak alone: the search goes on to its end, and that is a finding all the same.
cat >leak.c <<'C'
#include <pthread.h>
static void *nothing(void *unused)
{
    return unused;
}
int main(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) != 0;
}
C
expect_status 1 explore leak.c --json leak.json
expect_says '^thread-leak: '
expect_says '^exhausted: [0-9]+ schedules? (is|are) all'
"$python" "$source/tests/schema.py" "$schema" leak.json
