//! Stories for the rooms, more likely than bytes to lead to seats that expire, are taken by others and are claimed.

use proptest::prelude::*;

use crate::rooms::{self, Step};

/// So many things happen at most in one story.
const STEPS_MAX: usize = 60;

/// Any story.
pub(crate) fn any_story() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(any_step(), 0..STEPS_MAX)
}

fn any_step() -> impl Strategy<Value = Step> {
    let socket = || 0..7_u8;
    // Most stay in one room and on one page.
    let room = proptest::bool::weighted(0.1).prop_map(|is_other| if is_other { 2 } else { 0 });
    let who = (0..3_u8, proptest::bool::weighted(0.1)).prop_map(|(who, moves)| (who, who + u8::from(moves) * 3));
    let flags = (proptest::bool::weighted(0.6), proptest::bool::weighted(0.8));
    prop_oneof![
        6 => prop::sample::select(vec![1, 2_000, 9_000, 16_000, 21_000, 31_000]).prop_map(|ms| Step::Wait { ms }),
        12 => (socket(), room, who, flags).prop_map(|(socket, room, (person, visit), (claims, flowing))| {
            Step::Join { socket, room, person, visit, claims, flowing }
        }),
        2 => (socket(), any::<bool>()).prop_map(|(socket, flowing)| Step::Report { socket, flowing }),
        1 => socket().prop_map(|socket| Step::Pong { socket }),
        2 => socket().prop_map(|socket| Step::Leave { socket }),
        5 => socket().prop_map(|socket| Step::Lose { socket }),
        1 => Just(()).prop_map(|()| Step::Restart),
    ]
}

fn joins(socket: u8, person: u8) -> Step {
    Step::Join { socket, room: 0, person, visit: person, claims: false, flowing: false }
}

fn claims(socket: u8, person: u8) -> Step {
    Step::Join { socket, room: 0, person, visit: person, claims: true, flowing: true }
}

/// The server is no longer so young that it believes passes more than who sits there.
fn later(story: impl IntoIterator<Item = Step>) {
    rooms::check([Step::Wait { ms: 31_000 }].into_iter().chain(story).collect());
}

#[test]
fn a_stranger_who_comes_where_a_call_has_ended_is_linked_to_nobody() {
    later([
        joins(0, 0),
        joins(1, 1),
        Step::Lose { socket: 1 },
        Step::Leave { socket: 0 },
        Step::Wait { ms: 5_000 },
        joins(2, 2),
    ]);
}

#[test]
fn who_claims_a_seat_does_not_give_it_back_to_a_guest_of_meanwhile() {
    later([
        joins(1, 1),
        joins(0, 0),
        Step::Lose { socket: 0 },
        Step::Wait { ms: 5_000 },
        joins(2, 2),
        Step::Lose { socket: 2 },
        Step::Wait { ms: 5_000 },
        claims(3, 0),
    ]);
}

#[test]
fn a_call_that_comes_back_the_other_way_round_has_no_link_of_before() {
    later([
        joins(1, 1),
        joins(0, 0),
        Step::Lose { socket: 0 },
        Step::Lose { socket: 1 },
        Step::Wait { ms: 5_000 },
        joins(2, 0),
        claims(3, 1),
        Step::Leave { socket: 2 },
    ]);
}
