#!/bin/sh
# Generates from a copy of proto/ and compares, so that the checkout stays as it is.
set -eu
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r proto "$copy/proto"
"$copy/proto/generate.sh"
diff -r gen "$copy/gen" >/dev/null || {
  echo 'error: gen/ is not what proto/ generates: run `make gen` and commit the result.' >&2
  diff -rq gen "$copy/gen" >&2
  exit 1
}
