//! Who sits where: the registry of all rooms, pure. [`Rooms::handle`] takes what a socket said and the time, and answers
//! with what is to be sent to whom.
//!
//! A seat belongs to whoever shows its secret. Its socket may be lost: then it is held for a moment (a reload looks the
//! same), and for as long as the other person reports that media still flows.
//!
//! # Layout
//! - [`seat`]: one seat and how long it is held
//! - [`waiting`]: joins that wait until it is known whether a seat is free
//! - [`door`]: who may come in
//! - [`claim`]: seats that their owners remember and the server does not
//! - [`alarms`]: when time alone changes something, room by room

mod alarms;
mod claim;
mod door;
mod seat;
mod waiting;

use std::collections::{HashMap, VecDeque};

use crate::api::Occupancy;
use crate::clock::Millis;
use crate::protocol::identity::VisitId;
use crate::protocol::room_name::{RoomKey, RoomName};
use crate::protocol::signal::{Passing, Signal};
use crate::protocol::{ClientMessage, ErrorCode, Join, PROTOCOL_VERSION, Peer, Refusal, Role, ServerMessage};
use crate::server::pass::{Passes, digest};
use alarms::Alarms;
use claim::Verdict;
use door::Door;
use seat::Seat;
pub use seat::{CHALLENGE_MS, HOLD_MS, RESERVE_IDLE_MS, RESERVE_MS};
use waiting::Waiting;

/// When to ask again for a room that would be one too many, in milliseconds: it depends on when others leave.
const LIMIT_AGAIN_MS: u64 = 10_000;

/// One socket, as long as it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// Who sits where, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Rooms.
    pub rooms: usize,
    /// Seats with somebody in them.
    pub taken: usize,
    /// Seats that are held for somebody who was cut off.
    pub held: usize,
    /// Joins that wait for a held seat.
    pub waiting: usize,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A client said something.
    Said(SocketId, ClientMessage<Passing>),
    /// A socket was closed, or has been silent for too long.
    Lost(SocketId),
    /// The time of [`Rooms::deadline`] has come.
    Woke,
    /// The server is about to stop: no new rooms.
    Drain,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send this.
    Send(SocketId, ServerMessage),
    /// Send on what was just said, as it came.
    Forward(SocketId),
    /// Close the socket; its seat was taken by another.
    Close(SocketId),
    /// Close the socket; it did not answer.
    Drop(SocketId),
}

#[derive(Debug)]
struct Room {
    name: RoomName,
    seats: [Option<Seat>; 2],
    waiting: VecDeque<Waiting>,
    door: Door,
}

impl Room {
    /// When time alone changes something here.
    fn deadline(&self) -> Option<Millis> {
        let seats = self.seats.iter().flatten().filter_map(Seat::deadline);
        seats.chain(self.waiting.iter().map(|waiting| waiting.until)).min()
    }
}

/// Where a socket belongs.
#[derive(Debug, Clone)]
enum Place {
    Seat(RoomKey, usize),
    Waiting(RoomKey),
    /// At the door of a room, having knocked.
    Outside(RoomKey),
}

/// All rooms.
#[derive(Debug)]
pub struct Rooms {
    rooms: HashMap<RoomKey, Room>,
    places: HashMap<SocketId, Place>,
    alarms: Alarms,
    /// Rooms in which something happened that may change their alarm.
    touched: Vec<RoomKey>,
    started: Millis,
    /// The most rooms there may be; 0 means any number.
    rooms_max: usize,
    /// The number of the last knock at any door.
    last_knock: u64,
    draining: bool,
    passes: Passes,
    outputs: Vec<Output>,
}

impl Rooms {
    /// No rooms yet, as of now, and never more than `rooms_max` (0 means any number).
    pub fn new(now: Millis, rooms_max: usize, passes: Passes) -> Self {
        Self {
            rooms: HashMap::new(),
            places: HashMap::new(),
            alarms: Alarms::default(),
            touched: Vec::new(),
            started: now,
            rooms_max,
            last_knock: 0,
            draining: false,
            passes,
            outputs: Vec::new(),
        }
    }

    /// Takes what happened and answers what is to be done, in that order.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Output> {
        match input {
            Input::Said(socket, message) => self.said(now, socket, message),
            Input::Lost(socket) => self.lost(now, socket),
            Input::Woke => self.expire(now),
            Input::Drain => self.draining = true,
        }
        for key in std::mem::take(&mut self.touched) {
            let at = self.rooms.get(&key).and_then(Room::deadline);
            self.alarms.set(key, at);
        }
        std::mem::take(&mut self.outputs)
    }

    /// When [`Input::Woke`] is due.
    pub fn deadline(&self) -> Option<Millis> {
        self.alarms.first()
    }

    /// How many people have a seat in a room.
    pub fn occupancy(&self, key: &RoomKey) -> Occupancy {
        match self.rooms.get(key).map_or(0, |room| room.seats.iter().flatten().count()) {
            0 => Occupancy::Empty,
            1 => Occupancy::One,
            _ => Occupancy::Full,
        }
    }

    /// Who sits where, in numbers.
    pub fn census(&self) -> Census {
        let mut census = Census { rooms: self.rooms.len(), ..Census::default() };
        for room in self.rooms.values() {
            census.waiting += room.waiting.len();
            for seat in room.seats.iter().flatten() {
                *(if seat.socket.is_some() { &mut census.taken } else { &mut census.held }) += 1;
            }
        }
        census
    }

    /// How many rooms there are.
    pub fn len(&self) -> usize {
        self.rooms.len()
    }

    /// Whether there is no room at all.
    pub fn is_empty(&self) -> bool {
        self.rooms.is_empty()
    }

    fn said(&mut self, now: Millis, socket: SocketId, message: ClientMessage<Passing>) {
        let challenged = self.note_heard(now, socket);
        match message {
            ClientMessage::Join(join) => self.join(now, socket, join),
            ClientMessage::Access(access) => self.set_access(socket, access),
            ClientMessage::Door => self.tell_door(socket),
            ClientMessage::Knock { name } => self.knock(now, socket, &name),
            ClientMessage::Answer { knock, admit } => self.answer_knock(socket, knock, admit),
            ClientMessage::Leave => self.leave(now, socket),
            // Others deal with these; here they only say that somebody is there.
            ClientMessage::Pong | ClientMessage::Refresh | ClientMessage::Measured(_) => {}
            ClientMessage::Repair => self.repair(socket),
            ClientMessage::Signal(signal) => self.signal(socket, &signal),
            ClientMessage::Ack { to, up_to } => self.ack(socket, to, up_to),
            ClientMessage::Report { flowing } => self.report(now, socket, flowing),
        }
        if let Some(key) = challenged {
            self.settle(now, &key);
        }
    }

    /// The room, if its seat's socket had been asked to show that it lives.
    fn note_heard(&mut self, now: Millis, socket: SocketId) -> Option<RoomKey> {
        let Some(Place::Seat(key, index)) = self.places.get(&socket) else { return None };
        let seat = self.rooms.get_mut(key)?.seats[*index].as_mut()?;
        seat.heard(now).then(|| key.clone())
    }

    fn send(&mut self, socket: SocketId, message: ServerMessage) {
        self.outputs.push(Output::Send(socket, message));
    }

    fn error(&mut self, socket: SocketId, code: ErrorCode) {
        self.send(socket, ServerMessage::Error { code });
    }

    fn refuse(&mut self, socket: SocketId, reason: Refusal) {
        self.send(socket, ServerMessage::Refused { reason });
    }

    fn join(&mut self, now: Millis, socket: SocketId, join: Join) {
        if join.version != PROTOCOL_VERSION {
            return self.refuse(socket, Refusal::Version);
        }
        let name = match RoomName::parse(&join.name) {
            Ok(name) => name,
            Err(error) => return self.refuse(socket, Refusal::Name(error)),
        };
        let key = name.key();
        if let Some(Place::Outside(door)) = self.places.get(&socket).cloned() {
            self.places.remove(&socket);
            self.stop_knocking(&door, socket);
        }
        if self.places.contains_key(&socket) {
            return self.renew(now, &key, socket, join);
        }
        let owner = digest(&join.secret);
        let claim = join.claim.filter(|claim| self.passes.is_valid(&claim.pass, &key, claim.role, owner));
        if !self.rooms.contains_key(&key) {
            // Who was in a call here opens no new one.
            if self.draining && claim.is_none() {
                return self.refuse(socket, Refusal::Draining);
            }
            if self.rooms_max != 0 && self.rooms.len() >= self.rooms_max {
                return self.refuse(socket, Refusal::Limit { retry_after_ms: LIMIT_AGAIN_MS });
            }
            self.rooms.insert(
                key.clone(),
                Room { name, seats: [None, None], waiting: VecDeque::new(), door: Door::default() },
            );
        }
        let Some(room) = self.rooms.get(&key) else { return };
        let own = |seat: &Option<Seat>| seat.as_ref().is_some_and(|seat| seat.owner == owner);
        let refusal = room.door.refuses(owner, socket);
        if let Some(index) = room.seats.iter().position(own) {
            self.take_over(now, &key, index, socket, join);
            self.settle(now, &key);
        } else if let Some((claim, Verdict::Granted(index))) =
            claim.map(|claim| (claim, room.judge(&claim, refusal.is_none(), self.may_displace(now))))
        {
            self.seat_again(now, &key, index, socket, join, &claim);
        } else if let Some(index) = room.seats.iter().position(Option::is_none) {
            match refusal {
                Some(reason) => self.refuse(socket, reason),
                None => self.seat(now, &key, index, socket, join, false),
            }
        } else {
            self.wait(now, key, socket, join);
        }
    }

    /// A second join on the same socket: its owner wants to be met as somebody new. Anything else is a mistake.
    fn renew(&mut self, now: Millis, key: &RoomKey, socket: SocketId, join: Join) {
        let own = self.seat_of(socket).filter(|(room, _)| room == key).and_then(|(_, index)| {
            let seat = self.seat_mut(key, index)?;
            (seat.owner == digest(&join.secret) && seat.visit != join.visit).then_some(index)
        });
        let Some(index) = own else { return self.error(socket, ErrorCode::AlreadyJoined) };
        if let Some(seat) = self.seat_mut(key, index) {
            seat.sit_down(join.visit, socket, now);
        }
        self.settle(now, key);
        self.introduce(key, index, true, join.signals);
    }

    /// The seat's own secret: whatever the server thinks of the old socket, the new one has the seat now.
    fn take_over(&mut self, now: Millis, key: &RoomKey, index: usize, socket: SocketId, join: Join) {
        let Some(seat) = self.seat_mut(key, index) else { return };
        let old_visit = seat.visit;
        if let Some(old) = seat.sit_down(join.visit, socket, now) {
            self.places.remove(&old);
            if old_visit != join.visit {
                self.send(old, ServerMessage::Moved { by: join.visit });
            }
            self.outputs.push(Output::Close(old));
        }
        self.places.insert(socket, Place::Seat(key.clone(), index));
        self.introduce(key, index, true, join.signals);
    }

    fn seat(&mut self, now: Millis, key: &RoomKey, index: usize, socket: SocketId, join: Join, resumed: bool) {
        let Some(room) = self.rooms.get_mut(key) else { return };
        let owner = digest(&join.secret);
        room.door.entered(owner, socket);
        room.seats[index] = Some(Seat::taken(owner, join.visit, socket, now));
        self.places.insert(socket, Place::Seat(key.clone(), index));
        self.introduce(key, index, resumed, join.signals);
        self.clear_full_door(key);
    }

    /// Tells whoever just sat down who is there, and the other way round.
    fn introduce(&mut self, key: &RoomKey, index: usize, resumed: bool, signals: Vec<Signal>) {
        let Some(room) = self.rooms.get(key) else { return };
        let [Some(own), other] = [&room.seats[index], &room.seats[1 - index]] else { return };
        let peer =
            other.as_ref().map(|seat| Peer { visit: seat.visit, seat: seat.owner, quiet: seat.socket.is_none() });
        let (visit, seat, socket) = (own.visit, own.owner, own.socket);
        let other = other.as_ref().and_then(|seat| seat.socket);
        let role = role_of(index);
        let name = room.name.to_string();
        if let Some(socket) = socket {
            let pass = self.passes.issue(key, role, seat);
            self.send(socket, ServerMessage::Joined { name, role, resumed, pass, peer });
        }
        if let Some(other) = other {
            self.send(other, ServerMessage::PeerHere { visit, seat });
            for signal in signals.into_iter().filter(|signal| signal.from == visit) {
                self.send(other, ServerMessage::Signal(signal));
            }
        }
    }

    fn signal(&mut self, socket: SocketId, signal: &Passing) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some([own, other]) = self.pair(&key, index) else { return };
        if own.is_some_and(|seat| seat.visit != signal.from) {
            return self.error(socket, ErrorCode::WrongSender);
        }
        let receiver = other.filter(|seat| signal.to.is_none_or(|to| to == seat.visit)).and_then(|seat| seat.socket);
        if let Some(receiver) = receiver {
            self.outputs.push(Output::Forward(receiver));
        }
    }

    fn ack(&mut self, socket: SocketId, to: VisitId, up_to: u32) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some([Some(own), Some(other)]) = self.pair(&key, index) else { return };
        if let Some(receiver) = other.socket.filter(|_| other.visit == to) {
            let from = own.visit;
            self.send(receiver, ServerMessage::Ack { from, up_to });
        }
    }

    fn report(&mut self, now: Millis, socket: SocketId, flowing: bool) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some(other) = self.seat_mut(&key, 1 - index).filter(|seat| seat.socket.is_none()) else { return };
        other.report(now, flowing);
        self.touched.push(key.clone());
        if flowing {
            self.send_all_away(&key);
        }
    }

    fn repair(&mut self, socket: SocketId) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        if let Some(other) = self.socket_at(&key, 1 - index) {
            self.send(other, ServerMessage::RepairWanted);
        }
    }

    fn leave(&mut self, now: Millis, socket: SocketId) {
        match self.places.remove(&socket) {
            None => self.error(socket, ErrorCode::NotSeated),
            Some(Place::Waiting(key)) => self.stop_waiting(&key, socket),
            Some(Place::Outside(key)) => self.stop_knocking(&key, socket),
            Some(Place::Seat(key, index)) => {
                self.free(&key, index);
                self.settle(now, &key);
            }
        }
    }

    fn lost(&mut self, now: Millis, socket: SocketId) {
        match self.places.remove(&socket) {
            None => {}
            Some(Place::Waiting(key)) => self.stop_waiting(&key, socket),
            Some(Place::Outside(key)) => self.stop_knocking(&key, socket),
            Some(Place::Seat(key, index)) => {
                self.hold(now, &key, index);
                self.settle(now, &key);
            }
        }
    }

    /// The seat's socket is gone; the seat is held, and the other person told. The socket, if there was one.
    fn hold(&mut self, now: Millis, key: &RoomKey, index: usize) -> Option<SocketId> {
        let socket = self.seat_mut(key, index)?.lose(now);
        if let Some(other) = self.socket_at(key, 1 - index) {
            self.send(other, ServerMessage::PeerQuiet);
        }
        self.touched.push(key.clone());
        socket
    }

    fn free(&mut self, key: &RoomKey, index: usize) {
        if let Some(room) = self.rooms.get_mut(key) {
            room.seats[index] = None;
        }
        if let Some(other) = self.socket_at(key, 1 - index) {
            self.send(other, ServerMessage::PeerLeft);
        }
    }

    fn seat_of(&self, socket: SocketId) -> Option<(RoomKey, usize)> {
        match self.places.get(&socket) {
            Some(Place::Seat(key, index)) => Some((key.clone(), *index)),
            Some(Place::Waiting(_) | Place::Outside(_)) | None => None,
        }
    }

    fn seat_mut(&mut self, key: &RoomKey, index: usize) -> Option<&mut Seat> {
        self.rooms.get_mut(key)?.seats[index].as_mut()
    }

    fn socket_at(&self, key: &RoomKey, index: usize) -> Option<SocketId> {
        self.rooms.get(key)?.seats[index].as_ref()?.socket
    }

    /// The own and the other seat.
    fn pair(&self, key: &RoomKey, index: usize) -> Option<[Option<&Seat>; 2]> {
        let room = self.rooms.get(key)?;
        Some([room.seats[index].as_ref(), room.seats[1 - index].as_ref()])
    }
}

/// The seat, not the order of coming, gives the role, so that it stays when people come back.
fn role_of(index: usize) -> Role {
    if index == 0 { Role::Impolite } else { Role::Polite }
}

#[cfg(test)]
#[path = "rooms_tests.rs"]
mod tests;
