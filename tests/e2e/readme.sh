#!/bin/sh
# The interleaving that README shows is the one that is printed.
. "$(dirname "$0")/lib.sh"

COLUMNS=100
export COLUMNS
expect_status 1 "$racetrap" explore lock-order --build-dir "$build"
sed '/^           [0-9]/,$d' out >printed
awk '/^<!-- explore: / { wanted = 1; next } wanted && /^```/ { if (inside) exit; inside = 1; next } inside' \
    "$source/README.md" >shown
# The empty line before what is left out.
sed '${/^$/d}' printed >measured
cmp -s measured shown || {
    diff shown measured || :
    fail "README.md shows another interleaving; renew it"
}
