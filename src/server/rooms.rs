//! Who sits where: the registry of all rooms, pure. [`Rooms::handle`] takes what a socket said and the time, and answers
//! with what is to be sent to whom.
//!
//! A seat belongs to whoever shows its secret. Its socket may be lost: then it is held for a moment (a reload looks the
//! same), and for as long as the other person reports that media still flows.
//!
//! # Layout
//! - [`seat`]: one seat and how long it is held
//! - [`joining`]: from a join to a seat; [`between`]: what those inside say to each other
//! - [`waiting`]: joins that wait until it is known whether a seat is free
//! - [`door`]: who may come in
//! - [`claim`]: seats that their owners remember and the server does not
//! - [`settling`]: who belongs where soon after a start
//! - [`passes`]: when a seat gets a new pass
//! - [`input`]: what happens to the rooms
//! - [`alarms`]: when time alone changes something, room by room

mod alarms;
mod between;
mod claim;
mod door;
mod input;
mod joining;
mod passes;
mod seat;
mod settling;
mod waiting;

use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;

use super::pass::Passes;
use crate::clock::Millis;
use crate::protocol::occupancy::Occupancy;
use crate::protocol::room_name::{RoomKey, RoomName};
use crate::protocol::{ClientMessage, ErrorCode, Refusal, Role, ServerMessage};
use alarms::Alarms;
use door::Door;
pub use input::{Input, Said};
use seat::Seat;
pub use seat::{CHALLENGE_MS, HOLD_MS, RESERVE_IDLE_MS, RESERVE_MS};
pub use settling::SETTLING_MS;
use settling::Truth;
use waiting::Waiting;

/// When to ask again for a room that would be one too many, in milliseconds: it depends on when others leave.
const LIMIT_AGAIN_MS: u64 = 10_000;

/// One socket, as long as it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// One of the two seats of a room, for who follows people and needs no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeatId {
    /// The room: a hash of its name under a key of this process, so that it is the same after everybody was away for a while.
    pub room: u64,
    /// Whether it is the second of the two.
    pub is_second: bool,
}

/// The owner of a seat, for who follows people and needs no secret: a hash of the seat's digest under a key of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnerId(pub u64);

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
    /// The socket's owner has the seat now.
    Seated {
        /// The socket.
        socket: SocketId,
        /// The seat.
        seat: SeatId,
        /// Whether they were in this room before with this page, whoever has been here since.
        is_back: bool,
        /// Who the owner is.
        owner: OwnerId,
        /// Whose the other seat is now, taken or held.
        beside: Option<OwnerId>,
    },
    /// Whoever had the seat has left it, or was put out of it. One that is held no longer, because its socket stays away, is not left:
    /// a call outlives its signaling.
    Left(SeatId),
}

#[derive(Debug)]
struct Room {
    name: RoomName,
    seats: [Option<Seat>; 2],
    waiting: VecDeque<Waiting>,
    door: Door,
    /// Counts the rooms since the start.
    number: u64,
    /// Who belongs here, if a pass has said so soon after the start.
    truth: Option<Truth>,
    /// When the last pass was given, here or in a room of the same name that is gone, in milliseconds since 1970.
    last_pass: u64,
}

impl Room {
    fn new(name: RoomName, number: u64, last_pass: u64) -> Self {
        let (seats, waiting, door) = ([None, None], VecDeque::new(), Door::default());
        Self { name, seats, waiting, door, number, truth: None, last_pass }
    }

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
    /// The time since 1970 when the clock of [`Millis`] stood at 0, in milliseconds.
    epoch_unix_ms: i128,
    /// The latest time of the world that was seen, by the clock or in a pass, in milliseconds since 1970.
    latest_unix_ms: u64,
    /// The number of the last room.
    last_room: u64,
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
            epoch_unix_ms: 0,
            latest_unix_ms: 0,
            last_room: 0,
            rooms_max,
            last_knock: 0,
            draining: false,
            passes,
            outputs: Vec::new(),
        }
    }

    /// Takes the time of the world, in milliseconds since 1970, which may be set forward and back. Passes outlive the process,
    /// and so tell this time; all else here goes by `now`.
    pub fn set_clock(&mut self, now: Millis, unix_ms: u64) {
        self.epoch_unix_ms = i128::from(unix_ms) - i128::from(now.0);
    }

    fn unix_ms(&self, now: Millis) -> u64 {
        u64::try_from(self.epoch_unix_ms + i128::from(now.0)).unwrap_or_default()
    }

    /// Takes what happened and answers what is to be done, in that order.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Output> {
        match input {
            Input::Said(socket, said) => self.said(now, socket, said),
            Input::Lost(socket) => self.lost(now, socket),
            Input::Woke => self.expire(now),
            Input::Drain => self.draining = true,
        }
        for key in std::mem::take(&mut self.touched) {
            self.renew_passes(now, &key);
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

    fn said(&mut self, now: Millis, socket: SocketId, Said { message, room, from }: Said) {
        let challenged = self.note_heard(now, socket);
        match message {
            ClientMessage::Join(join) => self.ask_to_join(now, socket, join, room),
            ClientMessage::Access(access) => self.set_access(socket, access),
            ClientMessage::Door => self.tell_door(socket),
            ClientMessage::Knock { .. } => self.ask_to_knock(now, socket, from, room),
            ClientMessage::Answer { knock, admit } => self.answer_knock(now, socket, knock, admit),
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

    /// Whether a join of the socket's waits for its answer.
    pub fn is_waiting(&self, socket: SocketId) -> bool {
        matches!(self.places.get(&socket), Some(Place::Waiting(_)))
    }

    fn leave(&mut self, now: Millis, socket: SocketId) {
        match self.places.remove(&socket) {
            None => self.error(socket, ErrorCode::NotSeated),
            Some(Place::Waiting(key)) => self.stop_waiting(&key, socket),
            Some(Place::Outside(key)) => self.stop_knocking(&key, socket),
            Some(Place::Seat(key, index)) => {
                if let Some(owner) = self.seat_mut(&key, index).map(|seat| seat.owner) {
                    self.forget_in_truth(&key, owner);
                }
                self.free(&key, index);
                self.outputs.push(Output::Left(self.seat_id(&key, index)));
                self.settle(now, &key);
            }
        }
    }

    fn seat_id(&self, key: &RoomKey, index: usize) -> SeatId {
        SeatId { room: self.rooms.hasher().hash_one(key), is_second: index == 1 }
    }

    /// What is said of somebody who has just sat down there.
    fn seated(&self, key: &RoomKey, index: usize, socket: SocketId, is_back: bool) -> Option<Output> {
        let [own, other] = self.pair(key, index)?;
        let id = |seat: &Seat| OwnerId(self.rooms.hasher().hash_one(seat.owner));
        let (owner, beside) = (id(own?), other.map(id));
        Some(Output::Seated { socket, seat: self.seat_id(key, index), is_back, owner, beside })
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

fn index_of(role: Role) -> usize {
    usize::from(role == role_of(1))
}

#[cfg(test)]
#[path = "rooms_tests.rs"]
mod tests;
