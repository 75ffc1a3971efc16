#!/usr/bin/env bash
# wasm-bindgen-test in headless Chromium, with the fake camera and microphone that webdriver.json asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

CHROMEDRIVER="${DUET_CHROMEDRIVER:-$(command -v chromedriver)}"
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
# In seconds: for all tests together, and for the driver to start. A busy machine may need them.
WASM_BINDGEN_TEST_TIMEOUT=120
WASM_BINDGEN_TEST_DRIVER_TIMEOUT=30
export CHROMEDRIVER CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER WASM_BINDGEN_TEST_TIMEOUT WASM_BINDGEN_TEST_DRIVER_TIMEOUT
# The driver looks only where vendors install a browser.
if [ -n "${DUET_CHROMIUM:-}" ]; then
  mkdir -p target
  node -e 'const all = JSON.parse(require("node:fs").readFileSync("webdriver.json", "utf8"));
    all["goog:chromeOptions"].binary = process.env.DUET_CHROMIUM;
    console.log(JSON.stringify(all));' >target/webdriver.json
  export WASM_BINDGEN_TEST_WEBDRIVER_JSON="$PWD/target/webdriver.json"
fi
with_lints cargo test --test browser --features hydrate --target "$WASM_TARGET" --target-dir target/front
