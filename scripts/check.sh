#!/usr/bin/env bash
# Format and lints of both halves and of the end-to-end tests; warnings are errors.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

say "Format"
cargo fmt --check
say "Lints of the parts that need no feature"
cargo clippy --lib --quiet -- -D warnings
say "Lints of the server half and of all tests"
cargo clippy --all-targets --features ssr --quiet -- -D warnings
say "Lints of the browser half"
cargo clippy --lib --test browser --features hydrate --target "$WASM_TARGET" --target-dir target/front --quiet -- -D warnings
if command -v hadolint >/dev/null; then
  say "Lints of the Dockerfile"
  hadolint deploy/Dockerfile
else
  say "Skipped: lints of the Dockerfile, for which hadolint is not installed"
fi
say "Types of the end-to-end tests"
(cd end2end && npm run --silent check)
