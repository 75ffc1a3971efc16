#!/usr/bin/env bash
# Checks the format of everything ("check"), or brings everything into it ("write").
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
MODE="${1:-check}"
tools=end2end/node_modules/.bin
mkdir -p target

say "Format of Rust"
cargo fmt $([ "$MODE" = write ] || echo --check)
say "Format of view!"
leptosfmt --quiet $([ "$MODE" = write ] || echo --check) src
say "Format of TypeScript, JavaScript, CSS and JSON"
"$tools/biome" format $([ "$MODE" != write ] || echo --write)
say "Format of TOML"
"$tools/taplo" format $([ "$MODE" = write ] || echo --check) >/dev/null 2>target/taplo.log || { cat target/taplo.log >&2; exit 1; }
