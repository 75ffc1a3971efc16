//! When people get a new pass: what they would lose if what they show were older than what the server knew.

use super::*;
use crate::protocol::Access;

const HOUR_MS: u64 = 3_600_000;

/// A pass as somebody got it, and what it says.
#[derive(Debug)]
struct Got {
    number: u64,
    said: Option<Statement>,
}

/// Who got which pass, also in the answer to a join.
fn got(outputs: &[Output], owner: impl Fn(u64) -> u8) -> Vec<Got> {
    let pass_of = |output: &Output| match output {
        Output::Send(socket, ServerMessage::Pass { pass, beside } | ServerMessage::Joined { pass, beside, .. }) => {
            Some((socket.0, *pass, *beside))
        }
        _ => None,
    };
    let read = |(number, pass, beside)| {
        let claim = Claim { pass, role: Role::Polite, beside, peer: None, flowing: false };
        Got { number, said: passes().read(&claim, &room_key(), seat_of(owner(number))) }
    };
    outputs.iter().filter_map(pass_of).map(read).collect()
}

/// What they say, to whom, without the time.
fn contents(outputs: &[Output]) -> Vec<(u64, Option<SeatDigest>, Option<Access>, bool)> {
    let owner = |number| u8::try_from(number).unwrap_or_default();
    let content = |got: Got| {
        let said = got.said.expect("the server made it");
        (got.number, said.beside, said.door, said.proves)
    };
    got(outputs, owner).into_iter().map(content).collect()
}

impl Desk {
    fn raw(&mut self, input: Input) -> Vec<Output> {
        self.rooms.handle(self.now, input)
    }

    fn raw_said(&mut self, number: u64, message: ClientMessage) -> Vec<Output> {
        let message = codec::decode_client(&codec::encode(&message)).expect("it keeps the limits");
        self.raw(Input::said(socket(number), None, message))
    }

    /// As [`Desk::passes`], with the passes.
    fn raw_passes(&mut self, ms: u64) -> Vec<Output> {
        self.now = self.now.after(ms);
        self.raw(Input::Woke)
    }
}

#[test]
fn both_get_a_new_pass_at_each_change_of_the_neighbour_and_of_the_door() {
    let mut desk = Desk::new();
    desk.settles();
    let (one, two) = (Some(seat_of(1)), Some(seat_of(2)));
    assert_eq!(contents(&desk.raw_said(1, join(ROOM, 1, visit(1)))), [(1, None, None, true)]);
    let outputs = desk.raw_said(2, join(ROOM, 2, visit(2)));
    assert_eq!(contents(&outputs), [(2, one, None, true), (1, two, None, true)]);
    let locked = Some(Access::Locked);
    let outputs = desk.raw_said(1, ClientMessage::Access(Access::Locked));
    assert_eq!(contents(&outputs), [(1, two, locked, true), (2, one, locked, true)]);
    assert_eq!(contents(&desk.raw_said(2, ClientMessage::Leave)), [(1, None, locked, true)]);
}

#[test]
fn each_pass_of_a_room_is_younger_than_the_one_before_within_a_millisecond_too() {
    let mut desk = Desk::new();
    desk.settles();
    let owner = |number| u8::try_from(number).unwrap_or_default();
    let mut outputs = desk.raw_said(1, join(ROOM, 1, visit(1)));
    outputs.extend(desk.raw_said(2, join(ROOM, 2, visit(2))));
    outputs.extend(desk.raw_said(1, ClientMessage::Access(Access::Knock)));
    outputs.extend(desk.raw_said(2, ClientMessage::Leave));
    let times: Vec<u64> = got(&outputs, owner).into_iter().filter_map(|got| Some(got.said?.at)).collect();
    assert_eq!(times.len(), 6);
    assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
}

#[test]
fn a_seat_gets_a_new_pass_each_hour() {
    let mut desk = call();
    desk.settles();
    desk.raw_passes(1_000);
    for _ in 0..3 {
        assert_eq!(contents(&desk.raw_passes(HOUR_MS - 2)), []);
        assert_eq!(contents(&desk.raw_passes(2)).len(), 2);
    }
}

#[test]
fn a_pass_from_the_first_thirty_seconds_proves_nothing_and_the_next_one_comes_when_they_are_over() {
    let mut desk = Desk::new();
    let outputs = [desk.raw_said(1, join(ROOM, 1, visit(1))), desk.raw_said(2, join(ROOM, 2, visit(2)))].concat();
    assert_eq!(contents(&outputs), [(1, None, None, false), (2, None, None, false)]);
    assert_eq!(contents(&desk.raw_said(1, ClientMessage::Access(Access::Locked))), []);
    assert_eq!(contents(&desk.raw_passes(SETTLING_MS - 1)), []);
    let locked = Some(Access::Locked);
    let next = desk.raw_passes(1_001);
    assert_eq!(contents(&next), [(1, Some(seat_of(2)), locked, true), (2, Some(seat_of(1)), locked, true)]);
}

#[test]
fn a_pass_does_not_name_whom_only_its_owner_names() {
    let mut desk = Desk::new();
    desk.settles();
    let alone = claim_of(desk.now.0, 1, Role::Impolite, None, true);
    let peer = Some(Neighbour { seat: seat_of(9), visit: visit(9) });
    let ClientMessage::Join(join) = join(ROOM, 1, visit(1)) else { unreachable!("made as a join") };
    let outputs = desk.raw_said(1, ClientMessage::Join(Join { claim: Some(Claim { peer, ..alone }), ..join }));
    assert_eq!(contents(&outputs), [(1, None, None, true)], "though that seat is held");
}

/// Person 1 has shown a pass of ten o'clock to a server that has just started, and takes it to be nine.
fn after_a_pass_of_the_future() -> Desk {
    let mut desk = Desk::new();
    desk.now = Millis(10 * HOUR_MS);
    desk.starts_again();
    let claim = claim_of(desk.now.0, 1, Role::Impolite, None, false);
    desk.rooms.set_clock(desk.now, 9 * HOUR_MS);
    desk.claims_with(1, 1, claim);
    desk
}

#[test]
fn a_clock_that_was_set_back_makes_no_pass_older_than_one_that_was_shown() {
    let mut desk = after_a_pass_of_the_future();
    let outputs = desk.raw_passes(SETTLING_MS + 1_000);
    let got = got(&outputs, |_| 1);
    assert!(got[0].said.is_some_and(|said| said.proves && said.at > 10 * HOUR_MS));
}

#[test]
fn a_clock_that_was_set_back_makes_no_pass_older_than_one_of_a_room_that_is_gone() {
    let times = |outputs: &[Output], owner: u8| got(outputs, |_| owner)[0].said.map(|said| said.at);
    let mut desk = Desk::new();
    desk.settles();
    desk.rooms.set_clock(desk.now, 10 * HOUR_MS);
    let before = times(&desk.raw_said(1, join(ROOM, 1, visit(1))), 1);
    desk.raw_said(1, ClientMessage::Leave);
    assert_eq!(desk.occupancy(), Occupancy::Empty);
    desk.rooms.set_clock(desk.now, 9 * HOUR_MS);
    let after = times(&desk.raw_said(2, join(ROOM, 2, visit(2))), 2);
    assert!(after > before, "{after:?} {before:?}");
}

#[test]
fn a_clock_that_was_set_back_with_a_restart_makes_no_pass_older_than_one_that_anybody_has_shown() {
    let mut desk = after_a_pass_of_the_future();
    desk.said(1, ClientMessage::Leave);
    desk.joins(2, 2);
    let outputs = desk.raw_passes(SETTLING_MS + 1_000);
    let got = got(&outputs, |_| 2);
    assert!(got[0].said.is_some_and(|said| said.proves && said.at > 10 * HOUR_MS));
}
