#!/usr/bin/env bash
# Lints, types, documentation and unused dependencies; warnings are errors. "quick" checks only what needs no compiler: the build of
# the tests has the lints of both halves.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
mkdir -p target
PART="${1:-all}"

say "Dependencies that nothing uses"
cargo machete >target/machete.log 2>&1 || { cat target/machete.log >&2; exit 1; }
say "Lints of the end-to-end tests, the scripts and the style"
end2end/node_modules/.bin/biome lint --error-on-warnings
say "Types of the end-to-end tests"
(cd end2end && npm run --silent check)
if command -v hadolint >/dev/null; then
  say "Lints of the Dockerfile"
  hadolint deploy/Containerfile
else
  skip "lints of the Dockerfile" "hadolint is not installed"
fi
[ "$PART" = all ] || exit 0
# Where the page is laid out for the program, once it is built.
mkdir -p target/embed
say "Lints of the server half and of all tests"
cargo clippy --all-targets --features embed --quiet -- -D warnings
say "Lints of the parts that need no feature"
cargo clippy --lib --quiet -- -D warnings
say "Lints of the browser half"
cargo clippy --lib --test browser --features hydrate --target "$WASM_TARGET" --target-dir target/front --quiet -- -D warnings
say "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --features embed --document-private-items --quiet
