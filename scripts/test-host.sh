#!/usr/bin/env bash
# Every test that needs no browser: units, simulations in virtual time, the server over real sockets. Each test's time goes to
# the file that DUET_TIMES names.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

say "Host tests: units, simulations, and the server over real sockets"
# Where the page is laid out for the program, once it is built.
mkdir -p target/embed
# Built first, so that what follows is the time of tests alone.
programs="$(cargo test --features embed --no-run --message-format=json-render-diagnostics |
  node -e '
    for (const line of require("node:fs").readFileSync(0, "utf8").split("\n")) {
      if (!line.startsWith("{")) continue;
      const { executable, profile, target } = JSON.parse(line);
      if (executable && profile?.test) console.log(`${target.name}\t${executable}`);
    }')"
[ -n "$programs" ] || die "cargo has built no tests."
while IFS=$'\t' read -r name program; do
  say "Host tests: $name"
  # To tell each test's time is an unstable option of a stable program.
  RUSTC_BOOTSTRAP=1 CARGO_MANIFEST_DIR="$PWD" "$program" -Z unstable-options --report-time "$@" |
    tee target/host-tests.log | grep -vE '^test .* \.\.\. ok' || { [ "${PIPESTATUS[0]}" = 0 ] || die "A test of $name failed."; }
  if [ -n "${DUET_TIMES:-}" ]; then
    sed -nE "s/^test (.*) \.\.\. ok <([0-9]+)\.([0-9]{3})s>$/\2\3\thost\t$name: \1/p" target/host-tests.log >>"$DUET_TIMES"
  fi
done <<<"$programs"
