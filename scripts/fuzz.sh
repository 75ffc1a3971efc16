#!/usr/bin/env bash
# Runs every fuzz target for a while, from the seeds that are kept. What it finds lies in fuzz/artifacts, and beside the fault says
# how to run it again.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

seconds="${DUET_FUZZ_SECONDS:-30}"
for target in codec relay rooms; do
  say "Fuzzing $target for $seconds s"
  mkdir -p target "fuzz/corpus/$target"
  # So that the limits of a frame are met as well; what the rooms and the relay are told is short.
  longest=4096
  [ "$target" = codec ] && longest=70000
  # Without a sanitizer, which only nightly compilers have: what is fuzzed has no `unsafe`.
  if ! cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -max_len="$longest" -verbosity=0 -close_fd_mask=1 >target/fuzz.log 2>&1; then
    tail -n 40 target/fuzz.log
    die "The fuzz target $target found a fault."
  fi
done
