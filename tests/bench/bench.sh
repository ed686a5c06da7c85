#!/usr/bin/env bash
# Runs the benchmarks and prints their tables: bench.sh [name]. `security` is the name of several. Each program prints ratios against a reference of the same run.
set -euo pipefail
bin=${STADTPULT_BIN:-build/release/bin}
wanted=${1:-}
declare -A groups=([security]=" alerts detection security ")
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
