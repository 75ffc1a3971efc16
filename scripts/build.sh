#!/usr/bin/env bash
# Builds `target/release/duet`, with the page inside: a server that runs does not miss its files when the next one is built. "page"
# builds only the page, for the program that the host tests have built: `target/debug/duet` reads it from target/embed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

# Copies $1 to $2 unless it is there: cargo builds again what is newer, not what is different.
lay() {
  cmp -s "$1" "$2" && return
  mkdir -p "$(dirname "$2")"
  cp "$1" "$2"
}

# Lays out in target/embed what browsers are sent, without the types that cargo-leptos lays beside it and the script that is
# inside another now.
lay_out() {
  local path
  lay "$hashes" target/embed/hash.txt
  while IFS= read -r path; do lay "target/site/$path" "target/embed/site/$path"; done < <(sent)
  comm -13 <(sent) <(cd target/embed/site && find . -type f | sort) | while IFS= read -r path; do rm "target/embed/site/$path"; done
}
sent() { (cd target/site && find . -type f ! -name '*.ts' ! -name '*.ts.br' ! -name '*.ts.gz' ! -name '__wasm_split*' | sort); }

hashes=target/release/hash.txt
say "Building the page, optimised (some minutes the first time)"
LEPTOS_HASH_FILES=true cargo leptos build --release --split --lib-features split --precompress --frontend-only
node scripts/pack.mjs target/site/pkg target/page.wasm
lay_out
[ "${1:-}" != page ] || exit 0
say "Building the server, with the page inside"
cargo build --release --features embed --bin duet
