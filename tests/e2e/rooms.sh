#!/bin/bash
# The include rule refuses every include that ci/rooms does not name, in each room; and a table with a circle.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cp -R "$source/ci" ci
mapfile -t rooms < <(grep -v '^#' ci/rooms | awk 'NF { print $1 }')
[ "${#rooms[@]}" -ge 16 ] || fail "ci/rooms has ${#rooms[@]} rooms"

# A header of the room, as it is written in an include.
header_of() {
    (cd "$source/harness" && find "$1" -maxdepth 1 -name '*.h' | LC_ALL=C sort | head -n 1)
}

is_allowed() {
    awk -v room="$1" -v other="$2" '$1 == room { for (i = 2; i <= NF; i++) found += $i == other }
        END { exit !found }' ci/rooms
}

for room in "${rooms[@]}"; do
    mkdir -p "harness/$room"
    refused=0
    for other in "${rooms[@]}"; do
        header=$(header_of "$other")
        [ -n "$header" ] || fail "$other has no header"
        printf '#include "%s"\n' "$header" >"harness/$room/try.c"
        if [ "$room" = "$other" ] || is_allowed "$room" "$other"; then
            ci/includes "harness/$room/try.c" >said || fail "$room may include $header: $(cat said)"
        elif ci/includes "harness/$room/try.c" >said; then
            fail "$room/ includes $header, and nobody says anything"
        else
            grep -q "harness/$room/try.c:1: $room/ may not include $header" said ||
                fail "the wrong words: $(cat said)"
            refused=$((refused + 1))
        fi
    done
    [ "$refused" -gt 0 ] || fail "$room may include everything"
done

mkdir -p harness/attic
echo >harness/attic/try.c
ci/includes harness/attic/try.c >said && fail 'a folder without a line in ci/rooms passes'
grep -q 'no line in ci/rooms' said || fail "the wrong words: $(cat said)"

sed -i 's/^base$/base cli/' ci/rooms
echo >harness/base/try.c
ci/includes harness/base/try.c >said && fail 'a table with a circle passes'
grep -q 'has a circle' said || fail "the wrong words: $(cat said)"

# A call that no include declares: the engine calls what the room of libc's functions defines.
objects=objects/CMakeFiles/racetrap_explore.dir/harness/runtime
mkdir -p "$objects/engine" "$objects/libc" harness/runtime/engine harness/runtime/libc
echo 'int twice(int n); int twice(int n) { return 2 * n; }' >harness/runtime/libc/below.c
echo 'int twice(int n); int four(void); int four(void) { return twice(2); }' >harness/runtime/engine/above.c
cc -c harness/runtime/libc/below.c -o "$objects/libc/below.c.o"
cc -c harness/runtime/engine/above.c -o "$objects/engine/above.c.o"
ci/calls objects >said && fail 'a hidden call upward passes'
grep -q 'harness/runtime/engine/above.c: calls twice' said || fail "the wrong words: $(cat said)"
mv "$objects/engine/above.c.o" "$objects/libc/above.c.o"
mv harness/runtime/engine/above.c harness/runtime/libc/above.c
ci/calls objects || fail 'a call within a room is refused'
