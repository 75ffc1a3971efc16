#!/usr/bin/env bash
# Makes one file that is all there is to copy, in target/dist. Where musl can be had (its target from rustup, its compiler from
# the system) the file needs nothing of the system it runs on; else only glibc.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

# The target that makes a static file, if this machine can make one.
static_target() {
  local musl="${1%-gnu}-musl"
  command -v musl-gcc >/dev/null || return
  within 300 rustup target add "$musl" --toolchain "${RUSTUP_TOOLCHAIN:-$RUST_VERSION}" >/dev/null 2>&1 || return
  echo "$musl"
}

# An archive of the sources has no history.
if commit="$(git rev-parse --short=12 HEAD 2>/dev/null)"; then
  git diff --quiet HEAD || commit="$commit, changed"
else
  commit="unknown commit"
fi
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
export DUET_VERSION="$version ($commit)"

host="$(rustc -vV | sed -n 's/^host: //p')"
target="$(static_target "$host")" || true
[ -n "$target" ] || { target="$host"; say "No musl here (Debian: musl-tools): the file will need glibc"; }
export "CC_${target//-/_}=$([ "$target" = "$host" ] && echo cc || echo musl-gcc)"

say "Building $DUET_VERSION for $target"
cargo build --profile dist --features embed --bin duet --target "$target"
mkdir -p target/dist
cp "target/$target/dist/duet" target/dist/duet
say "target/dist/duet: $(du -h target/dist/duet | cut -f1), $(target/dist/duet --version)"
