#!/bin/sh
# Brings the mesh up on free ports and data of its own, asks Envoy as curl and a browser would, and looks at the answers.
set -eu
cd "$(dirname "$0")/.."
command -v curl >/dev/null || {
  echo 'error: envoy/verify.sh needs curl.' >&2
  exit 1
}
data=$(mktemp -d)
offset=${PORT_OFFSET:-700}
edge=http://127.0.0.1:$((8080 + offset))
PORT_OFFSET=$offset DATA_FOLDER=$data node local/run.ts >"$data/run.log" 2>&1 &
runner=$!
trap 'kill -TERM $runner 2>/dev/null; wait $runner 2>/dev/null; rm -rf "$data"' EXIT
until grep -q '^ready' "$data/run.log"; do
  kill -0 $runner 2>/dev/null || {
    cat "$data/run.log" >&2
    exit 1
  }
  sleep 0.2
done

# expect WHAT PATTERN CURL-ARGUMENTS…: the answer, headers and body, has a line that matches.
expect() {
  what=$1 pattern=$2
  shift 2
  answer=$(curl --silent --include --max-time 10 "$@")
  if printf '%s' "$answer" | grep --text --quiet --ignore-case --extended-regexp "$pattern"; then
    echo "✔ $what"
  else
    printf '✘ %s: no %s in\n%s\n' "$what" "$pattern" "$answer" >&2
    exit 1
  fi
}

id=$(head -c 16 /dev/urandom | base64)
json='content-type: application/json'
guest=$(curl --silent --data "{\"requestId\":\"$id\"}" "$edge/playmesh.user.v1.UserService/CreateGuest")
token=$(printf '%s' "$guest" | sed -n 's/.*"accessToken": *"\([^"]*\)".*/\1/p')
list=$edge/playmesh.match.v1.MatchService/ListMatches
printf '\0\0\0\0\0' >"$data/empty"

expect 'keys are public' '"kty"' "$edge/.well-known/jwks.json"
expect 'JSON in, JSON out' '"matches"' --header "authorization: Bearer $token" --header "$json" --data '{}' "$list"
expect 'no token, as JSON' '"code": *16' --header "$json" --data '{}' "$list"
expect 'no token, as gRPC' 'grpc-status: 16' --http2-prior-knowledge --header 'content-type: application/grpc' \
  --data-binary "@$data/empty" "$list"
expect 'grpc-web' 'grpc-status: *0' --header "authorization: Bearer $token" --header 'x-grpc-web: 1' \
  --header 'content-type: application/grpc-web+proto' --data-binary "@$data/empty" "$list"
expect 'preflight' 'access-control-allow-headers: .*x-grpc-web' --request OPTIONS --header 'origin: https://game.example' \
  --header 'access-control-request-method: POST' "$list"
expect 'the replica that answered' 'x-playmesh-replica: match-[01]' --header "authorization: Bearer $token" \
  --header "$json" --data '{}' "$list"
expect 'internal rpcs are not at the edge' 'grpc-status: 12' --http2-prior-knowledge \
  --header "authorization: Bearer $token" --header 'content-type: application/grpc' --data-binary "@$data/empty" \
  "$edge/playmesh.match.v1.MatchFeedService/ListFinishedMatches"
