#!/bin/sh
# Each change below, made to a copy of the headers, must make check.sh fail and name what changed; a refresh without a
# reason must fail too, and so must a check that lacks its tools.
set -u
sdk=$(cd "$(dirname "$0")/../../sdk" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

# A copy of the headers without their layout assertions, which would notice most of these at compile time.
fresh_copy() {
    rm -rf "$work/include" "$work/abi"
    cp -r "$sdk/include" "$work/include"
    mkdir "$work/abi"
    cp "$sdk/abi/baseline.abi" "$sdk/abi/baseline.constants" "$sdk/abi/history.md" "$sdk/abi/suppressions.ini" "$work/abi"
    find "$work/include" -name '*.h' -exec sed -i '/^CROSSDOCK_STATIC_ASSERT/d' {} +
}
check() { "$sdk/abi/check.sh" --include "$work/include" --abi "$work/abi" "$@" >"$work/output" 2>&1; }

# expect STATUS WORD SENTENCE: of the last check
expect() {
    if [ "$status" -eq "$1" ] && grep -q -- "$2" "$work/output"; then
        echo "ok      $3"
    else
        echo "FAILED  $3: status $status instead of $1, or no '$2' in:"
        cat "$work/output"
        failures=$((failures + 1))
    fi
}

# noticed FILE SED-SCRIPT WORD SENTENCE
noticed() {
    fresh_copy
    sed -i "$2" "$work/include/crossdock/$1"
    if cmp -s "$work/include/crossdock/$1" "$sdk/include/crossdock/$1"; then
        echo "FAILED  $4: the header was not changed"
        failures=$((failures + 1))
        return
    fi
    check
    status=$?
    expect 1 "$3" "$4"
}

fresh_copy
check
status=$?
expect 0 "as recorded" "headers that did not change are as recorded"

noticed adapter.h '/CROSSDOCK_CALL\* start)/i void(CROSSDOCK_CALL* inserted)(void* self);' crossdock_adapter \
    "a function inserted into the middle of a table is noticed"
noticed sink.h '/CROSSDOCK_CALL\* submit)/i void(CROSSDOCK_CALL* inserted)(void* self);' crossdock_sink \
    "in a table that is fetched through a void pointer too"
noticed types.h 's/^    uint32_t reserved;$/    uint16_t inserted; uint16_t reserved;/' inserted \
    "a field that fits into what was reserved is noticed"
noticed ext/metrics.h 's/double value/float value/' float "a parameter of another type is noticed"
noticed completion.h '/const crossdock_error\* error;/a uint64_t appended;' appended "a field at the end is noticed"
noticed types.h 's/CROSSDOCK_FULL 4/CROSSDOCK_FULL 44/' CROSSDOCK_FULL "a constant with another value is noticed"
noticed source.h '/define CROSSDOCK_REFUSED/d' CROSSDOCK_REFUSED "a constant that is gone is noticed"

fresh_copy
printf 'typedef struct crossdock_new {\n    uint32_t struct_size;\n} crossdock_new;\n' >>"$work/include/crossdock/ext/log.h"
check
status=$?
expect 2 "probe.c does not name crossdock_new" "a struct that the probe does not name stops the check"

fresh_copy
sed -i 's/CROSSDOCK_FULL 4/CROSSDOCK_FULL 44/' "$work/include/crossdock/types.h"
check --record "for this test" && check
status=$?
expect 0 "as recorded" "a change that was recorded with its reason passes"
sed -i '$d' "$work/abi/history.md"
check
status=$?
expect 1 "without a reason" "a refreshed baseline without its line in the history is noticed"

fresh_copy
rm "$work/abi/baseline.abi"
check
status=$?
expect 2 "no baseline" "without a baseline the check fails"

mkdir "$work/bin"
for tool in sh dirname grep cut sed; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
PATH=$work/bin "$sdk/abi/check.sh" >"$work/output" 2>&1
status=$?
expect 2 "is missing" "without its tools the check fails"

[ "$failures" -eq 0 ]
