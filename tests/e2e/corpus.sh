#!/bin/sh
# The whole corpus under every detector, with the books kept strictly; the JSON fits its schema,
# the JUnit XML is well-formed, and a second run compiles nothing.
. "$(dirname "$0")/lib.sh"
command -v xmllint >/dev/null || skip "xmllint is missing; install the package libxml2-utils"
# Debian's own Python has Debian's packages; another one may come first in PATH.
for python in python3 /usr/bin/python3 ''; do
    [ -n "$python" ] || skip "jsonschema is missing; install the package python3-jsonschema"
    "$python" -c 'import jsonschema' 2>/dev/null && break
done

expect_status 0 "$racetrap" run --strict --build-dir "$build" --json results.json --junit results.xml
cat out
xmllint --noout results.xml
"$python" "$source/tests/schema.py" "$source/harness/report/run.schema.json" results.json
python3 - <<'PYTHON'
import json

results = json.load(open("results.json"))
assert results["trials"], "no trial was run"
for trial in results["trials"]:
    assert trial["verdict"] in ("skipped", "not-run") or trial["runs"] > 0, trial
summary = results["summary"]
if not summary["skipped"]:
    assert summary["bugs_caught"] == summary["fixes_clean"] == summary["cases"], summary
PYTHON
# README shows this very matrix; how often something was seen, and how many schedules a compiler's
# code has, may differ, the verdicts may not.
matrix() {
    sed -n '/^case /,/^$/p' "$1" | sed 's/ [0-9]*\/[0-9]*//g; s/\(exhausted\|sampled\) [0-9]*/\1/g; s/  */ /g; s/ $//'
}
if ! grep -q '^skipped: ' out; then
    matrix out >measured
    matrix "$source/README.md" >shown
    cmp measured shown || {
        diff measured shown
        fail "README.md shows another matrix; renew it"
    }
fi
expect_status 0 "$racetrap" run --build-only --build-dir "$build" --json again.json
python3 -c 'import json; n = json.load(open("again.json"))["summary"]["compiled"]; assert n == 0, f"compiled {n} again"'
