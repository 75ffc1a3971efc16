//! What the fuzzer checks, on the seeds that are kept and on variations of them. `make fuzz` goes on from here for minutes.
#![cfg(feature = "ssr")]

#[path = "fuzzed/codec.rs"]
mod codec;
#[path = "fuzzed/relay.rs"]
mod relay;
#[path = "fuzzed/relay_stories.rs"]
mod relay_stories;
#[path = "fuzzed/rooms.rs"]
mod rooms;
#[path = "fuzzed/rooms_stories.rs"]
mod rooms_stories;

use arbitrary::{Arbitrary, Unstructured};
use proptest::prelude::{ProptestConfig, Rng as _, proptest};
use proptest::test_runner::{RngAlgorithm, TestRng};
use rooms::Step;

/// So often is each seed changed at some places; the same changes in every run.
const VARIATIONS: usize = 60;
/// In each variation at most so many bytes are changed.
const CHANGES_MAX: usize = 8;

/// The seeds of a target, each whole and then with bytes changed, cut off or doubled.
fn each_input(target: &str, mut check: impl FnMut(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut seeds: Vec<_> =
        std::fs::read_dir(folder).expect("seeds are kept").map(|seed| seed.expect("a seed").path()).collect();
    seeds.sort();
    assert!(!seeds.is_empty());
    let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut below = move |end: usize| random.next_u32() as usize % end.max(1);
    for seed in seeds {
        let bytes = std::fs::read(&seed).expect("a seed can be read");
        check(&bytes);
        for _ in 0..VARIATIONS {
            let mut bytes = bytes.clone();
            for _ in 0..=below(CHANGES_MAX) {
                let at = below(bytes.len());
                match below(4) {
                    0 if !bytes.is_empty() => bytes.truncate(at),
                    1 => bytes.extend_from_within(at..),
                    _ if bytes.is_empty() => bytes.push(below(256) as u8),
                    _ => bytes[at] = below(256) as u8,
                }
            }
            check(&bytes);
        }
    }
}

#[test]
fn no_bytes_from_the_network_break_a_reader() {
    each_input("codec", codec::check);
}

#[test]
fn no_order_of_steps_breaks_the_rooms() {
    let mut happened = 0;
    each_input("rooms", |bytes| {
        let steps = Vec::arbitrary_take_rest(Unstructured::new(bytes)).unwrap_or_default();
        happened += steps.len();
        rooms::check(steps);
    });
    assert!(happened > 1_000, "{happened} steps are hardly any");
}

#[test]
fn no_order_of_steps_opens_a_link_between_people_who_do_not_sit_opposite_each_other() {
    let (mut happened, mut forwarded) = (0, 0);
    each_input("relay", |bytes| {
        let steps = Vec::arbitrary_take_rest(Unstructured::new(bytes)).unwrap_or_default();
        happened += steps.len();
        forwarded += relay::check(steps);
    });
    assert!(happened > 1_000 && forwarded > 100, "{happened} steps and {forwarded} packets are hardly any");
}

/// The bytes seldom come to a restart with a door that is shut and a guest of before.
#[test]
fn what_a_guest_of_before_shows_after_a_restart_opens_no_door() {
    let comes = |socket, claims| Step::Join { socket, room: 0, person: socket, visit: socket, claims, flowing: true };
    rooms::check(vec![
        Step::Wait { ms: 31_000 },
        comes(1, false),
        comes(0, false),
        Step::Leave { socket: 0 },
        Step::Access { socket: 1, access: 1 },
        Step::Wait { ms: 1_000 },
        Step::Restart,
        comes(1, true),
        comes(0, true),
    ]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_story_opens_a_link_between_people_who_do_not_sit_opposite_each_other(story in relay_stories::any_story()) {
        relay::check(story);
    }

    #[test]
    fn no_story_of_seats_leaves_a_link_between_people_who_do_not_sit_opposite_each_other(
        story in rooms_stories::any_story(),
    ) {
        rooms::check(story);
    }
}
