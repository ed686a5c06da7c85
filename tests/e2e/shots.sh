#!/usr/bin/env bash
# Draws every panel through the real window into PNG files: shots.sh FOLDER. Needs a display (./run shots gives one).
set -euo pipefail
folder=${1:?folder}
console=${STADTPULT_CONSOLE:-build/release/bin/stadtpult}
mkdir -p "$folder"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# shot NAME [console options]
shot() {
  local name=$1
  shift
  "$console" --embedded --data "$data" --screenshot "$folder/$name.png" "$@" || {
    echo "could not draw $name" >&2
    exit 1
  }
  echo "$folder/$name.png"
}

for theme in light dark; do
  for size in 1440x900 1024x640; do
    for panel in overview catalogue content testphase requirements merchants publish organisations audit settings help; do
      shot "$panel-$theme-$size" --panel "$panel" --theme "$theme" --size "$size" --lang de --role project_lead --scale 100
    done
  done
done
# What else must hold: English, 200 %, and the other roles' first page.
shot catalogue-en-1440x900 --panel catalogue --theme light --size 1440x900 --lang en --role project_lead --scale 100
shot content-en-1440x900 --panel content --theme light --size 1440x900 --lang en --role editor --scale 100
shot catalogue-200-1024x640 --panel catalogue --theme light --size 1024x640 --lang de --role project_lead --scale 200
for theme in light dark; do
  for size in 1440x900 1024x640; do
    shot "security-$theme-$size" --panel security --theme "$theme" --size "$size" --lang de --role security_analyst --scale 100
  done
done
# A merchant's offers, opening hours and bookings are a page of their own.
offers=(--panel merchants --open mer_speichenglueck --view offers --role project_lead)
for theme in light dark; do
  for size in 1440x900 1024x640; do
    shot "merchants-offers-$theme-$size" "${offers[@]}" --theme "$theme" --size "$size" --lang de --scale 100
  done
done
shot merchants-offers-en-1440x900 "${offers[@]}" --theme light --size 1440x900 --lang en --scale 100
shot merchants-offers-200-1024x640 "${offers[@]}" --theme light --size 1024x640 --lang de --scale 200
for role in editor reviewer merchant security_analyst privacy_officer; do
  shot "overview-$role" --panel overview --theme light --size 1440x900 --lang de --role "$role" --scale 100
done
