//! What people would lose if the registry were wrong, seat by seat.

use super::*;
use crate::protocol::identity::{Pass, SeatDigest, SeatSecret, VisitId};
use crate::protocol::signal::{Devices, Payload, Signal};
use crate::protocol::{Claim, Join, Neighbour, PROTOCOL_VERSION, Peer, codec};
use crate::server::network::Network;
use crate::server::pass::{KEY_BYTES, Statement, digest};

#[path = "rooms_tests/claims.rs"]
mod claims;
#[path = "rooms_tests/doors.rs"]
mod doors;
#[path = "rooms_tests/orders.rs"]
mod orders;
#[path = "rooms_tests/passes.rs"]
mod passes_given;
#[path = "rooms_tests/seats.rs"]
mod seats;

const ROOM: &str = "Kitchen";

fn socket(number: u64) -> SocketId {
    SocketId(number)
}

fn visit(byte: u8) -> VisitId {
    VisitId::from_random([byte; 8])
}

fn join(name: &str, person: u8, visit: VisitId) -> ClientMessage {
    ClientMessage::Join(Join {
        version: PROTOCOL_VERSION,
        name: name.into(),
        visit,
        secret: SeatSecret::from_random([person; 16]),
        claim: None,
        signals: Vec::new(),
    })
}

fn seat_of(person: u8) -> SeatDigest {
    digest(&SeatSecret::from_random([person; 16]))
}

/// Whose visit it is: those who come again have one of these.
fn owner_of(visit: u8) -> u8 {
    match visit {
        8 | 12 => 2,
        11 => 1,
        person => person,
    }
}

fn passes() -> Passes {
    Passes::new([1; KEY_BYTES])
}

fn room_key() -> RoomKey {
    RoomName::parse(ROOM).expect("a valid name").key()
}

/// What stands for a pass in these tests.
fn some_pass() -> Pass {
    Pass::from_bytes([0; 16])
}

fn signal(from: VisitId, to: Option<VisitId>) -> Signal {
    Signal { from, to, seq: 1, payload: Payload::Devices(Devices::default()) }
}

/// The passes themselves are tested where they are made, and in [`passes_given`]; what the relay is told in [`seats`].
fn without_pass(mut outputs: Vec<Output>) -> Vec<Output> {
    outputs.retain(|output| {
        !matches!(output, Output::Send(_, ServerMessage::Pass { .. }) | Output::Seated { .. } | Output::Left(_))
    });
    for output in &mut outputs {
        if let Output::Send(_, ServerMessage::Joined { pass, beside, .. }) = output {
            (*pass, *beside) = (some_pass(), None);
        }
    }
    outputs
}

/// What person `person` remembers of a seat that they had at that time beside `peer`, at a door of which nobody had said anything.
fn claim_of(at: u64, person: u8, role: Role, peer: Option<u8>, flowing: bool) -> Claim {
    let beside = peer.map(seat_of);
    let said = Statement { role, beside, door: None, at, proves: true };
    let pass = passes().issue(&room_key(), seat_of(person), &said);
    let peer = peer.map(|peer| Neighbour { seat: seat_of(peer), visit: visit(peer) });
    Claim { pass, role, beside, peer, flowing }
}

/// The rooms with a clock that the test turns.
struct Desk {
    rooms: Rooms,
    now: Millis,
}

impl Desk {
    fn new() -> Self {
        Self { rooms: Rooms::new(Millis(1_000), 0, passes()), now: Millis(1_000) }
    }

    fn said(&mut self, number: u64, message: ClientMessage) -> Vec<Output> {
        self.said_from(None, number, message)
    }

    fn said_from(&mut self, from: Option<Network>, number: u64, message: ClientMessage) -> Vec<Output> {
        let message = codec::decode_client(&codec::encode(&message)).expect("it keeps the limits");
        without_pass(self.rooms.handle(self.now, Input::said(socket(number), from, message)))
    }

    fn joins(&mut self, number: u64, person: u8) -> Vec<Output> {
        self.said(number, join(ROOM, person, visit(person)))
    }

    fn lost(&mut self, number: u64) -> Vec<Output> {
        without_pass(self.rooms.handle(self.now, Input::Lost(socket(number))))
    }

    fn passes(&mut self, ms: u64) -> Vec<Output> {
        self.now = self.now.after(ms);
        without_pass(self.rooms.handle(self.now, Input::Woke))
    }

    /// The server has run for so long that it knows by itself who sits where.
    fn settles(&mut self) {
        self.passes(SETTLING_MS);
    }

    /// The server is killed and another one with the same key starts: it knows no room.
    fn starts_again(&mut self) {
        self.rooms = Rooms::new(self.now, 0, passes());
    }

    /// Person `person`, who sat in that seat beside `peer`, comes back with what they remember.
    fn claims(&mut self, number: u64, person: u8, role: Role, peer: Option<u8>, flowing: bool) -> Vec<Output> {
        let at = self.now.0;
        self.claims_with(number, person, claim_of(at, person, role, peer, flowing))
    }

    fn claims_with(&mut self, number: u64, person: u8, claim: Claim) -> Vec<Output> {
        let ClientMessage::Join(join) = join(ROOM, person, visit(person)) else { unreachable!("made as a join") };
        self.said(number, ClientMessage::Join(Join { claim: Some(claim), ..join }))
    }

    fn occupancy(&self) -> Occupancy {
        self.rooms.occupancy(&room_key())
    }
}

/// A desk with person 1 on socket 1 and person 2 on socket 2.
fn call() -> Desk {
    let mut desk = Desk::new();
    desk.joins(1, 1);
    desk.joins(2, 2);
    desk
}

fn joined(number: u64, role: Role, resumed: bool, peer: Option<(u8, bool)>) -> Output {
    let peer = peer.map(|(person, quiet)| Peer { visit: visit(person), seat: seat_of(owner_of(person)), quiet });
    Output::Send(
        socket(number),
        ServerMessage::Joined { name: ROOM.into(), role, resumed, pass: some_pass(), beside: None, peer },
    )
}

fn sent(number: u64, message: ServerMessage) -> Output {
    Output::Send(socket(number), message)
}

fn peer_here(number: u64, person: u8) -> Output {
    sent(number, ServerMessage::PeerHere { visit: visit(person), seat: seat_of(owner_of(person)) })
}

#[test]
fn two_people_meet_and_a_third_is_told_that_it_is_full() {
    let mut desk = Desk::new();
    assert_eq!(desk.joins(1, 1), [joined(1, Role::Impolite, false, None)]);
    assert_eq!(desk.joins(2, 2), [joined(2, Role::Polite, false, Some((1, false))), peer_here(1, 2)]);
    assert_eq!(desk.joins(3, 3), [sent(3, ServerMessage::Full)]);
    assert_eq!(desk.occupancy(), Occupancy::Full);
}

#[test]
fn another_way_of_writing_is_the_same_room_and_the_first_spelling_is_shown() {
    let mut desk = Desk::new();
    desk.joins(1, 1);
    let outputs = desk.said(2, join(" kitchen ", 2, visit(2)));
    assert_eq!(outputs[0], joined(2, Role::Polite, false, Some((1, false))));
}

#[test]
fn the_offer_inside_a_join_reaches_the_resident_after_the_newcomer() {
    let mut desk = Desk::new();
    desk.joins(1, 1);
    let ClientMessage::Join(mut join) = join(ROOM, 2, visit(2)) else { unreachable!("made as a join") };
    join.signals = vec![signal(visit(2), None), signal(visit(9), None)];
    let outputs = desk.said(2, ClientMessage::Join(join));
    assert_eq!(outputs[1..], [peer_here(1, 2), sent(1, ServerMessage::Signal(signal(visit(2), None)))]);
}

#[test]
fn who_leaves_makes_place_for_a_third() {
    let mut desk = call();
    assert_eq!(desk.said(2, ClientMessage::Leave), [sent(1, ServerMessage::PeerLeft)]);
    assert_eq!(desk.joins(3, 3), [joined(3, Role::Polite, false, Some((1, false))), peer_here(1, 3)]);
}

#[test]
fn a_room_that_nobody_is_in_is_forgotten() {
    let mut desk = call();
    desk.said(1, ClientMessage::Leave);
    desk.said(2, ClientMessage::Leave);
    assert!(desk.rooms.is_empty());
    desk.joins(1, 1);
    desk.lost(1);
    desk.passes(HOLD_MS);
    assert!(desk.rooms.is_empty());
    assert_eq!(desk.rooms.deadline(), None);
}

#[test]
fn a_reload_takes_its_own_seat_again() {
    let mut desk = call();
    assert_eq!(desk.lost(2), [sent(1, ServerMessage::PeerQuiet)]);
    let outputs = desk.said(4, join(ROOM, 2, visit(8)));
    assert_eq!(outputs, [joined(4, Role::Polite, true, Some((1, false))), peer_here(1, 8)]);
    assert_eq!(desk.passes(HOLD_MS * 2), []);
}

#[test]
fn the_secret_wins_over_a_socket_that_only_seems_alive() {
    let mut desk = call();
    let outputs = desk.said(4, join(ROOM, 2, visit(2)));
    assert_eq!(
        outputs,
        [Output::Close(socket(2)), joined(4, Role::Polite, true, Some((1, false))), peer_here(1, 2)],
        "the same page with a new socket is told nothing about having moved"
    );
    assert_eq!(desk.lost(2), [], "the end of the old socket concerns nobody");
}

#[test]
fn a_duplicated_tab_moves_the_seat_and_the_first_is_told() {
    let mut desk = call();
    let outputs = desk.said(4, join(ROOM, 2, visit(8)));
    assert_eq!(outputs[..2], [sent(2, ServerMessage::Moved { by: visit(8) }), Output::Close(socket(2))]);
}

#[test]
fn a_third_waits_for_a_held_seat_and_gets_it_when_nobody_comes_back() {
    let mut desk = call();
    desk.lost(2);
    assert_eq!(desk.joins(3, 3), [], "neither seated nor told full yet");
    assert_eq!(desk.passes(2_999), []);
    assert_eq!(
        desk.passes(1),
        [sent(1, ServerMessage::PeerLeft), joined(3, Role::Polite, false, Some((1, false))), peer_here(1, 3)]
    );
}

#[test]
fn a_third_that_waits_with_two_sockets_gets_one_seat_for_the_later_one() {
    let mut desk = call();
    desk.lost(1);
    desk.lost(2);
    desk.joins(3, 3);
    desk.joins(4, 3);
    let outputs = desk.passes(HOLD_MS);
    assert_eq!(outputs[1..], [Output::Close(socket(3)), joined(4, Role::Impolite, true, None)]);
    assert_eq!(desk.occupancy(), Occupancy::One, "and does not sit opposite themselves");
}

#[test]
fn a_third_that_waits_is_told_full_when_the_owner_comes_back() {
    let mut desk = call();
    desk.lost(2);
    desk.joins(3, 3);
    assert_eq!(desk.joins(4, 2).last(), Some(&sent(3, ServerMessage::Full)));
    desk.said(4, ClientMessage::Leave);
    assert_eq!(desk.joins(3, 3)[0], joined(3, Role::Polite, false, Some((1, false))), "it may try again");
}

#[test]
fn while_media_flows_nobody_else_takes_the_seat() {
    let mut desk = call();
    desk.lost(2);
    desk.joins(3, 3);
    let mut told = Vec::new();
    for _ in 0..60 {
        told.extend(desk.said(1, ClientMessage::Report { flowing: true }));
        told.extend(desk.passes(1_000));
    }
    assert_eq!(told, [sent(3, ServerMessage::Full)], "the third is told at once, and once");
    assert_eq!(desk.occupancy(), Occupancy::Full);
    desk.said(1, ClientMessage::Report { flowing: false });
    assert_eq!(desk.passes(HOLD_MS), [sent(1, ServerMessage::PeerLeft)]);
}

#[test]
fn both_may_be_away_at_once_and_find_each_other_again() {
    let mut desk = call();
    desk.lost(1);
    desk.lost(2);
    assert_eq!(desk.said(5, join(ROOM, 1, visit(11))), [joined(5, Role::Impolite, true, Some((2, true)))]);
    assert_eq!(
        desk.said(6, join(ROOM, 2, visit(12))),
        [joined(6, Role::Polite, true, Some((11, false))), peer_here(5, 12)]
    );
}

#[test]
fn a_seat_that_was_freed_is_an_ordinary_join() {
    let mut desk = call();
    desk.lost(2);
    desk.passes(HOLD_MS);
    assert_eq!(desk.joins(4, 2)[0], joined(4, Role::Polite, false, Some((1, false))));
}

#[test]
fn signals_reach_the_other_seat_and_nobody_else() {
    let mut desk = call();
    desk.said(7, join("other", 7, visit(7)));
    let message = signal(visit(1), Some(visit(2)));
    assert_eq!(desk.said(1, ClientMessage::Signal(message)), [Output::Forward(socket(2))]);
    assert_eq!(desk.said(1, ClientMessage::Signal(signal(visit(1), Some(visit(9))))), [], "for a visit that is over");
    let ack = ClientMessage::Ack { to: visit(1), up_to: 1 };
    assert_eq!(desk.said(2, ack), [sent(1, ServerMessage::Ack { from: visit(2), up_to: 1 })]);
}

#[test]
fn what_is_not_allowed_gets_its_typed_error_and_changes_nothing() {
    let mut desk = call();
    let errors = [
        (desk.said(9, ClientMessage::Signal(signal(visit(9), None))), ErrorCode::NotSeated, 9),
        (desk.said(9, ClientMessage::Ack { to: visit(1), up_to: 1 }), ErrorCode::NotSeated, 9),
        (desk.said(9, ClientMessage::Report { flowing: true }), ErrorCode::NotSeated, 9),
        (desk.said(9, ClientMessage::Leave), ErrorCode::NotSeated, 9),
        (desk.joins(1, 1), ErrorCode::AlreadyJoined, 1),
        (desk.said(1, ClientMessage::Signal(signal(visit(2), None))), ErrorCode::WrongSender, 1),
    ];
    for (outputs, code, number) in errors {
        assert_eq!(outputs, [sent(number, ServerMessage::Error { code })]);
    }
    assert_eq!(desk.occupancy(), Occupancy::Full);
}

#[test]
fn names_versions_limits_and_draining_are_refused_with_their_reason() {
    let mut desk = Desk { rooms: Rooms::new(Millis(0), 1, passes()), now: Millis(0) };
    let refused = |reason| sent(1, ServerMessage::Refused { reason });
    let ClientMessage::Join(mut old) = join(ROOM, 1, visit(1)) else { unreachable!("made as a join") };
    old.version = PROTOCOL_VERSION + 1;
    assert_eq!(desk.said(1, ClientMessage::Join(old)), [refused(Refusal::Version)]);
    let error = crate::protocol::room_name::RoomNameError::Blank;
    assert_eq!(desk.said(1, join(" ", 1, visit(1))), [refused(Refusal::Name(error))]);
    desk.joins(2, 2);
    assert_eq!(desk.said(1, join("second", 1, visit(1))), [refused(Refusal::Limit { retry_after_ms: LIMIT_AGAIN_MS })]);
    desk.rooms.handle(desk.now, Input::Drain);
    assert_eq!(desk.said(1, join("second", 1, visit(1))), [refused(Refusal::Draining)]);
    assert_eq!(desk.joins(1, 1)[0], joined(1, Role::Polite, false, Some((2, false))), "calls can still begin");
}

#[test]
fn a_waiting_socket_that_goes_away_is_not_seated() {
    let mut desk = call();
    desk.lost(2);
    desk.joins(3, 3);
    desk.joins(4, 4);
    desk.lost(3);
    desk.said(4, ClientMessage::Leave);
    assert_eq!(desk.passes(HOLD_MS), [sent(1, ServerMessage::PeerLeft)]);
    assert_eq!(desk.occupancy(), Occupancy::One);
}

#[test]
fn a_third_is_not_told_full_because_of_a_socket_that_is_dead() {
    let mut desk = call();
    desk.passes(10_000);
    assert_eq!(desk.joins(3, 3), [sent(1, ServerMessage::Ping), sent(2, ServerMessage::Ping)], "who is there?");
    assert_eq!(desk.said(1, ClientMessage::Pong), []);
    assert_eq!(desk.passes(2_999), []);
    assert_eq!(desk.passes(1), [sent(1, ServerMessage::PeerQuiet), Output::Drop(socket(2))]);
    desk.said(1, ClientMessage::Report { flowing: false });
    assert_eq!(
        desk.passes(HOLD_MS),
        [sent(1, ServerMessage::PeerLeft), joined(3, Role::Polite, false, Some((1, false))), peer_here(1, 3)]
    );
    assert_eq!(desk.lost(2), [], "the dead socket's end concerns nobody");
}

#[test]
fn a_third_is_told_full_as_soon_as_both_have_shown_that_they_are_there() {
    let mut desk = call();
    desk.passes(10_000);
    desk.joins(3, 3);
    assert_eq!(desk.joins(4, 4), [], "nobody is asked twice at once");
    assert_eq!(desk.said(1, ClientMessage::Pong), []);
    assert_eq!(desk.said(2, ClientMessage::Pong), [sent(3, ServerMessage::Full), sent(4, ServerMessage::Full)]);
    assert!(desk.rooms.deadline() >= Some(Millis(1_000 + SETTLING_MS)), "only new passes are due");
}

#[test]
fn a_report_counts_until_its_giver_would_be_lost_and_its_opposite_ends_the_hold() {
    let mut desk = call();
    desk.lost(2);
    desk.said(1, ClientMessage::Report { flowing: true });
    assert_eq!(desk.passes(14_999), [], "the next report may be late");
    desk.said(1, ClientMessage::Report { flowing: true });
    assert_eq!(desk.passes(14_999), []);
    assert_eq!(desk.passes(1), [sent(1, ServerMessage::PeerLeft)]);
    let mut desk = call();
    desk.lost(2);
    desk.said(1, ClientMessage::Report { flowing: true });
    desk.passes(HOLD_MS);
    desk.said(1, ClientMessage::Report { flowing: false });
    assert_eq!(desk.passes(0), [sent(1, ServerMessage::PeerLeft)]);
}

#[test]
fn the_same_socket_may_ask_to_be_met_anew() {
    let mut desk = call();
    assert_eq!(
        desk.said(2, join(ROOM, 2, visit(8))),
        [joined(2, Role::Polite, true, Some((1, false))), peer_here(1, 8)]
    );
    let already = ServerMessage::Error { code: ErrorCode::AlreadyJoined };
    assert_eq!(desk.said(2, join("other", 2, visit(9))), [sent(2, already.clone())]);
    assert_eq!(desk.said(2, join(ROOM, 3, visit(9))), [sent(2, already)]);
}

#[test]
fn a_wish_for_repair_reaches_the_other_person() {
    let mut desk = call();
    assert_eq!(desk.said(2, ClientMessage::Repair), [sent(1, ServerMessage::RepairWanted)]);
    assert_eq!(desk.said(2, ClientMessage::Refresh), []);
}
