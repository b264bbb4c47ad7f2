# shellcheck shell=sh
# Sourced by ci/test and ci/run-cases at the top of the tree: what both do before the point.

BUILD=${BUILD:-build} # another build folder, for a checkout that two systems share

# step NAME COMMAND...: one line that ends with the duration. All the command printed, where it fails.
# On stderr: stdout is for results.
step() {
    step_name=$1
    shift
    step_begin=$(date +%s)
    printf '%-10s' "$step_name" >&2
    if step_output=$("$@" 2>&1); then
        printf '%4d s\n' $(($(date +%s) - step_begin)) >&2
        return 0
    else
        step_status=$?
    fi
    printf 'failed\n%s\n' "$step_output" >&2
    printf '%s: %s failed with status %d, see above; the command was: %s\n' \
        "$0" "$step_name" "$step_status" "$*" >&2
    exit 2
}

# prepare TARGET: the configuration is the same for every target, so that one build folder serves all.
prepare() {
    step setup ci/setup
    # A folder that is configured already keeps its generator.
    if [ -f "$BUILD/CMakeCache.txt" ]; then
        step configure cmake -S . -B "$BUILD" -DRACETRAP_TESTS=ON
    else
        step configure cmake -S . -B "$BUILD" -DRACETRAP_TESTS=ON -G Ninja
    fi
    step build cmake --build "$BUILD" --parallel "$(nproc)" --target "$1"
}
