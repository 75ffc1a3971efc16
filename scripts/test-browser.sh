#!/usr/bin/env bash
# wasm-bindgen-test in headless Chromium, with the fake camera and microphone that webdriver.json asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

CHROMEDRIVER="${DUET_CHROMEDRIVER:-$(command -v chromedriver)}"
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$(command -v wasm-bindgen-test-runner)"
export CHROMEDRIVER CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER
cargo test --test browser --features hydrate --target "$WASM_TARGET" --target-dir target/front
