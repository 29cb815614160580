#!/bin/sh
# Each header of the ABI compiles alone, without a warning, in one dialect: headers_compile.sh COMPILER c|c++ STANDARD
set -eu
sdk=$(cd "$(dirname "$0")/../../sdk" && pwd)
count=0
for header in $(cd "$sdk/include" && find crossdock -name '*.h' | LC_ALL=C sort); do
    printf '#include <%s>\ntypedef int not_empty;\n' "$header" |
        "$1" -x "$2" -std="$3" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$sdk/include" -
    count=$((count + 1))
done
[ "$count" -ge 24 ] || { echo "only $count headers were found"; exit 1; }
echo "$count headers compile as $3"
