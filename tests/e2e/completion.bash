# Called by help.sh: loads the completion and asks it as bash would.
set -eu
# shellcheck source=/dev/null
source "$1"

complete_words() {
    COMP_WORDS=("$@")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _racetrap
    printf '%s\n' "${COMPREPLY[@]}"
}

complete_words racetrap "" | grep -qx doctor
complete_words racetrap run --fix | grep -qx -- --fixed-runs
complete_words racetrap run unlocked-c | grep -qx unlocked-counter
complete_words racetrap run --detector hel | grep -qx helgrind
complete_words racetrap run --detector exp | grep -qx explore
complete_words racetrap run --variant b | grep -qx buggy
complete_words racetrap explore --mode f | grep -qx fork
complete_words racetrap explore --volatile a | grep -qx atomic
complete_words racetrap explore dead | grep -qx deadlock
complete_words racetrap show dead | grep -qx deadlock
for command in list run show explore replay new doctor; do
    complete_words racetrap "$command" -- | sort >completed
    racetrap "$command" --help | grep -Eo '^  --[a-z-]+' | tr -d ' ' | sort >helped
    cmp completed helped
done
