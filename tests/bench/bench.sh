#!/usr/bin/env bash
# Runs the benchmarks and prints their tables: bench.sh [name]. `security` is the name of several. Each program prints ratios against a reference of the same run.
set -euo pipefail
bin=${STADTPULT_BIN:-build/release/bin}
wanted=${1:-}
declare -A groups=([security]=" alerts desk detection security ")
# Another name runs nothing, which is no success. `--check [name]` says so before minutes of building.
names=$(sed -n 's/.*add_executable(bench_\([a-z_]*\).*/\1/p' "$(dirname "$0")/CMakeLists.txt" | sort | tr '\n' ' ')
if [[ "$wanted" = --check ]]; then wanted=${2:-} check=1; fi
if [[ -n "$wanted" && " $names" != *" $wanted "* && -z "${groups[$wanted]:-}" ]]; then
  [[ "$wanted" = --help || "$wanted" = -h ]] || printf 'There is no benchmark "%s". ' "$wanted" >&2
  printf './run bench runs all, ./run bench NAME one: %s\n' "${names% }" >&2
  exit 2
fi
[[ -z "${check:-}" ]] || exit 0
# What opening hours are compared with: npm opening_hours (LGPL-3.0-only, nothing of it is shipped), where Node is there.
export NODE_PATH=$PWD/build/npm/node_modules
if [[ ( -z "$wanted" || "$wanted" = merchants ) && ! -d $NODE_PATH/opening_hours ]] && command -v npm >/dev/null; then
  mkdir -p build/npm
  npm install --silent --no-save --prefix build/npm opening_hours@3.15.0 >/dev/null 2>&1 || echo "npm opening_hours cannot be fetched"
fi
printf '%s, %s, commit %s\n' "$(nproc) cores" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" \
  "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
failed=0
for program in "$bin"/bench_*; do
  name=${program##*/bench_}
  [[ -z "$wanted" || "$wanted" = "$name" || "${groups[$wanted]:-}" = *" $name "* ]] || continue
  printf '\n== %s\n' "$name"
  "$program" || failed=1
done
exit $failed
