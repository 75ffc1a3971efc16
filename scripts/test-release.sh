#!/usr/bin/env bash
# Whether the released file is all there is to copy: alone in an empty folder, without any setting of the environment.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

folder="$(mktemp -d)"
url=http://127.0.0.1:3190
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cp target/dist/duet "$folder/duet"

say "The released file, alone"
version="$("$folder/duet" --version)"
commit="$(git rev-parse --short=12 HEAD 2>/dev/null)" || commit="unknown commit"
case "$version" in
  *"$commit"*) ;;
  *) die "--version does not tell the commit: $version" ;;
esac
(cd "$folder" && exec env -i ./duet --listen "${url#http://}" --state-dir "$folder/state" >"$folder/said") & server=$!
for _ in $(seq 100); do
  grep -q "Duet is ready: $url" "$folder/said" 2>/dev/null && break
  sleep 0.1
done
grep -q "Duet is ready: $url" "$folder/said" || die "It does not start."

# Fails when $1 is not what the server sends for the path $2 to a browser that takes the coding $3.
expect() {
  curl -sf -H "accept-encoding: $3" -o "$folder/got" "$url$2" || die "It does not send $2."
  cmp -s "$folder/got" "$1" || die "What it sends for $2 ($3) is not what was built."
}
page="$(curl -sf "$url/")"
for kind in js wasm css; do
  path="$(grep -o "/pkg/duet\.[^\"']*\.$kind" <<<"$page" | head -n 1)" || true
  [ -n "$path" ] || die "The page names no .$kind."
  expect "target/site$path" "$path" identity
  expect "target/site$path.br" "$path" br
  expect "target/site$path.gz" "$path" gzip
done
for name in $(cd target/site && ls pkg/split_*.wasm pkg/chunk_*.wasm ./*.png ./*.webmanifest 2>/dev/null); do
  expect "target/site/$name" "/${name#./}" identity
done
for path in /pkg/../hash.txt /hash.txt /../Cargo.toml /nothing; do
  [ "$(curl -s --path-as-is -o /dev/null -w '%{http_code}' "$url$path")" = 404 ] || die "It sends $path."
done
say "It is whole: $(du -h "$folder/duet" | cut -f1), $version"
