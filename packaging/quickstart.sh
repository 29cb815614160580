#!/usr/bin/env bash
# From a clone to a running site: installs what is needed, builds the release, makes a demo site with a plugin of its
# own, starts the host, feeds it orders of two channels and shows what became of them. --help tells how it is called.
set -eu
repository=$(cd "$(dirname "$0")/.." && pwd)

usage() {
    cat <<USAGE
packaging/quickstart.sh [--once] [FOLDER]

From a clone to a running demo site: installs missing packages, builds the release, makes the site, starts its host,
feeds it X12 orders and a web order, shows what came of them, and leaves the host running in this terminal.

  FOLDER      where the demo site is made (default: $repository/demo-site). A demo site that is there
              already is moved aside; while its host runs, nothing is touched.
  --once      stop the host at the end; exit status 0 only if all was as expected
  --help      this text

  HTTP_PORT, READY_PORT    environment: where the host listens on 127.0.0.1 (8080, 8079)

  packaging/quickstart.sh --once /tmp/demo
  HTTP_PORT=8090 READY_PORT=8089 packaging/quickstart.sh /tmp/demo
USAGE
}

once=no folder=
for word in "$@"; do
    case "$word" in
        --once) once=yes ;;
        -h | --help) usage && exit 0 ;;
        -*) printf "quickstart: there is no option '%s'\n\n" "$word" >&2 && usage >&2 && exit 2 ;;
        *)
            [ -z "$folder" ] || { printf "quickstart: one folder is enough: '%s' or '%s'?\n\n" "$folder" "$word" >&2
                usage >&2 && exit 2; }
            folder=$word
            ;;
    esac
done
site=$(realpath -m "${folder:-$repository/demo-site}")
cd "$repository"
. packaging/packages.sh
http_port=${HTTP_PORT:-8080} ready_port=${READY_PORT:-8079}
build=$PWD/build/release
demo=$PWD/packaging/demo
export PATH="$build/bin:$PATH" CROSSDOCK_SITE="$site"

say() { printf '\n== %s\n' "$*"; }
# Shows a command as one would type it, and what it prints.
type_in() { printf '$ %s\n' "$*"; "$@"; }
stop_host() { [ -n "${host:-}" ] && kill "$host" 2>/dev/null && wait "$host" 2>/dev/null; host=""; }
fail() { printf '\nquickstart: %s\n' "$*" >&2; [ -f "$site/log/host.log" ] && tail -n 20 "$site/log/host.log" >&2; exit 1; }
count() { find "$site/$1" -type f -name "$2" 2>/dev/null | wc -l; }
is_ready() { curl -fs -o /dev/null "http://127.0.0.1:$ready_port/"; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
trap stop_host EXIT

# A host holds its journal's lock as long as it lives. Moving its site away would take the files from under it.
if [ -e "$site/journal/lock" ] && ! flock --nonblock "$site/journal/lock" true; then
    owner=$(lslocks --noheadings --output PID,PATH 2>/dev/null | awk -v lock="$site/journal/lock" '$2 == lock { print $1 }')
    printf '\nquickstart: a host runs on %s%s; nothing was touched.\n' "$site" "${owner:+ (process $owner)}" >&2
    printf 'Stop it with Ctrl-C in its terminal%s, then run this again; or name another folder,\n' \
        "${owner:+, or: kill $owner}" >&2
    printf 'with other ports: HTTP_PORT=8090 READY_PORT=8089 packaging/quickstart.sh /tmp/demo\n' >&2
    exit 1
fi
if [ ! -e "$site/crossdock.xml" ] && [ -n "$(ls -A "$site" 2>/dev/null)" ]; then
    fail "$site is not empty and no site: name a new folder"
fi
install_packages $build_packages curl || fail "install the packages above, then run this again"
for port in "$http_port" "$ready_port"; do
    if answers "$port"; then
        fail "something listens on 127.0.0.1:$port: stop it (a demo host that still runs?), or set HTTP_PORT and READY_PORT"
    fi
done
say "building the release (the first time takes some minutes)"
cmake --preset release >/dev/null || fail "cmake could not configure the build"
cmake --build --preset release || fail "the build failed"

if [ -e "$site/crossdock.xml" ]; then
    aside=$site.$(date +%Y%m%d-%H%M%S)
    say "a demo site is there already: it is moved to $aside"
    mv "$site" "$aside"
fi
say "making the demo site in $site"
crossdock init "$site" >/dev/null
sed -i "s/name=\"port\" value=\"8080\"/name=\"port\" value=\"$http_port\"/; s/127.0.0.1:8079/127.0.0.1:$ready_port/" "$site/crossdock.xml"
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && printf '%s' "$key" >"$site/certs/webshop.key")
say "building the SDK's template plugin outside of the tree, in $site-plugin; the site uses it to print labels"
"$demo/add-labels.sh" "$build" "$site" "$site-plugin" || fail "the template plugin could not be added"
type_in crossdock plugins list
type_in crossdock check || fail "the demo site has mistakes"

say "starting the host"
crossdock run >"$site/log/host.log" 2>&1 &
host=$!
for _ in $(seq 100); do
    is_ready && grep -q "ready after" "$site/log/host.log" && break
    kill -0 "$host" 2>/dev/null || fail "the host ended at once"
    sleep 0.1
done
grep -h "ready after" "$site/log/host.log" || fail "the host is not ready"

say "two X12 interchanges arrive as files; one order of the second has a quantity that is no number"
for file in "$demo"/*.edi; do
    cp "$file" "$site/in/edi/.$(basename "$file").part"
    mv "$site/in/edi/.$(basename "$file").part" "$site/in/edi/$(basename "$file")"
    echo "in/edi/$(basename "$file")"
done
post_order() {
    curl -s -w '   HTTP %{http_code}\n' -X POST "http://127.0.0.1:$http_port/orders" -H "X-Api-Key: $key" \
        -H 'Content-Type: application/json' -H 'Idempotency-Key: W-55012' --data-binary "@$demo/web-order.json"
}
say "the web shop posts an order over HTTP, and once more, as shops do: it is recognised"
first=$(post_order) && second=$(post_order) || fail "the shop's order was not taken"
printf '%s\n%s\n' "$first" "$second"

for _ in $(seq 150); do
    [ "$(count out/erp '*.xml')" -ge 3 ] && [ "$(count out/partners '*.edi')" -ge 4 ] &&
        [ "$(count out/labels '*.zpl')" -ge 4 ] && break
    sleep 0.1
done

say "an X12 order and a web order, as the same canonical JSON"
pr -m -t -w 124 <(type_in crossdock show HS-70431 --width 60) <(type_in crossdock show W-55012 --width 60) | expand
say "what the X12 order was made from"
type_in crossdock show HS-70431 --source --lines 8
say "the ERP's files, one for each interchange or web order"
for file in "$site"/out/erp/*.xml; do echo "out/erp/$(basename "$file")"; done
web=$(grep -l 'id="W-55012"' "$site"/out/erp/*.xml | head -n 1)
[ -n "$web" ] && sed -n '1,16p' "$web"
say "what the partner gets: a 997 for each interchange, an 855 for its orders"
for file in "$site"/out/partners/*.edi; do
    echo "-- out/partners/$(basename "$file")"
    grep -E '^(ST|AK|BAK|PO1|ACK|CTT)' "$file" | paste -sd ' ' | fold -s -w 120
done
say "a label from the plugin"
cat "$site/out/labels/HS-70431.zpl"
say "what waits for a person: one order, with its reason"
type_in crossdock exceptions list
say "the story of an order of each channel"
type_in crossdock trace HS-70431
type_in crossdock trace W-55012

erp=$(count out/erp '*.xml') partners=$(count out/partners '*.edi') labels=$(count out/labels '*.zpl')
parked=$(crossdock exceptions list --json | grep -o '"id"' | wc -l)
[ "$erp" -eq 3 ] || fail "3 files for the ERP were expected, there are $erp"
[ "$partners" -eq 4 ] || fail "4 files for the partner were expected, there are $partners"
[ "$labels" -eq 4 ] || fail "4 labels were expected, there are $labels"
[ "$parked" -eq 1 ] || fail "1 exception was expected, there are $parked"
crossdock plugins list | grep -q '^labels .*sink' || fail "the template plugin is not among the plugins"
case "$first$second" in *202*200*) ;; *) fail "the shop's order should have been accepted, then recognised" ;; esac
stop_host
say "the journal"
type_in crossdock journal verify || fail "the journal is not sound"
if [ "$once" = yes ]; then
    say "all as it should be; to look around in it:"
    echo "   export PATH=$build/bin:\$PATH CROSSDOCK_SITE=$site"
    echo "   crossdock trace HS-70431       the story of an order; crossdock show HS-70431 prints it"
    echo "   crossdock run                  starts the host again"
    exit 0
fi
say "starting the host again, for you; Ctrl-C stops it. In another terminal:"
cat <<NEXT
   export PATH=$build/bin:\$PATH CROSSDOCK_SITE=$site
   crossdock trace HS-70431       the story of an order; crossdock show HS-70431 prints it
   crossdock exceptions list      what waits for you
   cp FILE $site/in/edi/          feed it more X12
   sed s/W-55012/W-1/ $demo/web-order.json |                      post a web order
       curl -i http://127.0.0.1:$http_port/orders -H "X-Api-Key: \$(cat $site/certs/webshop.key)" \\
           -H 'Content-Type: application/json' --data-binary @-

NEXT
trap - EXIT
exec crossdock run
