#!/usr/bin/env bash
# Runs each fuzz target, or those named, beginning with the seeds: for so many
# seconds with new inputs, or on so many inputs that are the same every time, so
# that a change is judged by what it changed. Guided by coverage, with the pinned
# compiler and without cargo-fuzz.
#
#   fuzz/run.sh SECONDS [TARGET...]
#   fuzz/run.sh inputs=COUNT [TARGET...]
#   FUZZ_SERVER=1 fuzz/run.sh SECONDS    # with the server: minutes more to build
set -euo pipefail
cd "$(dirname "$0")"

usage='usage: fuzz/run.sh SECONDS|inputs=COUNT [TARGET...]'
case ${1:?$usage} in
    inputs=*) limit=("-runs=${1#inputs=}" -seed=1) ;;
    *) limit=("-max_total_time=$1") ;;
esac
shift
if [ $# -gt 0 ]; then
    targets=("$@")
else
    targets=()
    for source in fuzz_targets/*.rs; do targets+=("$(basename "$source" .rs)"); done
fi
features=()
if [ -n "${FUZZ_SERVER:-}" ]; then
    features=(--features server)
else
    kept=()
    for target in "${targets[@]}"; do
        if [ "$target" = configuration ]; then
            echo "fuzz configuration: NOT run, it needs FUZZ_SERVER=1"
        else
            kept+=("$target")
        fi
    done
    targets=("${kept[@]}")
fi

# The dependencies in the versions that are released.
cp ../Cargo.lock Cargo.lock
# `--target` keeps the flags from build scripts and macros.
host=$(rustc -vV | sed -n 's/^host: //p')
flags=(
    --cfg fuzzing
    -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=3
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
    -Ccodegen-units=16
)
export RUSTFLAGS="${flags[*]}"
echo "==> building ${#targets[@]} fuzz targets"
build=(cargo build --release --target "$host" --quiet "${features[@]}")
for target in "${targets[@]}"; do build+=(--bin "$target"); done
"${build[@]}"

# One target: what it finds is kept in corpus/, what breaks it in artifacts/.
fuzz() {
    local target=$1
    # The target writes here what it finds. Earlier finds would change inputs that
    # are to be the same.
    local corpus=corpus/$target
    if [[ ${limit[0]} = -runs=* ]]; then
        corpus=artifacts/$target.corpus
        rm -rf "$corpus"
    fi
    mkdir -p "$corpus" "artifacts/$target"
    local options=(
        "${limit[@]}" -timeout=10 -rss_limit_mb=2048 -max_len=4096
        -print_final_stats=1 -verbosity=0 "-artifact_prefix=artifacts/$target/"
    )
    if [ -f "dictionaries/$target.dict" ]; then
        options+=("-dict=dictionaries/$target.dict")
    fi
    "target/$host/release/$target" "${options[@]}" "$corpus" "seeds/$target" \
        >"artifacts/$target.log" 2>&1
}

failed=0
# As many at a time as there are processors.
slots=$(getconf _NPROCESSORS_ONLN)
for ((first = 0; first < ${#targets[@]}; first += slots)); do
    group=("${targets[@]:first:slots}")
    pids=()
    for target in "${group[@]}"; do
        fuzz "$target" &
        pids+=($!)
    done
    for index in "${!group[@]}"; do
        target=${group[index]}
        if wait "${pids[index]}"; then
            runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "artifacts/$target.log")
            echo "fuzz $target: $runs inputs, nothing found"
        else
            failed=1
            echo "fuzz $target: FAILED; its input is in fuzz/artifacts/$target/"
            tail -n 40 "artifacts/$target.log"
        fi
    done
done
exit "$failed"
