#!/usr/bin/env bash
# The names of benchmarks: a wrong one, and --help, tell them and run nothing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
printf '#!/bin/sh\necho ran\n' >"$programs/bench_http"
chmod +x "$programs/bench_http"
export STADTPULT_BIN=$programs
expect() { # CODE WORDS ARGUMENT…
  local code=0 wanted=$1 words=$2 said
  shift 2
  said=$("$here/bench.sh" "$@" 2>&1) || code=$?
  [[ $code = "$wanted" && "$said" == *"$words"* ]] || { echo "bench.sh $*: exit $code: $said"; exit 1; }
}
expect 2 'There is no benchmark "nosuch"' nosuch
expect 2 'alerts audit' nosuch
expect 2 'There is no benchmark "nosuch"' --check nosuch
expect 2 './run bench runs all' --help
expect 0 '' --check http
expect 0 'ran' http
[[ "$("$here/bench.sh" nosuch 2>/dev/null || true)" = "" ]]
