# shellcheck shell=sh
# What the end-to-end tests share. Each is called as: TEST.sh RACETRAP BUILD-FOLDER SOURCE-FOLDER
# in a new working folder of its own, and ends with 0, with 1 and a complaint, or with 77: skipped.
set -eu
racetrap=$1 build=$2 source=$3
export racetrap build source
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

skip() {
    echo "skipped: $*" >&2
    exit 77
}

# expect_status N COMMAND ...: runs it into the file `out` and compares its exit status.
expect_status() {
    expected=$1
    shift
    status=0
    "$@" >out 2>&1 || status=$?
    [ "$status" -eq "$expected" ] || {
        cat out
        fail "expected exit status $expected, got $status: $*"
    }
}

# expect_says REGEX: the last command printed a line like that.
expect_says() {
    grep -Eq -- "$1" out || {
        cat out
        fail "expected a line like: $1"
    }
}
