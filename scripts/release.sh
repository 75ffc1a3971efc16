#!/usr/bin/env bash
# Makes everything that a release is, in target/dist, as far as this machine can, and says what it cannot:
#   duet-VERSION-ARCHITECTURE     the program, one static file with the page inside
#   duet_VERSION_ARCHITECTURE.deb the package
#   duet-VERSION-ARCHITECTURE.tar the image, as `podman load` and `docker load` take it
#   duet-VERSION.cdx.json         what is built in (CycloneDX)
#   NOTES.md, SHA256SUMS
# DUET_ARCHITECTURES names the architectures ("amd64 arm64").
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
. scripts/static.sh

version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
# An archive of the sources has no history.
if commit="$(git rev-parse --short=12 HEAD 2>/dev/null)"; then
  git diff --quiet HEAD || commit="$commit, changed"
else
  commit="unknown commit"
fi
export DUET_VERSION="$version ($commit)"
# Files in packages and images are of the commit's time, so that two builds of one commit are alike.
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct 2>/dev/null || date +%s)"
export SOURCE_DATE_EPOCH

dist="$PWD/target/dist"
mkdir -p "$dist"
rm -f "$dist"/duet[-_]* "$dist/SHA256SUMS" "$dist/NOTES.md"

setup_static "$dist/static.log" ||
  say "No compiler of static files: the program will need glibc, and is for this architecture alone"

made=()
for architecture in ${DUET_ARCHITECTURES:-amd64 arm64}; do
  target="$(static_target "$architecture")" || {
    skip "the release for $architecture" "nothing here compiles for it"
    continue
  }
  say "Building $DUET_VERSION for $target"
  build_static "$target"
  install -D -m 755 "target/$target/dist/duet" "$dist/$architecture/duet"
  cp "$dist/$architecture/duet" "$dist/duet-$version-$architecture"
  made+=("$architecture")
  if command -v dpkg-deb >/dev/null; then
    scripts/package.sh "$architecture" "$version"
  else
    skip "the .deb for $architecture" "there is no dpkg-deb"
  fi
  if command -v buildah >/dev/null; then
    scripts/image.sh "$architecture" "$version"
  else
    skip "the image for $architecture" "there is no buildah"
  fi
done
[ "${#made[@]}" -gt 0 ] || die "Nothing here compiles for any of the architectures."
cp "$dist/${made[0]}/duet" "$dist/duet"

say "What is built in"
cargo metadata --format-version 1 --locked --filter-platform x86_64-unknown-linux-gnu --features embed |
  node scripts/parts.mjs "$version" "$SOURCE_DATE_EPOCH" >"$dist/duet-$version.cdx.json"

# What CHANGELOG.md says of this version, or of what is not released yet.
awk -v version="$version" '
  /^## / { taken = index($0, version) || (!found && /Unreleased/); found = found || taken; next }
  taken { print }
' CHANGELOG.md >"$dist/NOTES.md"
(cd "$dist" && sha256sum duet[-_]"$version"* >SHA256SUMS)
say "In target/dist:"
(cd "$dist" && du -h duet[-_]"$version"* NOTES.md SHA256SUMS)
