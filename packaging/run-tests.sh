#!/usr/bin/env bash
# Installs what the tests need, builds, runs tests through ctest and ends with its summary: everything, or the tests
# that have a label.
#   packaging/run-tests.sh [--preset dev|asan|tsan] [--label concurrency|parsers] [ctest options]
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
preset=dev
label=
while :; do
    case "${1:-}" in
    --preset) preset=${2:?--preset needs a name} ;;
    --label) label=${2:?--label needs a name} ;;
    *) break ;;
    esac
    shift 2
done

install_packages $build_packages $test_packages
echo "== configuring ($preset)"
cmake --preset "$preset" >"/tmp/crossdock-configure-$$.log" 2>&1 || { cat "/tmp/crossdock-configure-$$.log"; exit 1; }
rm -f "/tmp/crossdock-configure-$$.log"
echo "== building${label:+ the tests of $label}"
cmake --build --preset "$preset" ${label:+--target "tests-$label"}
echo "== testing"
ctest --preset "$preset" --no-tests=error --parallel "$(nproc)" ${label:+--label-regex "^$label\$"} "$@"
