# bash completion for racetrap. Options come from --help, so that they cannot differ from it.
# shellcheck shell=bash

_racetrap_names() {
    racetrap list 2>/dev/null | sed 1d | cut -d ' ' -f 1
}

_racetrap_reply() {
    mapfile -t COMPREPLY < <(compgen "$@")
}

_racetrap() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]-}

    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        _racetrap_reply -W "$(racetrap --help | sed -n 's/^  \([a-z]*\) .*/\1/p') --help --version" -- "$word"
        return
    fi
    case $before in
    --detector) _racetrap_reply -W 'tsan-gcc tsan-clang tsan helgrind drd native explore' -- "$word" ;;
    --strategy)
        _racetrap_reply -W 'no-preemption random pct pos preemption-bounded dpor reads-from' -- "$word"
        ;;
    --mode) _racetrap_reply -W 'restore fork' -- "$word" ;;
    --volatile) _racetrap_reply -W 'atomic' -- "$word" ;;
    --compiler) _racetrap_reply -c -- "$word" ;;
    --variant) _racetrap_reply -W 'buggy fixed' -- "$word" ;;
    --from) _racetrap_reply -W "$(_racetrap_names)" -- "$word" ;;
    --json | --junit | --expect | --save | --ignore-file) _racetrap_reply -f -- "$word" ;;
    --cases | --build-dir) _racetrap_reply -d -- "$word" ;;
    --runs | --fixed-runs | --jobs | --timeout | --schedules | --time | --stall | --expect-exit | --seed | --shard | --ignore | --cflags | --libs) ;;
    *)
        if [[ $word == -* ]]; then
            _racetrap_reply -W "$(racetrap "$command" --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p')" -- "$word"
        elif [[ $command == replay ]]; then
            _racetrap_reply -f -- "$word"
        elif [[ $command == explore ]]; then
            _racetrap_reply -W "$(_racetrap_names)" -f -- "$word"
        elif [[ $command != new ]]; then
            _racetrap_reply -W "$(_racetrap_names)" -d -- "$word"
        fi
        ;;
    esac
}

complete -o filenames -F _racetrap racetrap
