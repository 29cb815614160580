#!/usr/bin/env bash
# From a clone to a running site: installs what is needed, builds the release, makes a demo site, starts the host, feeds
# it orders of two channels and shows what happened. `--once` stops the host at the end and exits 0 if all went well.
#   packaging/quickstart.sh [--once] [FOLDER]        FOLDER: where the demo site is made (default: ./demo-site)
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
once=no
[ "${1:-}" = "--once" ] && { once=yes; shift; }
site=${1:-$PWD/demo-site}
bin=$PWD/build/release/bin

say() { printf '\n== %s\n' "$*"; }
stop_host() { [ -n "${host:-}" ] && kill "$host" 2>/dev/null && wait "$host" 2>/dev/null; host=""; }
fail() { printf '\nquickstart: %s\n' "$*" >&2; [ -f "$site/log/host.log" ] && tail -n 20 "$site/log/host.log" >&2; exit 1; }
trap stop_host EXIT

install_packages $build_packages curl || fail "install the packages above, then run this again"
say "building the release (the first time takes some minutes)"
cmake --preset release >/dev/null || fail "cmake could not configure the build"
cmake --build --preset release || fail "the build failed"

if [ -e "$site" ]; then
    say "a demo site is in $site already: it is moved aside"
    mv "$site" "$site.$(date +%Y%m%d-%H%M%S)"
fi
say "making the demo site in $site"
"$bin/crossdock" init "$site" >/dev/null
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && printf '%s' "$key" >"$site/certs/webshop.key")
"$bin/crossdock" check --site "$site" || fail "the demo site has mistakes"

say "starting the host"
"$bin/crossdock" run --site "$site" >"$site/log/host.log" 2>&1 &
host=$!
for _ in $(seq 100); do
    curl -fs -o /dev/null http://127.0.0.1:8079/ && grep -q "ready after" "$site/log/host.log" && break
    kill -0 "$host" 2>/dev/null || fail "the host ended at once"
    sleep 0.1
done
grep -h "ready after" "$site/log/host.log" || fail "the host is not ready"

say "two X12 interchanges arrive as files; one order of the second has a quantity that is no number"
for file in packaging/demo/*.edi; do
    cp "$file" "$site/in/edi/.$(basename "$file").part"
    mv "$site/in/edi/.$(basename "$file").part" "$site/in/edi/$(basename "$file")"
done
say "the web shop posts an order over HTTP"
curl -s -i -X POST http://127.0.0.1:8080/orders -H "X-Api-Key: $key" -H 'Content-Type: application/json' \
    -H 'Idempotency-Key: W-55012' --data-binary @packaging/demo/web-order.json | tr -d '\r' | grep -E '^HTTP|"id"' || fail "the shop's order was not taken"
say "and posts it once more, as shops do: it is recognised"
curl -s -X POST http://127.0.0.1:8080/orders -H "X-Api-Key: $key" -H 'Content-Type: application/json' \
    -H 'Idempotency-Key: W-55012' --data-binary @packaging/demo/web-order.json; echo

count() { find "$site/$1" -type f -name "$2" 2>/dev/null | wc -l; }
for _ in $(seq 150); do
    [ "$(count out/erp '*.xml')" -ge 3 ] && [ "$(count out/partners '*.edi')" -ge 4 ] && break
    sleep 0.1
done
say "the ERP's files"
ls "$site/out/erp"
first=$(find "$site/out/erp" -name '*W-55012*' | head -n 1)
[ -n "$first" ] && sed -n '1,14p' "$first"
say "what the partner gets: a 997 for each interchange, an 855 for the orders"
for file in "$site"/out/partners/*.edi; do echo "-- $(basename "$file")"; head -n 12 "$file"; done
say "what waits for a person"
"$bin/crossdock" exceptions list --site "$site"
say "the story of order HS-70431"
"$bin/crossdock" trace HS-70431 --site "$site"
say "and of the web order"
"$bin/crossdock" trace W-55012 --site "$site"

erp=$(count out/erp '*.xml'); partners=$(count out/partners '*.edi')
parked=$("$bin/crossdock" exceptions list --site "$site" --json | grep -o '"id"' | wc -l)
[ "$erp" -eq 3 ] || fail "3 files for the ERP were expected, there are $erp"
[ "$partners" -eq 4 ] || fail "4 files for the partner were expected, there are $partners"
[ "$parked" -eq 1 ] || fail "1 exception was expected, there are $parked"
stop_host
say "the journal"
"$bin/crossdock" journal verify --site "$site" || fail "the journal is not sound"
if [ "$once" = yes ]; then
    say "all as it should be"
    exit 0
fi
say "starting the host again, for you: Ctrl-C stops it"
echo "   trace an order:    $bin/crossdock trace HS-70431 --site $site"
echo "   what is parked:    $bin/crossdock exceptions list --site $site"
echo "   feed it more:      copy X12 files into $site/in/edi"
trap - EXIT
exec "$bin/crossdock" run --site "$site"
