//! From a join to a seat: one's own, one that is remembered, a free one, or a place in the queue.

use super::claim::Verdict;
use super::input::Named;
use super::seat::Seat;
use super::{LIMIT_AGAIN_MS, Place, Room, Rooms, SocketId, role_of};
use crate::clock::Millis;
use crate::protocol::room_name::{RoomKey, RoomNameError};
use crate::protocol::signal::Signal;
use crate::protocol::{ErrorCode, Join, PROTOCOL_VERSION, Peer, Refusal, ServerMessage};
use crate::server::pass::digest;

impl Rooms {
    pub(super) fn ask_to_join(
        &mut self,
        now: Millis,
        socket: SocketId,
        join: Join,
        room: Option<Result<Named, RoomNameError>>,
    ) {
        if join.version != PROTOCOL_VERSION {
            return self.refuse(socket, Refusal::Version);
        }
        match room {
            Some(Ok(room)) => self.join(now, socket, room, join),
            Some(Err(error)) => self.refuse(socket, Refusal::Name(error)),
            None => {}
        }
    }

    fn join(&mut self, now: Millis, socket: SocketId, Named { name, key }: Named, join: Join) {
        if let Some(Place::Outside(door)) = self.places.get(&socket).cloned() {
            self.places.remove(&socket);
            self.stop_knocking(&door, socket);
        }
        if self.places.contains_key(&socket) {
            return self.renew(now, &key, socket, join);
        }
        let owner = digest(&join.secret);
        let said = self.believed(now, &key, owner, join.claim.as_ref());
        said.iter().for_each(|said| self.note_time(said));
        if !self.rooms.contains_key(&key) {
            // Who was in a call here opens no new one.
            if self.draining && said.is_none() {
                return self.refuse(socket, Refusal::Draining);
            }
            if self.rooms_max != 0 && self.rooms.len() >= self.rooms_max {
                return self.refuse(socket, Refusal::Limit { retry_after_ms: LIMIT_AGAIN_MS });
            }
            self.last_room += 1;
            self.rooms.insert(key.clone(), Room::new(name, self.last_room, self.latest_unix_ms));
        }
        let is_news = self.is_settling(now) && said.is_some_and(|said| self.learn(&key, owner, &said));
        let Some(room) = self.rooms.get(&key) else { return };
        if self.is_settling(now) && room.truth.is_some_and(|truth| truth.names(owner)) {
            return self.restore(now, &key, socket, join, is_news);
        }
        let own = |seat: &Option<Seat>| seat.as_ref().is_some_and(|seat| seat.owner == owner);
        let refusal = room.door.refuses(owner, socket);
        if let Some(index) = room.seats.iter().position(own) {
            self.close_waiting(&key, owner, join.visit);
            self.take_over(now, &key, index, socket, join);
            self.settle(now, &key);
        } else if let (Some(said), Some(claim)) = (said, join.claim)
            && let Verdict::Granted(index) = room.judge(&claim, &said, refusal.is_none())
        {
            self.seat_again(now, &key, index, socket, join, &said);
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
        self.introduce(now, key, index, true, join.signals);
    }

    /// The seat's own secret: whatever the server thinks of the old socket, the new one has the seat now.
    pub(super) fn take_over(&mut self, now: Millis, key: &RoomKey, index: usize, socket: SocketId, join: Join) {
        let Some(seat) = self.seat_mut(key, index) else { return };
        let old_visit = seat.visit;
        if let Some(old) = seat.sit_down(join.visit, socket, now) {
            self.give_up(old, old_visit, join.visit);
        }
        self.places.insert(socket, Place::Seat(key.clone(), index));
        // With another visit the call has moved here from another page, which has nothing of it any more.
        self.outputs.extend(self.seated(key, index, socket, old_visit == join.visit));
        self.introduce(now, key, index, true, join.signals);
    }

    pub(super) fn seat(
        &mut self,
        now: Millis,
        key: &RoomKey,
        index: usize,
        socket: SocketId,
        join: Join,
        resumed: bool,
    ) {
        let Some(room) = self.rooms.get_mut(key) else { return };
        let owner = digest(&join.secret);
        room.door.entered(owner, socket);
        room.note_back(owner);
        room.seats[index] = Some(Seat::taken(owner, join.visit, socket, now));
        self.places.insert(socket, Place::Seat(key.clone(), index));
        self.outputs.extend(self.seated(key, index, socket, resumed));
        self.introduce(now, key, index, resumed, join.signals);
        self.clear_full_door(key);
    }

    /// Tells whoever just sat down who is there, and the other way round.
    pub(super) fn introduce(&mut self, now: Millis, key: &RoomKey, index: usize, resumed: bool, signals: Vec<Signal>) {
        self.touched.push(key.clone());
        let pass = self.give_pass(now, key, index);
        let Some(room) = self.rooms.get(key) else { return };
        let [Some(own), other] = [&room.seats[index], &room.seats[1 - index]] else { return };
        let peer =
            other.as_ref().map(|seat| Peer { visit: seat.visit, seat: seat.owner, quiet: seat.socket.is_none() });
        let (visit, seat, socket) = (own.visit, own.owner, own.socket);
        let other = other.as_ref().and_then(|seat| seat.socket);
        let role = role_of(index);
        let name = room.name.to_string();
        if let (Some(socket), Some((pass, beside))) = (socket, pass) {
            self.send(socket, ServerMessage::Joined { name, role, resumed, pass, beside, peer });
        }
        if let Some(other) = other {
            self.send(other, ServerMessage::PeerHere { visit, seat });
            for signal in signals.into_iter().filter(|signal| signal.from == visit) {
                self.send(other, ServerMessage::Signal(signal));
            }
        }
    }
}
