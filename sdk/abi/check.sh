#!/bin/sh
# Compares the ABI of the headers with the recorded one: struct layouts by abidiff over a probe library, constants by
# their values. Exit 0: as recorded. 1: changed, with a report. 2: the check could not be run.
#
#   check.sh                   compares
#   check.sh --record "why"    refreshes the baseline and writes the reason into history.md
#   --include DIR              headers to check instead of sdk/include (for tests)
#   --abi DIR                  folder of baseline and history instead of this one (for tests)
set -u

here=$(cd "$(dirname "$0")" && pwd)
include=$here/../include
abi=$here
why=
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { echo "check.sh: $1 needs a value" >&2; exit 2; }
    case $1 in
        --record) why=$2 ;;
        --include) include=$2 ;;
        --abi) abi=$2 ;;
        *) echo "check.sh: there is no option $1" >&2; exit 2 ;;
    esac
    [ -n "$2" ] || { echo "check.sh: $1 needs a value" >&2; exit 2; }
    shift 2
done

cannot() {
    echo "check.sh: the ABI could not be checked: $1" >&2
    exit 2
}
for tool in abidw abidiff sha256sum "${CC:-cc}"; do
    command -v "$tool" >/dev/null 2>&1 || cannot "$tool is missing (Debian: apt install abigail-tools gcc)"
done
work=$(mktemp -d) || cannot "no temporary folder"
trap 'rm -rf "$work"' EXIT

for struct in $(grep -rhoE '^typedef struct crossdock_[a-z_]+ \{' "$include" | cut -d' ' -f3); do
    grep -q "^PROBE($struct)" "$here/probe.c" || cannot "probe.c does not name $struct"
done
include=$(cd "$include" && pwd) || cannot "there is no folder $include"
# Compiled where it lies, so that no path of this machine is recorded.
(cd "$here" && "${CC:-cc}" -std=c11 -g -O0 -fPIC -shared -fvisibility=hidden -I"$include" -o "$work/probe.so" probe.c) ||
    cannot "the probe does not compile"
abidw --no-comp-dir-path --no-corpus-path --no-show-locs --out-file "$work/now.abi" "$work/probe.so" ||
    cannot "abidw failed"
printf '#include <crossdock/abi.h>\n' >"$work/all.c"
"${CC:-cc}" -std=c11 -I"$include" -dM -E "$work/all.c" | grep -E '^#define CROSSDOCK_[A-Z_0-9]+ ' |
    grep -vE '^#define CROSSDOCK_([A-Z_]+_H|CALL|EXPORT) ' | LC_ALL=C sort >"$work/now.constants"
[ -s "$work/now.constants" ] || cannot "no constants were found in the headers"

digest_of() { cat "$1.abi" "$1.constants" | sha256sum | cut -c1-16; }

changed=0
if [ -f "$abi/baseline.abi" ] && [ -f "$abi/baseline.constants" ]; then
    abidiff --harmless --suppressions "$abi/suppressions.ini" "$abi/baseline.abi" "$work/now.abi" >"$work/report" 2>&1
    status=$?
    # Bits 0 and 1 are abidiff's own errors, 2 and 3 changes.
    [ $((status & 3)) -eq 0 ] || { cat "$work/report" >&2; cannot "abidiff failed"; }
    [ "$status" -eq 0 ] || changed=1
    diff "$abi/baseline.constants" "$work/now.constants" >>"$work/report" || changed=1
elif [ -z "$why" ]; then
    cannot "there is no baseline in $abi; record one with --record \"why\""
else
    changed=1
fi

if [ -n "$why" ]; then
    [ "$changed" -eq 1 ] || { echo "the ABI is as recorded: nothing to record"; exit 0; }
    cp "$work/now.abi" "$abi/baseline.abi" && cp "$work/now.constants" "$abi/baseline.constants" || exit 2
    version=$(sed -nE 's/^#define CROSSDOCK_ABI_(MAJOR|MINOR) ([0-9]+)u?$/\2/p' "$work/now.constants" | paste -sd.)
    echo "- $(date -u +%Y-%m-%d), $version, $(digest_of "$abi/baseline"): $why" >>"$abi/history.md"
    echo "recorded: $why"
    exit 0
fi
if [ "$changed" -eq 1 ]; then
    cat "$work/report"
    echo
    echo "The plugin ABI is not as recorded. If the change is meant: check.sh --record \"why\""
    exit 1
fi
recorded=$(sed -nE 's/^- [0-9-]+, [0-9.]+, ([0-9a-f]{16}): .+$/\1/p' "$abi/history.md" | tail -n1)
if [ "$recorded" != "$(digest_of "$abi/baseline")" ]; then
    echo "The baseline was changed without a reason in history.md: use check.sh --record \"why\""
    exit 1
fi
echo "the ABI is as recorded"
