#!/usr/bin/env bash
# Runs clang-tidy over the whole tree, or over the sources whose path matches one of the regular expressions given.
#   packaging/tidy.sh [-j JOBS] ['host/flow/.*' ...]
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
jobs=$(nproc)
if [ "${1:-}" = -j ]; then
    jobs=$2
    shift 2
fi
[ $# -gt 0 ] || set -- "^$PWD/(host|sdk|plugins|tests)/.*"

install_packages $build_packages $test_packages $tidy_packages
cmake --preset tidy >/dev/null
run-clang-tidy -quiet -p build/tidy -j "$jobs" "$@"
