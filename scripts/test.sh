#!/usr/bin/env bash
# Runs the tests part by part, the quick ones first, and says at the end what each part took, which tests were slowest, and what was
# skipped for want of something, and what failed in a browser. It stops at the first part that fails.
#   test.sh quick   format, lints of the server half, host tests
#   test.sh test    what `make test` runs
#   test.sh all     that, and what takes longer
set -euo pipefail
cd "$(dirname "$0")/.."
WHAT="${1:-test}"
mkdir -p target
export DUET_TIMES="$PWD/target/test-times.tsv"
export DUET_SKIPPED="$PWD/target/skipped.tsv"
export DUET_FAILED="$PWD/target/failed.txt"
PARTS="$PWD/target/part-times.tsv"
: >"$DUET_TIMES"
: >"$DUET_SKIPPED"
: >"$DUET_FAILED"
: >"$PARTS"
# What failed comes last: of a long output, people and servers look at the end.
finish() {
  node scripts/times.mjs "$PARTS" "$DUET_TIMES" "$DUET_SKIPPED"
  [ ! -s "$DUET_FAILED" ] || printf '\nFailed in the browsers\n%s\n' "$(head -c 8000 "$DUET_FAILED")"
}
trap finish EXIT

# Runs the rest of the words as the part called $1.
part() {
  local name="$1" began="$SECONDS" outcome=0
  shift
  "$@" || outcome=$?
  printf '%s\t%s\t%s\n' "$((SECONDS - began))" "$name" "$([ "$outcome" = 0 ] && echo passed || echo FAILED)" >>"$PARTS"
  [ "$outcome" = 0 ] || exit "$outcome"
}

scenes() { (cd end2end && npm run --silent "$1"); }

if [ "$WHAT" = quick ]; then
  part "formats" scripts/format.sh check
  part "host tests, with lints" scripts/test-host.sh
  exit
fi

part "set-up" scripts/setup.sh "$([ "$WHAT" = all ] && echo all || echo test)"
# The browsers that set-up may have fetched.
. scripts/env.sh
part "formats" scripts/format.sh check
part "types, lints of scripts and scenes" scripts/check.sh quick
part "host tests, with lints" scripts/test-host.sh
part "licences" make --no-print-directory deny
# What the host tests have built serves the scenes: to build the optimised program takes as long as a third of all this, and its
# code is the same. The long run is of what people are given.
if [ "$WHAT" = test ]; then
  export DUET_BINARY="$PWD/target/debug/duet"
  part "build" scripts/build.sh page
else
  part "build" scripts/build.sh
  # And in the browser that people have, not in its shell without windows.
  export DUET_CHROMIUM_SHELL=none
fi
part "weight of the page" node scripts/budget.mjs
part "browser adapters, with lints" scripts/test-browser.sh
if [ "$WHAT" = test ]; then
  part "scenes in Chromium" scenes test
  part "scenes in Firefox, one of each kind" scenes test:firefox:quick
  part "scenes in Safari's engine, one of each kind" scenes test:webkit:quick
  part "faults of the network, one of each kind" scenes test:network:quick
  exit
fi
part "scenes in Chromium" scenes test
part "scenes in Firefox" scenes test:firefox
part "scenes in Safari's engine" scenes test:webkit
part "faults of the network" scenes test:network
part "calls of twelve minutes through the relay" scenes test:long
part "lints apart, documentation" scripts/check.sh
part "released file" make --no-print-directory test-release
part "fuzzing" env DUET_FUZZ_SECONDS="${DUET_FUZZ_SECONDS:-300}" scripts/fuzz.sh
part "a hundred thousand histories" make --no-print-directory simulate
part "memory, a thousand attackers of each kind" make --no-print-directory memory
part "soak" make --no-print-directory soak
