//! The first moments of a server: people come back into rooms that it does not know, and whoever else comes may be quicker.
//!
//! What another server knew is in the passes that it gave. The youngest that was shown tells who sits in a room and how its door is,
//! whether it names two or one; whoever sits there otherwise is put out. Soon the server has settled: then it knows by itself, and
//! nobody is put out any more.

use std::cmp::Reverse;

use super::seat::Seat;
use super::{Output, Room, Rooms, SocketId, index_of};
use crate::clock::Millis;
use crate::protocol::identity::SeatDigest;
use crate::protocol::room_name::RoomKey;
use crate::protocol::{Access, Claim, Join, ServerMessage};
use crate::server::pass::Statement;

/// How long after its start a server believes passes more than who came first, in milliseconds: all who were in calls have come
/// back by then.
pub const SETTLING_MS: u64 = 30_000;

/// Which of two passes counts: the younger one. Of one time are those that a server gave before it had settled, while people left and
/// said how the door shall be: of these the one counts that names fewer, then the one with the stricter door.
type Weight = (u64, Reverse<usize>, u8);

/// What the youngest pass that was shown says of a room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Truth {
    pub(super) at: u64,
    weight: Weight,
    seats: [Option<SeatDigest>; 2],
    pub(super) door: Option<Access>,
    /// Who of the two has said since then how the door shall be.
    door_by: Option<SeatDigest>,
    /// Who belonged here and has left since, whatever the other one's pass says: the last two.
    gone: [Option<SeatDigest>; 2],
}

impl Truth {
    /// What a pass says. A door that was locked by two is one to knock at when one is alone behind it: the server does not know any
    /// more whom it let in.
    fn of(owner: SeatDigest, said: &Statement) -> Self {
        let mut seats = [None, None];
        let index = index_of(said.role);
        seats[index] = Some(owner);
        seats[1 - index] = said.beside.filter(|beside| *beside != owner);
        let door = door_behind(said);
        let strictness = match door.unwrap_or_default() {
            Access::Open => 0,
            Access::Knock => 1,
            Access::Locked => 2,
        };
        let weight = (said.at, Reverse(seats.iter().flatten().count()), strictness);
        Self { at: said.at, weight, seats, door, door_by: None, gone: [None; 2] }
    }

    /// Takes over what has happened since what was known `before`.
    fn after(mut self, before: &Self) -> Self {
        self.gone = before.gone;
        if let Some(seat) = self.seats.iter_mut().find(|seat| seat.is_some_and(|seat| before.has_lost(seat))) {
            *seat = None;
            // Alone, as in [`door_behind`].
            self.door = self.door.map(|door| if door == Access::Locked { Access::Knock } else { door });
        }
        if let Some(by) = before.door_by.filter(|by| self.names(*by)) {
            (self.door, self.door_by) = (before.door, Some(by));
        }
        self
    }

    /// Whether somebody belonged there and has left.
    fn has_lost(&self, owner: SeatDigest) -> bool {
        self.gone.contains(&Some(owner))
    }

    /// Whether somebody belongs there.
    pub(super) fn names(&self, owner: SeatDigest) -> bool {
        self.seats.contains(&Some(owner))
    }

    /// Who else belongs there.
    pub(super) fn other(&self, owner: SeatDigest) -> Option<SeatDigest> {
        self.seats.iter().flatten().copied().find(|seat| *seat != owner)
    }

    fn is_open(&self) -> bool {
        self.door.unwrap_or_default() == Access::Open
    }
}

/// How the door is to be for who comes back with that pass.
pub(super) fn door_behind(said: &Statement) -> Option<Access> {
    match said.door {
        Some(Access::Locked) if said.beside.is_none() => Some(Access::Knock),
        door => door,
    }
}

impl Room {
    /// Somebody sits here, whether they had left before or not.
    pub(super) fn note_back(&mut self, owner: SeatDigest) {
        if let Some(truth) = &mut self.truth {
            truth.gone.iter_mut().filter(|gone| **gone == Some(owner)).for_each(|gone| *gone = None);
        }
    }

    /// Where somebody sits, or has a seat that is held.
    pub(super) fn at(&self, owner: SeatDigest) -> Option<usize> {
        self.seats.iter().position(|seat| seat.as_ref().is_some_and(|seat| seat.owner == owner))
    }

    /// Where somebody who belongs here sits down: in the own seat, else beside the other one who belongs here. A newcomer who may
    /// stay keeps the seat they have.
    fn place_for(&self, owner: SeatDigest, truth: &Truth, is_news: bool) -> usize {
        let own = usize::from(truth.seats[1] == Some(owner));
        let other = truth.other(owner);
        let beside = other.and_then(|other| self.at(other)).map(|index| 1 - index);
        self.at(owner).or(beside).unwrap_or_else(|| match &self.seats {
            [Some(_), None] if truth.is_open() && (other.is_none() || !is_news) => 1,
            [None, Some(_)] if truth.is_open() && (other.is_none() || !is_news) => 0,
            _ => own,
        })
    }

    /// Takes out who sits where somebody else belongs.
    fn clear_for(&mut self, index: usize, owner: SeatDigest, truth: &Truth, is_news: bool) -> Vec<(usize, Seat)> {
        let other = truth.other(owner);
        let mut gone = Vec::new();
        for (at, place) in self.seats.iter_mut().enumerate() {
            let Some(seat) = place else { continue };
            let is_strange = !truth.names(seat.owner);
            let is_in_the_way = match (at == index, other) {
                (true, _) => seat.owner != owner,
                (false, Some(_)) => is_news && is_strange,
                // An ordinary newcomer.
                (false, None) => is_news && is_strange && (seat.socket.is_none() || !truth.is_open()),
            };
            if is_in_the_way {
                gone.extend(place.take().map(|seat| (at, seat)));
            }
        }
        gone
    }
}

impl Rooms {
    /// Whether the server is so young that passes count more than who came first.
    pub(super) fn is_settling(&self, now: Millis) -> bool {
        now < self.started.after(SETTLING_MS)
    }

    /// Takes what a pass says as the truth if no younger one was shown. Whether it is news.
    pub(super) fn learn(&mut self, key: &RoomKey, owner: SeatDigest, said: &Statement) -> bool {
        let Some(room) = self.rooms.get_mut(key).filter(|_| said.proves) else { return false };
        room.last_pass = room.last_pass.max(said.at);
        let truth = Truth::of(owner, said);
        room.truth = Some(match &room.truth {
            // Who has left is a newcomer.
            Some(before) if before.weight >= truth.weight || before.has_lost(owner) => return false,
            Some(before) => truth.after(before),
            None => truth,
        });
        true
    }

    /// Seats somebody who belongs here; with news, whoever does not is put out, unless there is space and an open door. Who belongs
    /// beside them and waits, as nobody knew, has waited long enough.
    pub(super) fn restore(&mut self, now: Millis, key: &RoomKey, socket: SocketId, join: Join, is_news: bool) {
        let owner = crate::server::pass::digest(&join.secret);
        self.restore_one(now, key, socket, join, is_news);
        let other = self.rooms.get(key).and_then(|room| room.truth?.other(owner));
        if let Some((socket, join)) = other.and_then(|other| self.stop_waiting_for(key, other)) {
            self.restore_one(now, key, socket, join, false);
        }
        self.settle(now, key);
    }

    fn restore_one(&mut self, now: Millis, key: &RoomKey, socket: SocketId, join: Join, is_news: bool) {
        let owner = crate::server::pass::digest(&join.secret);
        self.close_waiting(key, owner, join.visit);
        let Some(room) = self.rooms.get_mut(key) else { return };
        let Some(truth) = room.truth else { return };
        let index = room.place_for(owner, &truth, is_news);
        let gone = room.clear_for(index, owner, &truth, is_news);
        let is_held = room.seats[index].is_some();
        // Who has to go may have said how the door shall be.
        let is_restored = is_news || !gone.is_empty();
        if let Some(claim) = join.claim.filter(|_| is_news || !is_held)
            && room.seats[1 - index].is_none()
        {
            room.seats[1 - index] = reserved(&truth, owner, &claim, now);
        }
        self.put_out(key, gone);
        if is_restored {
            self.restore_door(key, truth.door, truth.seats);
        }
        if is_held {
            self.take_over(now, key, index, socket, join);
        } else {
            self.seat(now, key, index, socket, join, true);
        }
    }

    /// Tells those who have lost their seats, and who sits there still.
    fn put_out(&mut self, key: &RoomKey, gone: Vec<(usize, Seat)>) {
        let is_any = !gone.is_empty();
        for (index, seat) in gone {
            self.outputs.push(Output::Left(self.seat_id(key, index)));
            if let Some(stranger) = seat.socket {
                self.places.remove(&stranger);
                self.send(stranger, ServerMessage::Full);
            }
        }
        for index in 0..2 {
            if let Some(socket) = self.socket_at(key, index).filter(|_| is_any) {
                self.send(socket, ServerMessage::PeerLeft);
            }
        }
    }

    /// Somebody has left for good: no pass of before brings them back by itself, neither theirs nor the other one's.
    pub(super) fn forget_in_truth(&mut self, key: &RoomKey, owner: SeatDigest) {
        let truth = self.rooms.get_mut(key).and_then(|room| room.truth.as_mut());
        if let Some(truth) = truth.filter(|truth| truth.names(owner)) {
            truth.seats.iter_mut().filter(|seat| **seat == Some(owner)).for_each(|seat| *seat = None);
            truth.gone = [Some(owner), truth.gone[0]];
        }
    }

    /// Somebody inside has said how the door shall be, which counts for later if they belong here.
    pub(super) fn door_in_truth(&mut self, key: &RoomKey, owner: SeatDigest, access: Access) {
        let truth = self.rooms.get_mut(key).and_then(|room| room.truth.as_mut());
        if let Some(truth) = truth.filter(|truth| truth.names(owner)) {
            (truth.door, truth.door_by) = (Some(access), Some(owner));
        }
    }
}

/// The seat that is held beside the claimer: for whom the pass names, else for whom only the claimer names.
fn reserved(truth: &Truth, owner: SeatDigest, claim: &Claim, now: Millis) -> Option<Seat> {
    let peer = claim.peer.filter(|peer| peer.seat != owner)?;
    match truth.other(owner) {
        Some(other) => (peer.seat == other).then(|| Seat::reserved(peer, claim.flowing, true, now)),
        None if truth.has_lost(peer.seat) => None,
        None => Some(Seat::reserved(peer, claim.flowing, false, now)),
    }
}
