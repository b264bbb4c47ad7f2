#!/bin/sh
# Blanks, quotes and letters that are not ASCII in every path, under every detector.
. "$(dirname "$0")/lib.sh"

odd="a folder/it's süß – ü 100%"
mkdir -p "$odd"
cp -r "$source/harness/template" "$odd/an-answer"
expect_status 0 "$racetrap" run "$odd/an-answer" --build-dir "$odd/build it" --json "$odd/results.json"
cat out
expect_says '1 of 1 bugs caught, 1 of 1 fixes clean'
# The command that is printed for repeating a trial survives a shell.
sed -i 's/answer = 42/answer = 41/' "$odd/an-answer/fixed.c"
expect_status 1 "$racetrap" run "$odd/an-answer" --detector native --build-dir "$odd/build it"
repeat=$(sed -n 's/^  repeat: racetrap //p' out | head -n 1)
expect_status 1 sh -c "\"\$racetrap\" $repeat"
expect_says '^WRONG  an-answer, fixed, native'
