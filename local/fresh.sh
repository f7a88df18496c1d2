#!/bin/sh
# What a newcomer does, in a fresh clone that finds nothing of this machine but git, make, Node with npm and Python 3
# with pip: `make run` and `make demo`, then `make test`. HOME is empty; the registries a machine is set up with by
# environment variables are kept. Ports are moved by PORT_OFFSET, 500 unless told otherwise.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
fresh=$(mktemp -d)
offset=${PORT_OFFSET:-500}
runner=
finish() {
  status=$?
  if [ -n "$runner" ]; then kill -TERM "$runner" 2>/dev/null && wait "$runner" || true; fi
  [ "$status" = 0 ] || echo "error: make test-fresh failed; what it did is in $fresh" >&2
  [ "$status" = 0 ] && rm -rf "$fresh"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

mkdir "$fresh/bin" "$fresh/home"
# The base system, as every Debian has it; then the four.
for tool in sh bash env cat cp cut date diff dirname basename expand expr find grep egrep head id install ln ls mkdir \
  base64 mktemp mv paste printf pwd readlink realpath rm rmdir sed seq sleep sort tail tar tee test touch tr true false uname \
  uniq wc which xargs awk gzip gunzip kill nproc chmod chown setpriv unshare ssh; do
  for folder in /usr/bin /bin; do
    if [ -x "$folder/$tool" ] && [ ! -e "$fresh/bin/$tool" ]; then ln -s "$folder/$tool" "$fresh/bin/$tool"; fi
  done
done
ln -s "$(command -v git)" "$fresh/bin/git"
ln -s "$(command -v make)" "$fresh/bin/make"
ln -s "$(realpath "$(command -v npm)")" "$fresh/bin/npm"
ln -s "$(node -p process.execPath)" "$fresh/bin/node"
ln -s "$(python3 -c 'import sys; print(sys.executable)')" "$fresh/bin/python3"

# Only what says where packages come from.
kept=$(env | grep -iE '^(https?_proxy|no_proxy|npm_config_[a-z_]*|pip_[a-z_]*|goproxy|gosumdb|gonosumdb|node_extra_ca_certs|ssl_cert_file|requests_ca_bundle)=' || true)
alone() {
  (
    IFS='
'
    # shellcheck disable=SC2086
    exec env -i PATH="$fresh/bin" HOME="$fresh/home" LANG=C.UTF-8 PORT_OFFSET="$offset" $kept "$@"
  )
}

echo "• a fresh clone in $fresh"
git clone --quiet "$here" "$fresh/playmesh"
cd "$fresh/playmesh"

began=$(date +%s)
alone make run >"$fresh/run.log" 2>&1 &
runner=$!
until grep -q '^ready' "$fresh/run.log"; do
  kill -0 "$runner" 2>/dev/null || {
    cat "$fresh/run.log" >&2
    exit 1
  }
  sleep 0.5
done
echo "✔ make run, ready after $(($(date +%s) - began)) s"
alone make demo
echo '✔ make demo'
alone make stop
wait "$runner" || true
runner=
echo '✔ make stop'
alone make test
echo '✔ make test'
