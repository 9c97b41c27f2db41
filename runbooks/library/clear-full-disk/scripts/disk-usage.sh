#!/bin/sh
# bolt: reads
# Measures how full a folder is; changes nothing.
#   BOLT_PATH      absolute path of a folder; the link itself is refused, so that nothing outside is measured
#   BOLT_CAPACITY  bytes that the folder may hold; without it, the file system that the folder is on is measured
# Prints {"usedBytes":…,"capacityBytes":…,"usedPercent":…}. Needs GNU coreutils.
set -eu
fail() { echo "disk-usage: $1" >&2; exit 1; }

path=${BOLT_PATH:?disk-usage: the argument path is missing}
capacity=${BOLT_CAPACITY:-}
case $path in /*) ;; *) fail 'path is not absolute' ;; esac
[ ! -L "$path" ] || fail 'path is a symbolic link: name the folder itself'
[ -d "$path" ] || fail 'path is no folder'
case $capacity in *[!0-9]* | 0*) fail 'capacity is not a whole number of bytes above 0' ;; esac

if [ -n "$capacity" ]; then
  # Files may vanish while du walks: what it could read still counts.
  used=$(du --summarize --bytes --one-file-system -- "$path" 2>/dev/null | cut -f1) || true
  [ -n "$used" ] || fail 'the folder cannot be read'
else
  # As df does: what only root may use counts neither as used nor as free.
  numbers=$(df --block-size=1 --output=used,avail -- "$path" | tail -n 1)
  used=$(echo "$numbers" | awk '{ printf "%.0f", $1 }')
  capacity=$(echo "$numbers" | awk '{ printf "%.0f", $1 + $2 }')
fi

awk -v used="$used" -v capacity="$capacity" 'BEGIN {
  printf "{\"usedBytes\":%.0f,\"capacityBytes\":%.0f,\"usedPercent\":%.1f}\n", used, capacity, 100 * used / capacity
}'
