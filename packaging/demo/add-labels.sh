#!/usr/bin/env bash
# Builds the SDK's template plugin as its author would, outside of this tree: installs the SDK of a build into WORK,
# copies the template out of it, builds that against it, checks it, and puts it to use in a site.
#   packaging/demo/add-labels.sh BUILD SITE WORK [CMAKE-OPTION…]
# WORK is kept: a second run builds only what changed. The site gets plugins/labels.so with its manifest, and the files
# of labels/ beside this script.
set -eu
[ $# -ge 3 ] || { echo "add-labels.sh BUILD SITE WORK [CMAKE-OPTION…]" >&2; exit 2; }
build=$1 site=$2 work=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"

# Says what it did only when it failed.
quietly() { "$@" >"$work/output" 2>&1 || { cat "$work/output" >&2; echo "add-labels: failed: $*" >&2; exit 1; }; }

quietly cmake --install "$build" --component sdk --prefix "$work/sdk"
quietly cp -R -p "$work/sdk/share/crossdock/sdk/template" "$work"
quietly cmake -G Ninja -S "$work/template" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/sdk" "$@"
quietly cmake --build "$work/build" --target labels
quietly "$work/sdk/bin/crossdock-plugin-check" "$work/build/labels.so"
tail -n 1 "$work/output"

cp "$work/build/labels.so" "$site/plugins/labels.so"
"$build/bin/crossdock-worker" --write-manifest "$site/plugins/labels.so"
mkdir -p "$site/out/labels"
cp -R "$here/labels/flows" "$here/labels/maps" "$here/labels/schemas" "$site"
grep -q 'adapter name="labels"' "$site/crossdock.xml" || {
    { sed '/<\/site>/,$d' "$site/crossdock.xml"; cat "$here/labels/adapter.xml"; echo "</site>"; } >"$work/crossdock.xml"
    cp "$work/crossdock.xml" "$site/crossdock.xml"
}
