//! What the relay is told of who sits where: wrong, it would carry packets to strangers, or end a call that goes on.

use super::*;

/// What was told of seats, in order: who sat down on which socket (and whether they had the seat before), and which seats were left.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Sat(u64, bool, bool),
    Left(bool),
}

fn told(outputs: &[Output]) -> Vec<Told> {
    let of = |output: &Output| match output {
        Output::Seated { socket, seat, is_back, .. } => Some(Told::Sat(socket.0, seat.is_second, *is_back)),
        Output::Left(seat) => Some(Told::Left(seat.is_second)),
        _ => None,
    };
    outputs.iter().filter_map(of).collect()
}

impl Desk {
    fn hears(&mut self, number: u64, message: &ClientMessage) -> Vec<Told> {
        let message = codec::decode_client(&codec::encode(message)).expect("it keeps the limits");
        told(&self.rooms.handle(self.now, Input::said(socket(number), None, message)))
    }

    fn loses(&mut self, number: u64) -> Vec<Told> {
        told(&self.rooms.handle(self.now, Input::Lost(socket(number))))
    }

    fn waits(&mut self, ms: u64) -> Vec<Told> {
        self.now = self.now.after(ms);
        told(&self.rooms.handle(self.now, Input::Woke))
    }
}

#[test]
fn two_sit_opposite_each_other_until_one_leaves() {
    let mut desk = Desk::new();
    assert_eq!(desk.hears(1, &join(ROOM, 1, visit(1))), [Told::Sat(1, false, false)]);
    assert_eq!(desk.hears(2, &join(ROOM, 2, visit(2))), [Told::Sat(2, true, false)]);
    assert_eq!(desk.hears(1, &ClientMessage::Leave), [Told::Left(false)]);
    assert_eq!(desk.hears(3, &join(ROOM, 3, visit(3))), [Told::Sat(3, false, false)]);
}

#[test]
fn who_comes_back_with_their_visit_has_their_seat_and_with_another_the_call_has_moved() {
    let mut desk = call();
    assert!(desk.loses(1).is_empty(), "a seat that is held is not left");
    assert_eq!(desk.hears(3, &join(ROOM, 1, visit(1))), [Told::Sat(3, false, true)]);
    assert_eq!(desk.hears(4, &join(ROOM, 1, visit(11))), [Told::Sat(4, false, false)]);
}

#[test]
fn a_seat_that_is_held_no_longer_is_not_left() {
    let mut desk = call();
    desk.loses(1);
    assert!(desk.waits(HOLD_MS + 1).is_empty(), "a call outlives its signaling");
    assert_eq!(desk.occupancy(), Occupancy::One);
}

#[test]
fn after_a_restart_both_have_their_seats_and_strangers_who_are_put_out_have_left_theirs() {
    let mut desk = Desk::new();
    desk.starts_again();
    for person in [8, 9] {
        desk.hears(person.into(), &join(ROOM, person, visit(person)));
    }
    let claim = claim_of(desk.now.0, 1, Role::Impolite, Some(2), true);
    let ClientMessage::Join(back) = join(ROOM, 1, visit(1)) else { unreachable!("made as a join") };
    let heard = desk.hears(1, &ClientMessage::Join(Join { claim: Some(claim), ..back }));
    assert_eq!(heard, [Told::Left(false), Told::Left(true), Told::Sat(1, false, true)]);
}
