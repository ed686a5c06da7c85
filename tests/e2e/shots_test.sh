#!/usr/bin/env bash
# Every panel can be drawn through the real window: one picture each, of the right size and not of one colour.
set -euo pipefail
bin=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for panel in overview catalogue content testphase requirements merchants publish organisations security audit settings help; do
  "$bin/stadtpult" --embedded --data "$folder/data" --panel "$panel" --size 1024x640 --screenshot "$folder/$panel.png"
  # A page of text and colours compresses badly; an empty one is a few kilobytes.
  size=$(stat -c %s "$folder/$panel.png")
  dimensions=$(file "$folder/$panel.png" | grep -o '1024 x 640')
  [ "$size" -gt 20000 ] && [ -n "$dimensions" ] || { echo "$panel: picture of $size bytes, $dimensions"; exit 1; }
  echo "$panel: $size bytes"
done
