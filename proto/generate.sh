#!/bin/sh
# Writes ../gen from the contract: code for our own messages and for those of others that our code reads or writes, and
# the descriptors of everything, for reflection, validation and JSON. Needs buf and protoc-gen-ts_proto on PATH.
set -eu
cd "$(dirname "$0")"
buf generate --path playmesh --path vendor/google/rpc --path vendor/grpc/reflection
buf build -o ../gen/descriptors.binpb --as-file-descriptor-set
