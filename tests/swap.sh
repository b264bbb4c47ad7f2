#!/bin/sh
# The tester is tested: a case with its programs swapped must make the run fail.
# usage: swap.sh RACETRAP CASE-FOLDER buggy-as-fixed|fixed-as-buggy BUILD-FOLDER
#
# buggy-as-fixed: fixed.c is the buggy program (without its markers).
# fixed-as-buggy: buggy.c is the fixed program, marked as the buggy one was.
set -eu
racetrap=$1 folder=$2 swap=$3 build=$4
work=$build/swaps/$swap
pair=$work/$(basename "$folder")
out=$pair.out
mkdir -p "$work"
rm -rf "$pair"
cp -r "$folder" "$pair"

case $swap in
buggy-as-fixed)
    sed 's|[[:blank:]]*// want [a-z|-]*\(:.*\)\{0,1\}$||' "$folder/buggy.c" >"$pair/fixed.c"
    ;;
fixed-as-buggy)
    # Each marker goes to the same line of code in the fixed program; one whose line is gone
    # there goes to the last line of main, where nothing will be found.
    awk '
        NR == FNR {
            if (match($0, /[ \t]*\/\/ want [a-z|-]+/)) {
                code = substr($0, 1, RSTART - 1)
                marks[code] = substr($0, RSTART)
                last = substr($0, RSTART)
            }
            next
        }
        $0 in marks { print $0 marks[$0]; used = 1; next }
        { lines[FNR] = $0; print }
    ' "$folder/buggy.c" "$folder/fixed.c" >"$pair/buggy.c"
    if grep -q '// want' "$folder/buggy.c" && ! grep -q '// want' "$pair/buggy.c"; then
        marker=$(grep -o '// want [a-z|-]*' "$folder/buggy.c" | head -n 1)
        sed "s|^    return EXIT_SUCCESS;\$|& $marker|" "$pair/buggy.c" >"$pair/marked.c"
        mv "$pair/marked.c" "$pair/buggy.c"
    fi
    ;;
*)
    echo "swap.sh: \`$swap\` is neither buggy-as-fixed nor fixed-as-buggy" >&2
    exit 2
    ;;
esac

# A fixed program never hits, so two chances show it as well as ten.
variant=$([ "$swap" = buggy-as-fixed ] && echo fixed || echo buggy)
# A pair that is about hanging hangs for the whole time-out under each detector; a short one will do.
timeout=$(grep -Eq '^outcome *=.*hang' "$folder/case.ini" && echo 10 || echo 180)
status=0
"$racetrap" run "$pair" --variant "$variant" --jobs 1 --runs 2 --timeout "$timeout" --build-dir "$build" >"$out" 2>&1 || status=$?
cat "$out"
if [ "$status" -ne 1 ]; then
    echo "swap.sh: expected exit status 1 (an expectation not met) from the swapped pair, got $status" >&2
    exit 1
fi
expected=$([ "$swap" = buggy-as-fixed ] && echo 'WRONG\|NOISY' || echo 'MISSED')
if ! grep -q "^\($expected\)  " "$out"; then
    echo "swap.sh: the run failed, but not with $expected" >&2
    exit 1
fi
