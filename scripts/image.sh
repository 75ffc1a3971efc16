#!/usr/bin/env bash
# Makes the image for architecture $1 in version $2, of the program in target/dist/$1/duet, as an archive that engines load.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
architecture="$1" version="$2"
# Where nothing of the kernel is to be had but a folder, as inside another container.
if [ ! -e /dev/fuse ] || [ "${CI:-}" = true ]; then
  export STORAGE_DRIVER="${STORAGE_DRIVER:-vfs}" BUILDAH_ISOLATION="${BUILDAH_ISOLATION:-chroot}"
fi
archive="$PWD/target/dist/duet-$version-$architecture.tar"
rm -f "$archive"
context="$(mktemp -d)"
trap 'rm -rf "$context"' EXIT
mkdir "$context/empty"
cp "target/dist/$architecture/duet" /etc/ssl/certs/ca-certificates.crt "$context"
# HEALTHCHECK is of Docker's format alone.
buildah bud --quiet --format docker --arch "$architecture" --timestamp "${SOURCE_DATE_EPOCH:-0}" \
  --file deploy/Containerfile --tag "duet:$version-$architecture" "$context" >/dev/null
buildah push --quiet "duet:$version-$architecture" "docker-archive:$archive:duet:latest" >/dev/null
buildah rmi "duet:$version-$architecture" >/dev/null
