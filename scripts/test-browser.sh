#!/usr/bin/env bash
# wasm-bindgen-test in headless Chromium, with the fake camera and microphone that webdriver.json asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

CHROMEDRIVER="${DUET_CHROMEDRIVER:-$(command -v chromedriver)}"
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$(command -v wasm-bindgen-test-runner)"
# In seconds: for all tests together, and for the driver to start. A busy machine may need them.
WASM_BINDGEN_TEST_TIMEOUT=120
WASM_BINDGEN_TEST_DRIVER_TIMEOUT=30
export CHROMEDRIVER CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER WASM_BINDGEN_TEST_TIMEOUT WASM_BINDGEN_TEST_DRIVER_TIMEOUT
with_lints cargo test --test browser --features hydrate --target "$WASM_TARGET" --target-dir target/front
