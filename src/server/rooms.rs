//! Who sits where: the registry of all rooms, pure. [`Rooms::handle`] takes what a socket said and the time, and answers
//! with what is to be sent to whom.
//!
//! A seat belongs to whoever shows its secret. Its socket may be lost: then it is held for a moment (a reload looks the
//! same), and for as long as the other person reports that media still flows.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::api::Occupancy;
use crate::clock::Millis;
use crate::protocol::identity::{SeatSecret, VisitId};
use crate::protocol::room_name::{RoomKey, RoomName};
use crate::protocol::signal::Signal;
use crate::protocol::{ClientMessage, ErrorCode, Join, PROTOCOL_VERSION, Peer, Refusal, Role, ServerMessage};

/// How long a seat is held for somebody whose socket was lost, in milliseconds: a page needs about a second to load
/// again, a phone two.
pub const HOLD_MS: u64 = 3_000;

/// How long a join may wait for a held seat to become free or not, in milliseconds. A person who is told "full" after
/// that can try again.
pub const HELD_WAIT_MAX_MS: u64 = 10_000;

/// The most joins that may wait at one room: they are only people who came within seconds of each other.
const WAITING_MAX: usize = 8;

/// One socket, as long as it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A client said something.
    Said(SocketId, ClientMessage),
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
    /// Close the socket; it has no seat any more.
    Close(SocketId),
}

#[derive(Debug)]
struct Seat {
    secret: SeatSecret,
    visit: VisitId,
    /// Absent while the seat is held.
    socket: Option<SocketId>,
    held_until: Millis,
}

/// A join that waits for a held seat.
#[derive(Debug)]
struct Waiting {
    socket: SocketId,
    join: Join,
    until: Millis,
}

#[derive(Debug)]
struct Room {
    name: RoomName,
    seats: [Option<Seat>; 2],
    waiting: VecDeque<Waiting>,
}

/// Where a socket belongs.
#[derive(Debug, Clone)]
enum Place {
    Seat(RoomKey, usize),
    Waiting(RoomKey),
}

/// All rooms.
#[derive(Debug, Default)]
pub struct Rooms {
    rooms: HashMap<RoomKey, Room>,
    places: HashMap<SocketId, Place>,
    /// Rooms in which time alone changes something: those with a held seat.
    restless: HashSet<RoomKey>,
    /// The most rooms there may be; 0 means any number.
    rooms_max: usize,
    draining: bool,
    outputs: Vec<Output>,
}

impl Rooms {
    /// No rooms yet, and never more than `rooms_max` (0 means any number).
    pub fn new(rooms_max: usize) -> Self {
        Self { rooms_max, ..Self::default() }
    }

    /// Takes what happened and answers what is to be done, in that order.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Output> {
        match input {
            Input::Said(socket, message) => self.said(now, socket, message),
            Input::Lost(socket) => self.lost(now, socket),
            Input::Woke => self.expire(now),
            Input::Drain => self.draining = true,
        }
        std::mem::take(&mut self.outputs)
    }

    /// When [`Input::Woke`] is due.
    pub fn deadline(&self) -> Option<Millis> {
        let rooms = self.restless.iter().filter_map(|key| self.rooms.get(key));
        let moments = rooms.flat_map(|room| {
            let held = room.seats.iter().flatten().filter(|seat| seat.socket.is_none()).map(|seat| seat.held_until);
            held.chain(room.waiting.iter().map(|waiting| waiting.until))
        });
        moments.min()
    }

    /// How many people have a seat in a room.
    pub fn occupancy(&self, key: &RoomKey) -> Occupancy {
        match self.rooms.get(key).map_or(0, |room| room.seats.iter().flatten().count()) {
            0 => Occupancy::Empty,
            1 => Occupancy::One,
            _ => Occupancy::Full,
        }
    }

    /// How many rooms there are.
    pub fn len(&self) -> usize {
        self.rooms.len()
    }

    /// Whether there is no room at all.
    pub fn is_empty(&self) -> bool {
        self.rooms.is_empty()
    }

    fn said(&mut self, now: Millis, socket: SocketId, message: ClientMessage) {
        match message {
            ClientMessage::Join(join) => self.join(now, socket, join),
            ClientMessage::Leave => self.leave(now, socket),
            ClientMessage::Pong => {}
            ClientMessage::Signal(signal) => self.signal(socket, signal),
            ClientMessage::Ack { to, up_to } => self.ack(socket, to, up_to),
            ClientMessage::Report { flowing } => self.report(now, socket, flowing),
        }
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
        if self.places.contains_key(&socket) {
            return self.error(socket, ErrorCode::AlreadyJoined);
        }
        let name = match RoomName::parse(&join.name) {
            Ok(name) => name,
            Err(error) => return self.refuse(socket, Refusal::Name(error)),
        };
        let key = name.key();
        if !self.rooms.contains_key(&key) {
            if self.draining {
                return self.refuse(socket, Refusal::Draining);
            }
            if self.rooms_max != 0 && self.rooms.len() >= self.rooms_max {
                return self.refuse(socket, Refusal::Limit);
            }
            self.rooms.insert(key.clone(), Room { name, seats: [None, None], waiting: VecDeque::new() });
        }
        let Some(room) = self.rooms.get_mut(&key) else { return };
        let own = |seat: &Option<Seat>| seat.as_ref().is_some_and(|seat| seat.secret == join.secret);
        if let Some(index) = room.seats.iter().position(own) {
            self.take_over(&key, index, socket, join);
            self.settle(now, &key);
        } else if let Some(index) = room.seats.iter().position(Option::is_none) {
            self.seat(key, index, socket, join);
        } else if room.seats.iter().flatten().all(|seat| seat.socket.is_some()) || room.waiting.len() >= WAITING_MAX {
            self.send(socket, ServerMessage::Full);
        } else {
            self.places.insert(socket, Place::Waiting(key));
            room.waiting.push_back(Waiting { socket, join, until: now.after(HELD_WAIT_MAX_MS) });
        }
    }

    /// The seat's own secret: whatever the server thinks of the old socket, the new one has the seat now.
    fn take_over(&mut self, key: &RoomKey, index: usize, socket: SocketId, join: Join) {
        let Some(seat) = self.seat_mut(key, index) else { return };
        let old_visit = std::mem::replace(&mut seat.visit, join.visit);
        if let Some(old) = seat.socket.replace(socket) {
            self.places.remove(&old);
            if old_visit != join.visit {
                self.send(old, ServerMessage::Moved);
            }
            self.outputs.push(Output::Close(old));
        }
        self.places.insert(socket, Place::Seat(key.clone(), index));
        self.introduce(key, index, true, join.signals);
    }

    fn seat(&mut self, key: RoomKey, index: usize, socket: SocketId, join: Join) {
        let Some(room) = self.rooms.get_mut(&key) else { return };
        room.seats[index] =
            Some(Seat { secret: join.secret, visit: join.visit, socket: Some(socket), held_until: Millis::default() });
        self.places.insert(socket, Place::Seat(key.clone(), index));
        self.introduce(&key, index, false, join.signals);
    }

    /// Tells whoever just sat down who is there, and the other way round.
    fn introduce(&mut self, key: &RoomKey, index: usize, resumed: bool, signals: Vec<Signal>) {
        let Some(room) = self.rooms.get(key) else { return };
        let [Some(own), other] = [&room.seats[index], &room.seats[1 - index]] else { return };
        let peer = other.as_ref().map(|seat| Peer { visit: seat.visit, quiet: seat.socket.is_none() });
        let (visit, socket, other) = (own.visit, own.socket, other.as_ref().and_then(|seat| seat.socket));
        // The seat, not the order of coming, gives the role, so that it stays when people come back.
        let role = if index == 0 { Role::Impolite } else { Role::Polite };
        let name = room.name.to_string();
        if let Some(socket) = socket {
            self.send(socket, ServerMessage::Joined { name, role, resumed, peer });
        }
        if let Some(other) = other {
            self.send(other, ServerMessage::PeerHere { visit });
            for signal in signals.into_iter().filter(|signal| signal.from == visit) {
                self.send(other, ServerMessage::Signal(signal));
            }
        }
    }

    fn signal(&mut self, socket: SocketId, signal: Signal) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some([own, other]) = self.pair(&key, index) else { return };
        if own.is_some_and(|seat| seat.visit != signal.from) {
            return self.error(socket, ErrorCode::WrongSender);
        }
        let receiver = other.filter(|seat| signal.to.is_none_or(|to| to == seat.visit)).and_then(|seat| seat.socket);
        if let Some(receiver) = receiver {
            self.send(receiver, ServerMessage::Signal(signal));
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
        if let Some(other) = self.seat_mut(&key, 1 - index).filter(|seat| flowing && seat.socket.is_none()) {
            other.held_until = other.held_until.max(now.after(HOLD_MS));
        }
    }

    fn leave(&mut self, now: Millis, socket: SocketId) {
        match self.places.remove(&socket) {
            None => self.error(socket, ErrorCode::NotSeated),
            Some(Place::Waiting(key)) => self.stop_waiting(&key, socket),
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
            Some(Place::Seat(key, index)) => {
                if let Some(seat) = self.seat_mut(&key, index) {
                    seat.socket = None;
                    seat.held_until = now.after(HOLD_MS);
                }
                if let Some(other) = self.socket_at(&key, 1 - index) {
                    self.send(other, ServerMessage::PeerQuiet);
                }
                self.restless.insert(key);
            }
        }
    }

    fn stop_waiting(&mut self, key: &RoomKey, socket: SocketId) {
        if let Some(room) = self.rooms.get_mut(key) {
            room.waiting.retain(|waiting| waiting.socket != socket);
        }
    }

    fn expire(&mut self, now: Millis) {
        for key in self.restless.iter().cloned().collect::<Vec<_>>() {
            for index in 0..2 {
                if self.seat_mut(&key, index).is_some_and(|seat| seat.socket.is_none() && seat.held_until <= now) {
                    self.free(&key, index);
                }
            }
            self.settle(now, &key);
        }
    }

    fn free(&mut self, key: &RoomKey, index: usize) {
        if let Some(room) = self.rooms.get_mut(key) {
            room.seats[index] = None;
        }
        if let Some(other) = self.socket_at(key, 1 - index) {
            self.send(other, ServerMessage::PeerLeft);
        }
    }

    /// After a seat became free or time passed: seats those who wait, sends away those who waited too long or for
    /// nothing, and forgets a room that nobody is in.
    fn settle(&mut self, now: Millis, key: &RoomKey) {
        while let Some(room) = self.rooms.get_mut(key) {
            if let Some(index) = room.seats.iter().position(Option::is_none) {
                let Some(waiting) = room.waiting.pop_front() else { break };
                self.seat(key.clone(), index, waiting.socket, waiting.join);
                continue;
            }
            let held = room.seats.iter().flatten().any(|seat| seat.socket.is_none());
            if room.waiting.front().is_none_or(|waiting| held && now < waiting.until) {
                break;
            }
            let Some(waiting) = room.waiting.pop_front() else { break };
            self.places.remove(&waiting.socket);
            self.send(waiting.socket, ServerMessage::Full);
        }
        let Some(room) = self.rooms.get(key) else { return };
        if room.seats.iter().flatten().all(|seat| seat.socket.is_some()) {
            self.restless.remove(key);
        }
        if room.seats.iter().all(Option::is_none) {
            self.rooms.remove(key);
        }
    }

    fn seat_of(&self, socket: SocketId) -> Option<(RoomKey, usize)> {
        match self.places.get(&socket) {
            Some(Place::Seat(key, index)) => Some((key.clone(), *index)),
            Some(Place::Waiting(_)) | None => None,
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

#[cfg(test)]
#[path = "rooms_tests.rs"]
mod tests;
