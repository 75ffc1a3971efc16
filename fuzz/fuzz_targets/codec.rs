//! See `tests/fuzzed/codec.rs`, which `cargo test` runs on the kept seeds.
#![no_main]

#[path = "../../tests/fuzzed/codec.rs"]
mod codec;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| codec::check(bytes));
