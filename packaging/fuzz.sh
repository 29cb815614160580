#!/usr/bin/env bash
# Builds the fuzzers and runs each for a while under the address and undefined-behaviour sanitizers, beginning with the
# corpus that is kept in tests/fuzz/corpus; then sees to it that a planted fault is found.
#   packaging/fuzz.sh [--seconds N] [--keep] [x12|edifact ...]
# --seconds: for each fuzzer, 30 unless given (1800 for the long form); a fifth of them with payloads of up to 128 KiB,
# where counters of 16 bits end, the others with small ones, which are faster. --keep: what reached new code is added to
# `found` in the corpus, made small again. What a fuzzer finds is left in build/fuzz/findings; give the file to the
# fuzzer to see it again.
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
seconds=30
keep=
while :; do
    case "${1:-}" in
    --seconds) seconds=${2:?--seconds needs a number}; shift 2 ;;
    --keep) keep=1; shift ;;
    -*) echo "there is no option $1; see the head of this file" >&2; exit 2 ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || set -- x12 edifact
for name in "$@"; do
    [ -f "tests/fuzz/${name}_fuzz.cpp" ] || { echo "there is no fuzzer $name; there are x12 and edifact" >&2; exit 2; }
done

install_packages $build_packages $fuzz_packages
echo "== building the fuzzers"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
export UBSAN_OPTIONS=print_stacktrace=1
findings=build/fuzz/findings
mkdir -p "$findings"

small=8192
large=131072
# name, tokens, corpus, folder for what is new, seconds, longest payload, options
run() {
    build/fuzz/fuzz/"fuzz_$1" ${7:-} -max_total_time="$5" -max_len="$6" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
        -dict="tests/fuzz/$2.tokens" -artifact_prefix="$findings/$1-" -verbosity=0 -close_fd_mask=1 \
        "$4" "$3"
}

for name in "$@"; do
    fresh=$(mktemp -d)
    fresh_large=$(mktemp -d)
    echo "== $name, $seconds s"
    run "$name" "$name" "tests/fuzz/corpus/$name" "$fresh" $((seconds - seconds / 5)) $small
    # Length is not built up slowly: repeating and joining what is there is what makes a payload long.
    [ "$seconds" -lt 5 ] ||
        run "$name" "$name" "tests/fuzz/corpus/$name" "$fresh_large" $((seconds / 5)) $large -len_control=0
    if [ -n "$keep" ]; then
        merged=$(mktemp -d)
        build/fuzz/fuzz/"fuzz_$name" -set_cover_merge=1 -max_len=$small -verbosity=0 "$merged" "tests/fuzz/corpus/$name" \
            "$fresh"
        rm -rf "tests/fuzz/corpus/$name/found"
        mkdir "tests/fuzz/corpus/$name/found"
        # The fuzzer names a file after its SHA-1; those that people wrote keep the names they gave them.
        (cd "tests/fuzz/corpus/$name" && sha1sum -- * 2>/dev/null) | cut -d' ' -f1 | (cd "$merged" && xargs rm -f --)
        find "$merged" -type f -exec mv -t "tests/fuzz/corpus/$name/found" {} +
        rm -rf "$merged"
    fi
    rm -rf "$fresh" "$fresh_large"
done

echo "== a planted fault"
fresh=$(mktemp -d)
# From what people wrote, which is right: in what was found before it would be at once.
seeds=$(mktemp -d)
find tests/fuzz/corpus/x12 -maxdepth 1 -type f -exec cp -t "$seeds" {} +
if run planted x12 "$seeds" "$fresh" 300 $small -seed=1 >"$findings/planted.log" 2>&1; then
    echo "the planted fault was not found within 300 s; the fuzzers find nothing like this" >&2
    exit 1
fi
rm -rf "$fresh" "$seeds"
grep -q "global-buffer-overflow\|index .* out of bounds" "$findings/planted.log" || { cat "$findings/planted.log"; exit 1; }
rm -f "$findings"/planted*
echo "it was found, as it must be"
