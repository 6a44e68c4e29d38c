#!/usr/bin/env bash
# Builds ipyrpc, starts a server with the functions of Demo.java, and makes a few calls against it.
set -euo pipefail
cd "$(dirname "$0")/.."

mvn -B -q -ntp package -DskipTests
ipyrpc() { java -jar target/ipyrpc/ipyrpc-core.jar "$@"; }

log=$(mktemp)
java -jar target/ipyrpc/ipyrpc-core.jar serve --functions examples/Demo.java --listen http://127.0.0.1:0 >"$log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -f "$log"' EXIT
while ! grep -q '^listening at ' "$log"; do
  kill -0 "$server" 2>/dev/null || { echo "the server did not start" >&2; exit 1; }
  sleep 0.1
done
url=$(sed -n 's/^listening at //p' "$log" | head -n 1)

show() {
  printf '\n$ java -jar ipyrpc-core.jar'
  printf ' %s' "$@"
  printf '\n'
  ipyrpc "$@"
}

show functions "$url"
show call "$url" add 1 2
echo; echo '# what the function prints appears while it runs'
show call "$url" countdown 3
echo; echo '# an array, and a data frame'
show call "$url" linspace 0 1 11
show call "$url" sales
echo; echo '# an exception of the function'
if show call "$url" fail "no more paper"; then
  echo "the call should have failed" >&2
  exit 1
fi
echo; echo '# the same with curl'
printf '$ curl --json [1,2] %s/call/add\n' "$url"
curl -sS -H 'Content-Type: application/json' -d '[1,2]' "$url/call/add"
echo
