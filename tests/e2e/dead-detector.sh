#!/bin/sh
# The failure that this project exists to notice: a detector that silently stopped working.
. "$(dirname "$0")/lib.sh"

# Puts a stand-in for a tool in front of the real one; its script is on standard input.
stand_in() {
    rm -rf bin
    mkdir bin
    cat >"bin/$1"
    chmod +x "bin/$1"
}
run_with_stand_in() {
    expect_status "$1" env PATH="$PWD/bin:$PATH" "$racetrap" run unlock-not-held --detector "$2" \
        --variant buggy --build-dir "$PWD/build"
}

# Valgrind that runs the program and reports nothing at all.
stand_in valgrind <<'SCRIPT'
#!/bin/sh
[ "$1" = --version ] && { echo valgrind-3.19.0; exit; }
while [ "${1#--}" != "$1" ]; do shift; done
exec "$@"
SCRIPT
run_with_stand_in 2 helgrind
expect_says '^BROKEN  unlock-not-held, buggy, helgrind'
expect_says 'helgrind wrote no report'

# Valgrind that writes a whole report, with nothing in it.
stand_in valgrind <<'SCRIPT'
#!/bin/sh
[ "$1" = --version ] && { echo valgrind-3.19.0; exit; }
for option in "$@"; do
    case $option in
    --xml-file=*) file=${option#--xml-file=} ;;
    esac
done
printf '<?xml version="1.0"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n' >"$file"
printf '<status>\n<state>FINISHED</state>\n</status>\n</valgrindoutput>\n' >>"$file"
SCRIPT
run_with_stand_in 1 helgrind,drd
expect_says '^MISSED  unlock-not-held, buggy, helgrind'
expect_says '^MISSED  unlock-not-held, buggy, drd'
expect_status 1 env PATH="$PWD/bin:$PATH" "$racetrap" doctor --detector drd --build-dir build
expect_says '^DEAD +drd'

# Valgrind that alarms on everything.
stand_in valgrind <<'SCRIPT'
#!/bin/sh
[ "$1" = --version ] && { echo valgrind-3.19.0; exit; }
echo "valgrind: the 'impossible' happened" >&2
exit 86
SCRIPT
run_with_stand_in 2 drd
expect_says "It also said: valgrind: the 'impossible' happened|it said: valgrind: the 'impossible' happened"

# gcc that drops -fsanitize=thread: the program would be silent for the wrong reason.
stand_in gcc <<'SCRIPT'
#!/bin/bash
for word; do [ "$word" = -fsanitize=thread ] || kept+=("$word"); done
exec /usr/bin/gcc "${kept[@]}"
SCRIPT
run_with_stand_in 2 tsan-gcc
expect_says 'is not instrumented by -fsanitize=thread'

# clang that links the runtime and does not instrument.
stand_in clang <<'SCRIPT'
#!/bin/bash
for last; do :; done
[ "$1" = --version ] && exec /usr/bin/clang --version
for word; do case $word in *.c) source=$word ;; esac; done
/usr/bin/clang -g -O0 -c "$source" -o "$last.o" && /usr/bin/clang -fsanitize=thread "$last.o" -o "$last"
SCRIPT
run_with_stand_in 2 tsan-clang
expect_says 'is not instrumented by -fsanitize=thread'

# ThreadSanitizer that breaks before it starts is an error, and no detection.
stand_in gcc <<'SCRIPT'
#!/bin/bash
[ "$1" = --version ] && exec /usr/bin/gcc --version
for last; do :; done
echo 'void __tsan_init(void); __attribute__((constructor)) static void c(void){ __tsan_init(); }
      int main(void){ extern long write(int, const void *, unsigned long); extern void _exit(int);
      write(2, "FATAL: ThreadSanitizer: unexpected memory mapping 0x1\n", 54); _exit(66); }' >"$last.c"
exec /usr/bin/gcc -g -fsanitize=thread "$last.c" -o "$last"
SCRIPT
run_with_stand_in 2 tsan-gcc
expect_says 'ThreadSanitizer itself failed.*unexpected memory mapping'

# Valgrind that dies of whatever it runs is not excused by a case that says that it dies of this one.
stand_in valgrind <<'SCRIPT'
#!/bin/sh
[ "$1" = --version ] && { echo valgrind-3.19.0; exit; }
for option in "$@"; do
    case $option in
    --xml-file=*) file=${option#--xml-file=} ;;
    esac
done
printf '<?xml version="1.0"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n</valgrindoutput>\n' >"$file"
echo "valgrind: the 'impossible' happened:" >&2
exit 1
SCRIPT
cp -r "$source/harness/template" dies
run_declared() {
    expect_status "$1" env PATH="$PWD/bin:$PATH" "$racetrap" run ./dies --detector drd --build-dir "$PWD/build"
}
run_declared 2
expect_says "did not finish its report.*the 'impossible' happened"
expect_says '^      expect = unable$'
printf '\n[drd]\nexpect = unable\nwhy = it is said to die of this program\n' >>dies/case.ini
run_declared 2
expect_says '^BROKEN  dies, buggy, drd'
expect_says 'does not catch the canary either'
expect_status 1 env PATH="$PWD/bin:$PATH" "$racetrap" doctor --detector drd --build-dir build
expect_says '^DEAD +drd'

# One that dies of nothing but this program is.
cp bin/valgrind dying
stand_in valgrind <<'SCRIPT'
#!/bin/sh
for word; do program=$word; done
case $program in
*/dies.*) exec sh "$(dirname "$0")/../dying" "$@" ;;
esac
PATH=${PATH#*:} exec valgrind "$@"
SCRIPT
run_declared 0
expect_says '^dies +buggy unable$'
expect_says '^ +fixed unable$'
