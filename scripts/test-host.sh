#!/usr/bin/env bash
# Every test that needs no browser: units, simulations in virtual time, the server over real sockets. Each test's time goes to
# the file that DUET_TIMES names.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

say "Building the server half and all host tests, with lints"
# Where the page is laid out for the program, once it is built.
mkdir -p target/embed
# Built first, so that what follows is the time of tests alone.
programs="$(with_lints cargo test --features embed --no-run --message-format=json-render-diagnostics |
  node -e '
    for (const line of require("node:fs").readFileSync(0, "utf8").split("\n")) {
      if (!line.startsWith("{")) continue;
      const { executable, profile, target } = JSON.parse(line);
      if (!executable || !profile?.test) continue;
      // The library and the program have one name.
      const kind = target.kind.includes("bin") ? "-program" : "";
      console.log(`${target.name}${kind}\t${executable}`);
    }')"
[ -n "$programs" ] || die "cargo has built no tests."

say "The program without what its tests bring with them"
# Features that only the tests' own dependencies switch on would be missing where `make build` builds it.
with_lints cargo check --features embed --bin duet

# Runs the test program $2, called $1, and prints what is worth reading. To tell each test's time is an unstable option of a stable
# program.
run() {
  local log="target/host-tests-$1.log" outcome=0
  RUSTC_BOOTSTRAP=1 CARGO_MANIFEST_DIR="$PWD" "$2" -Z unstable-options --report-time >"$log" 2>&1 || outcome=$?
  printf '==> Host tests: %s\n%s\n' "$1" "$(grep -avE '^(test .* \.\.\. ok .*|running .*|)$' "$log")"
  if [ -n "${DUET_TIMES:-}" ]; then
    sed -nE "s/^test (.*) \.\.\. ok <([0-9]+)\.([0-9]{3})s>$/\2\3\thost\t$1: \1/p" "$log" >>"$DUET_TIMES"
  fi
  return "$outcome"
}
export -f run
# Two at a time: one of them waits for half a minute of real time. Programs without a test of their own are of another feature.
printf '%s\n' "$programs" | sort -r | tr '\t\n' '\0\0' | xargs -0 -P 2 -n 2 bash -c 'run "$0" "$1"' || die "A host test failed: see above."
