#!/usr/bin/env bash
# Goes the way of docs/running.md with the package and with the image, up to a call of two browsers without a path to each other, and updates
# in mid-call (end2end/packaged). DUET_PACKAGE_BEFORE is the package of the release before; without it, this one under a lower version.
# Needs root, debootstrap and pebble.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
. scripts/debian.sh

export DUET_PACKAGE="$package" DUET_IMAGE="$dist/duet-$version-$architecture.tar"
lacks="$(debian_lacks)"
[ -z "$lacks" ] || { skip "calls by way of the package and the image" "$lacks"; exit 0; }

DUET_DEBIAN="$(mktemp -d)"
made="$(mktemp -d)"
export DUET_DEBIAN
cleanup() {
  close_debian "$DUET_DEBIAN"
  rm -rf "$made"
}
trap cleanup EXIT
open_debian "$DUET_DEBIAN"
as_version "${DUET_PACKAGE_BEFORE:-$DUET_PACKAGE}" "$version~before" "# A line less." "$made/before.deb"
export DUET_PACKAGE_BEFORE="$made/before.deb"
say "Calls by way of the package and the image"
(cd end2end && npm run --silent test:packaged -- ${DUET_SCENE:+-g "$DUET_SCENE"})
