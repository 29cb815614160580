#!/usr/bin/env bash
# Installs what the tests need, builds everything, runs every test through ctest and ends with its summary.
#   packaging/run-tests.sh [dev|asan|tsan] [ctest options]
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
preset=dev
case "${1:-}" in dev | asan | tsan) preset=$1; shift ;; esac

install_packages $build_packages $test_packages
echo "== configuring ($preset)"
cmake --preset "$preset" >"/tmp/crossdock-configure-$$.log" 2>&1 || { cat "/tmp/crossdock-configure-$$.log"; exit 1; }
rm -f "/tmp/crossdock-configure-$$.log"
echo "== building"
cmake --build --preset "$preset"
echo "== testing"
ctest --preset "$preset" --no-tests=error "$@"
