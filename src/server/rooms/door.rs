//! Who may come in while a seat is free: everybody who knows the name, who knocks and is let in, or nobody else.
//!
//! Whoever sat in the room while its door was not open may come back. A door is shut by those inside, so it is open again
//! when the room is empty.

use super::input::Named;
use super::{Room, Rooms, SocketId};
use crate::clock::Millis;
use crate::protocol::identity::SeatDigest;
use crate::protocol::room_name::{RoomKey, RoomNameError};
use crate::protocol::{Access, ErrorCode, Refusal, ServerMessage};
use crate::server::network::Network;

/// The most who may stand at one door: two inside can deal with no more.
const KNOCKS_MAX: usize = 4;

/// As many as may stand at a door may knock at once, and then one each so many milliseconds: somebody who is alone inside has a call
/// to wait for, and a way out of being asked only by leaving.
const KNOCK_EVERY_MS: u64 = 3_000;

/// When a door that is crowded may be tried again, in milliseconds: when those inside have answered.
const CROWDED_MS: u64 = 10_000;

/// Who was refused at a door may knock there again after so long, in milliseconds: an answer is one, and nobody is asked about the
/// same person twice in a breath.
const REFUSED_MS: u64 = 60_000;

/// The most whom a door remembers as refused: more do not come in the minute that it lasts.
const REFUSED_MAX: usize = 32;

/// The most whom a room remembers: the first two of those who sat inside since the door was shut, and the last six.
const KNOWN_MAX: usize = 8;

/// Somebody at a door.
#[derive(Debug, Clone, Copy)]
struct Knock {
    /// Under which those inside know them.
    number: u64,
    socket: SocketId,
    from: Option<Network>,
}

/// A room's door.
#[derive(Debug, Default)]
pub(super) struct Door {
    access: Access,
    /// Somebody inside has said how it shall be, also if that is as it was.
    told: bool,
    /// Who sat inside since it was shut.
    known: Vec<SeatDigest>,
    /// Who stands outside.
    knocks: Vec<Knock>,
    /// Who was refused, and until when. Only whose address is counted.
    refused: Vec<(Network, Millis)>,
    /// Until then the knocks so far would have taken, had they come evenly.
    knocked_until: Millis,
    /// Who was let in and has not sat down yet.
    invited: Vec<SocketId>,
}

impl Door {
    /// Why somebody may not come in, if they may not.
    pub(super) fn refuses(&self, owner: SeatDigest, socket: SocketId) -> Option<Refusal> {
        let welcome = self.known.contains(&owner) || self.invited.contains(&socket);
        match self.access {
            Access::Knock if !welcome => Some(Refusal::Knock),
            Access::Locked if !welcome => Some(Refusal::Locked),
            Access::Open | Access::Knock | Access::Locked => None,
        }
    }

    /// Somebody has sat down inside.
    pub(super) fn entered(&mut self, owner: SeatDigest, socket: SocketId) {
        self.invited.retain(|invited| *invited != socket);
        if self.access != Access::Open && !self.known.contains(&owner) {
            // Among the first two is who shut it; they are remembered longest.
            if self.known.len() >= KNOWN_MAX {
                self.known.remove(2);
            }
            self.known.push(owner);
        }
    }

    /// How it is, if anybody has said.
    pub(super) fn told(&self) -> Option<Access> {
        self.told.then_some(self.access)
    }

    /// Is from now on as it was before the server was started. Those who stand outside and are told that it is over.
    fn restore(&mut self, told: Option<Access>, inside: [Option<SeatDigest>; 2]) -> Vec<Knock> {
        let access = told.unwrap_or_default();
        let outside = if access == Access::Knock { Vec::new() } else { std::mem::take(&mut self.knocks) };
        self.invited.clear();
        self.known.clear();
        if access != Access::Open {
            self.known.extend(inside.into_iter().flatten());
        }
        (self.access, self.told) = (access, told.is_some());
        outside
    }

    /// Counts a knock.
    ///
    /// # Errors
    /// How long to wait, in milliseconds: somebody stands there already from the same address or was refused, or there are, or were,
    /// too many.
    fn admit_knock(&mut self, now: Millis, from: Option<Network>) -> Result<(), u64> {
        self.refused.retain(|(_, until)| now < *until);
        if let Some((_, until)) = self.refused.iter().find(|(network, _)| Some(*network) == from) {
            return Err(until.0 - now.0);
        }
        let is_twice = from.is_some() && self.knocks.iter().any(|knock| knock.from == from);
        if is_twice || self.knocks.len() >= KNOCKS_MAX {
            return Err(CROWDED_MS);
        }
        let (from, latest) = (self.knocked_until.max(now), now.after(KNOCK_EVERY_MS * (KNOCKS_MAX as u64 - 1)));
        if from > latest {
            return Err(from.0 - latest.0);
        }
        self.knocked_until = from.after(KNOCK_EVERY_MS);
        Ok(())
    }

    /// Somebody inside has said no.
    fn refuse(&mut self, now: Millis, from: Option<Network>) {
        let Some(network) = from else { return };
        if self.refused.len() >= REFUSED_MAX {
            self.refused.remove(0);
        }
        self.refused.push((network, now.after(REFUSED_MS)));
    }

    /// Those who stand outside, who are told that it is over.
    fn open(&mut self) -> Vec<Knock> {
        self.known.clear();
        self.invited.clear();
        std::mem::take(&mut self.knocks)
    }

    fn remove(&mut self, socket: SocketId) -> Option<u64> {
        self.invited.retain(|invited| *invited != socket);
        let at = self.knocks.iter().position(|knock| knock.socket == socket)?;
        Some(self.knocks.remove(at).number)
    }
}

impl Room {
    fn is_full(&self) -> bool {
        self.seats.iter().all(Option::is_some)
    }

    fn owners(&self) -> Vec<SeatDigest> {
        self.seats.iter().flatten().map(|seat| seat.owner).collect()
    }
}

impl Rooms {
    /// Somebody inside says who may come in. A door is locked by two: one who is alone would lock out whom they wait for.
    pub(super) fn set_access(&mut self, socket: SocketId, access: Access) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some(room) = self.rooms.get_mut(&key) else { return };
        if access == Access::Locked && !room.is_full() {
            let access = room.door.access;
            return self.send(socket, ServerMessage::Access(access));
        }
        let outside = if access == Access::Knock { Vec::new() } else { room.door.open() };
        room.door.access = access;
        room.door.told = true;
        let speaker = room.seats[index].as_ref().map(|seat| seat.owner);
        if access != Access::Open {
            for owner in room.owners() {
                room.door.entered(owner, socket);
            }
        }
        if let Some(speaker) = speaker {
            self.door_in_truth(&key, speaker, access);
        }
        self.answer_all(&key, outside, access == Access::Open);
        self.tell_inside(&key, &ServerMessage::Access(access));
        self.touched.push(key);
    }

    /// The door is as a pass says; who sits inside is told if that is another than they know.
    pub(super) fn restore_door(&mut self, key: &RoomKey, told: Option<Access>, inside: [Option<SeatDigest>; 2]) {
        let Some(room) = self.rooms.get_mut(key) else { return };
        let before = room.door.access;
        let outside = room.door.restore(told, inside);
        let access = room.door.access;
        self.answer_all(key, outside, access == Access::Open);
        if access != before {
            self.tell_inside(key, &ServerMessage::Access(access));
        }
    }

    /// Says how the door is, and who stands at it.
    pub(super) fn tell_door(&mut self, socket: SocketId) {
        let Some((key, _)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some(Room { door, .. }) = self.rooms.get(&key) else { return };
        let access = door.told();
        let knocks = door.knocks.iter().map(|knock| knock.number).collect();
        self.send(socket, ServerMessage::Door { access, knocks });
    }

    /// Somebody outside asks to be let in: one from each address at a time, and after a no only in a minute. Where nobody could let them in, or need not, it is answered at once: a join tells what is.
    pub(super) fn ask_to_knock(
        &mut self,
        now: Millis,
        socket: SocketId,
        from: Option<Network>,
        room: Option<Result<Named, RoomNameError>>,
    ) {
        if self.places.contains_key(&socket) {
            return self.error(socket, ErrorCode::AlreadyJoined);
        }
        match room {
            Some(Ok(room)) => self.knock(now, socket, from, room.key),
            Some(Err(error)) => self.refuse(socket, Refusal::Name(error)),
            None => {}
        }
    }

    fn knock(&mut self, now: Millis, socket: SocketId, from: Option<Network>, key: RoomKey) {
        let access = self.rooms.get(&key).map_or(Access::Open, |room| room.door.access);
        let Some(room) = self.rooms.get_mut(&key).filter(|room| access == Access::Knock && !room.is_full()) else {
            return self.send(socket, ServerMessage::Answered { admit: access != Access::Locked });
        };
        if let Err(retry_after_ms) = room.door.admit_knock(now, from) {
            return self.refuse(socket, Refusal::Limit { retry_after_ms });
        }
        self.last_knock += 1;
        let number = self.last_knock;
        room.door.knocks.push(Knock { number, socket, from });
        self.places.insert(socket, super::Place::Outside(key.clone()));
        self.tell_inside(&key, &ServerMessage::Knocked { knock: number });
    }

    /// Somebody inside lets in who knocked, or does not.
    pub(super) fn answer_knock(&mut self, now: Millis, socket: SocketId, number: u64, admit: bool) {
        let Some((key, _)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some(room) = self.rooms.get_mut(&key) else { return };
        // The other one inside may have answered first.
        let Some(at) = room.door.knocks.iter().position(|knock| knock.number == number) else { return };
        let knock = room.door.knocks.remove(at);
        if admit {
            // Who was let in and has gone is not waited for.
            room.door.invited.truncate(KNOCKS_MAX - 1);
            room.door.invited.insert(0, knock.socket);
        } else {
            room.door.refuse(now, knock.from);
        }
        self.answer_all(&key, [knock], admit);
    }

    /// Who stood outside has gone.
    pub(super) fn stop_knocking(&mut self, key: &RoomKey, socket: SocketId) {
        let knock = self.rooms.get_mut(key).and_then(|room| room.door.remove(socket));
        if let Some(knock) = knock {
            self.tell_inside(key, &ServerMessage::KnockOver { knock });
        }
    }

    /// Whoever still stands at the door of a room that is full cannot be let in: a join tells them so.
    pub(super) fn clear_full_door(&mut self, key: &RoomKey) {
        let Some(room) = self.rooms.get_mut(key).filter(|room| room.is_full()) else { return };
        let outside = std::mem::take(&mut room.door.knocks);
        self.answer_all(key, outside, true);
    }

    /// The room is about to be forgotten: who stands at its door may come in.
    pub(super) fn abandon_door(&mut self, key: &RoomKey) {
        let outside = self.rooms.get_mut(key).map(|room| room.door.open()).unwrap_or_default();
        self.answer_all(key, outside, true);
    }

    /// Answers those who stood outside; whoever is inside hears that their knocks are over.
    fn answer_all(&mut self, key: &RoomKey, outside: impl IntoIterator<Item = Knock>, admit: bool) {
        for Knock { number, socket, .. } in outside {
            self.places.remove(&socket);
            self.send(socket, ServerMessage::Answered { admit });
            self.tell_inside(key, &ServerMessage::KnockOver { knock: number });
        }
    }

    fn tell_inside(&mut self, key: &RoomKey, message: &ServerMessage) {
        for index in 0..2 {
            if let Some(socket) = self.socket_at(key, index) {
                self.send(socket, message.clone());
            }
        }
    }
}
