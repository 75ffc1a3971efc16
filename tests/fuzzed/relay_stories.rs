//! Stories for the relay, more likely to lead to calls than bytes are.

use proptest::prelude::*;

use crate::relay::Step;

/// So many things happen at most in one story.
const STEPS_MAX: usize = 200;

/// Whole numbers below this name tickets and ways.
const PEOPLE: u8 = 5;

/// Any story.
pub(crate) fn any_story() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(any_step(), 0..STEPS_MAX)
}

fn any_step() -> impl Strategy<Value = Step> {
    let (person, other) = (0..PEOPLE, 0..=PEOPLE);
    let pair = || (0..PEOPLE, 0..=PEOPLE);
    // Most sit in one room, each on a side of their own.
    let place = || (0..PEOPLE, proptest::bool::weighted(0.1), proptest::bool::weighted(0.2));
    let side = |ticket: u8, is_odd: bool| (ticket % 2 == 1) != is_odd;
    prop_oneof![
        5 => prop::sample::select(vec![1, 900, 5_000, 20_000, 40_000]).prop_map(|ms| Step::Wait { ms }),
        1 => (0..1_000_u16).prop_map(|seconds| Step::WaitLong { seconds }),
        3 => pair().prop_map(|(ticket, socket)| Step::Issue { ticket, socket }),
        3 => place().prop_map(move |(ticket, room, odd)| Step::Seat { ticket, room, is_second: side(ticket, odd) }),
        7 => place().prop_map(move |(ticket, room, odd)| Step::Resume { ticket, room, is_second: side(ticket, odd) }),
        1 => any::<(bool, bool)>().prop_map(|(room, is_second)| Step::Leave { room, is_second }),
        1 => person.clone().prop_map(|socket| Step::Lose { socket }),
        1 => other.prop_map(|way| Step::Close { way }),
        10 => person.prop_map(|ticket| Step::Allocate { way: ticket, ticket }),
        4 => pair().prop_map(|(ticket, way)| Step::Allocate { way, ticket }),
        2 => (pair(), prop::sample::select(vec![0, 1, 600, 4_000]))
            .prop_map(|((ticket, way), seconds)| Step::Refresh { way, ticket, seconds }),
        2 => pair().prop_map(|(way, to)| Step::Permit { way, to }),
        2 => (pair(), 0..4_u8).prop_map(|((way, to), channel)| Step::Bind { way, channel, to }),
        18 => pair().prop_map(|(way, to)| Step::Meet { way, to }),
        14 => (pair(), any::<u8>()).prop_map(|((way, to), bytes)| Step::Send { way, to, bytes }),
        8 => (0..PEOPLE, 0..4_u8, any::<u8>()).prop_map(|(way, channel, bytes)| Step::Channel { way, channel, bytes }),
        2 => any::<(u8, u8, u8, Option<u8>)>().prop_map(|(way, at, by, cut)| Step::Changed { way, at, by, cut }),
        1 => any::<(u8, Vec<u8>)>().prop_map(|(way, bytes)| Step::Bytes { way, bytes }),
        1 => any::<(Vec<u8>, u8)>().prop_map(|(bytes, piece)| Step::Stream { bytes, piece }),
    ]
}
