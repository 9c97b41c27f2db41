#!/bin/sh
# bolt: changes
# Frees disk space in a folder.
#   BOLT_PATH     absolute path of a folder; a link is refused
#   BOLT_MINUTES  only what was not changed for that many minutes goes; 0 for all
# Docker's own data folder is left to Docker: `docker system prune`. In any other folder, old files go, and only if its owner
# has put a file `.prunable` there: no alert and no parameter can point this at a folder that was not given up for it.
# Links are never followed and other file systems never entered.
# Prints {"freedBytes":…,"removed":…}. Needs GNU findutils.
set -eu
fail() { echo "docker-prune: $1" >&2; exit 1; }

path=${BOLT_PATH:?docker-prune: the argument path is missing}
minutes=${BOLT_MINUTES:-60}
case $path in /*) ;; *) fail 'path is not absolute' ;; esac
[ ! -L "$path" ] || fail 'path is a symbolic link: name the folder itself'
[ -d "$path" ] || fail 'path is no folder'
case $minutes in '' | *[!0-9]*) fail 'minutes is not a whole number' ;; esac

if root=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null) && [ "$root" = "$path" ]; then
  used() { df --block-size=1 --output=used -- "$path" | tail -n 1; }
  before=$(used)
  deleted=$(docker system prune --force --filter "until=${minutes}m") || fail 'docker system prune failed'
  removed=$(echo "$deleted" | grep -c -e '^[0-9a-f]\{12,\}$' -e '^deleted:') || true
  after=$(used)
  freed=$((before > after ? before - after : 0))
  printf '{"freedBytes":%s,"removed":%s}\n' "$freed" "$removed"
  exit 0
fi

[ -f "$path/.prunable" ] || fail 'the folder is not Docker'"'"'s and holds no file .prunable: its owner must give it up first'
if [ "$minutes" -gt 0 ]; then set -- -mmin "+$minutes"; else set --; fi
find -P "$path" -xdev -type f ! -samefile "$path/.prunable" "$@" -printf '%s\n' -delete |
  awk '{ freed += $1 } END { printf "{\"freedBytes\":%.0f,\"removed\":%d}\n", freed, NR }'
