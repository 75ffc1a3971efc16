//! See `tests/fuzzed/relay.rs`, which `cargo test` runs on the kept seeds.
#![no_main]

#[path = "../../tests/fuzzed/relay.rs"]
mod relay;

libfuzzer_sys::fuzz_target!(|steps: Vec<relay::Step>| {
    relay::check(steps);
});
