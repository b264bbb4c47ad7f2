#!/bin/sh
# Runs one case and compares with the file `expected` in its folder:
#   status N            the exit status of racetrap run
#   options WORD ...    options for racetrap run
#   says REGEX          a line of its output (extended regular expression)
#   json PATH TEXT      the value at this jq-like path of the JSON holds this text
#   nothing-left NAME   no process whose program has this name is running afterwards
# usage: expect.sh RACETRAP CASE-FOLDER BUILD-FOLDER
set -eu
racetrap=$1 folder=$2 build=$3
out=$build/expect/$(basename "$folder")
mkdir -p "$build/expect"
options=$(sed -n 's/^options //p' "$folder/expected")
failed=0

complain() {
    echo "expect.sh: $folder/expected: $1" >&2
    failed=1
}

json_value() {
    python3 - "$out.json" "$1" <<'PYTHON'
import json, re, sys

value = json.load(open(sys.argv[1], encoding="utf-8"))
for key in re.findall(r"\w+", sys.argv[2]):
    value = value[int(key)] if isinstance(value, list) else value[key]
print(json.dumps(value) if not isinstance(value, str) else value)
PYTHON
}

status=0
# shellcheck disable=SC2086 # the options are words
"$racetrap" run "$folder" --build-dir "$build" --json "$out.json" $options >"$out.out" 2>&1 || status=$?
cat "$out.out"
grep -q 'skipped: ' "$out.out" && exit 77

while read -r word rest; do
    case $word in
    status) [ "$status" -eq "$rest" ] || complain "expected exit status $rest, got $status" ;;
    options) ;;
    says) grep -Eq -- "$rest" "$out.out" || complain "expected a line like: $rest" ;;
    json)
        found=$(json_value "${rest%% *}")
        case $found in
        *"${rest#* }"*) ;;
        *) complain "expected ${rest#* } at ${rest%% *}, found $found" ;;
        esac
        ;;
    nothing-left)
        if grep -lsa "/$rest\\." /proc/[0-9]*/cmdline >"$out.left"; then
            complain "left running: $(cat "$out.left")"
        fi
        ;;
    *) complain "\`$word\` is not understood" ;;
    esac
done <"$folder/expected"
exit "$failed"
