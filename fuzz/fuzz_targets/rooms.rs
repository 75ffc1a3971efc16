//! See `tests/fuzzed/rooms.rs`, which `cargo test` runs on the kept seeds.
#![no_main]

#[path = "../../tests/fuzzed/rooms.rs"]
mod rooms;

libfuzzer_sys::fuzz_target!(|steps: Vec<rooms::Step>| rooms::check(steps));
