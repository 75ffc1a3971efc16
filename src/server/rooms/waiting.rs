//! Joins that wait because a seat is only held, or because its socket has yet to show that it lives.

use std::collections::VecDeque;

use super::{Output, Place, Rooms, SocketId};
use crate::clock::Millis;
use crate::protocol::identity::{SeatDigest, VisitId};
use crate::protocol::room_name::RoomKey;
use crate::protocol::{Join, ServerMessage};
use crate::server::pass::digest;

/// How long a join may wait for a held seat to become free or not, in milliseconds. A person who is told "full" after
/// that can try again.
const HELD_WAIT_MAX_MS: u64 = 10_000;

/// The most joins that may wait at one room: they are only people who came within seconds of each other.
const WAITING_MAX: usize = 8;

/// A join that waits.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) socket: SocketId,
    join: Join,
    pub(super) until: Millis,
}

impl Rooms {
    /// Both seats are taken, by others: has the join wait if either may turn out to be empty.
    pub(super) fn wait(&mut self, now: Millis, key: RoomKey, socket: SocketId, join: Join) {
        let Some(room) = self.rooms.get_mut(&key) else { return };
        let surely_full = room.seats.iter().flatten().all(|seat| seat.is_fresh(now));
        if surely_full || room.waiting.len() >= WAITING_MAX {
            return self.send(socket, ServerMessage::Full);
        }
        room.waiting.push_back(Waiting { socket, join, until: now.after(HELD_WAIT_MAX_MS) });
        // A socket may be dead for long before anybody notices; who is there answers within a round trip.
        let asked: Vec<SocketId> = room.seats.iter_mut().flatten().filter_map(|seat| seat.challenge(now)).collect();
        self.places.insert(socket, Place::Waiting(key.clone()));
        self.touched.push(key);
        asked.into_iter().for_each(|socket| self.send(socket, ServerMessage::Ping));
    }

    pub(super) fn stop_waiting(&mut self, key: &RoomKey, socket: SocketId) {
        if let Some(room) = self.rooms.get_mut(key) {
            room.waiting.retain(|waiting| waiting.socket != socket);
        }
    }

    /// The last join of somebody who waits, if they do: it waits no more.
    pub(super) fn stop_waiting_for(&mut self, key: &RoomKey, owner: SeatDigest) -> Option<(SocketId, Join)> {
        let room = self.rooms.get_mut(key)?;
        let at = room.waiting.iter().rposition(|waiting| digest(&waiting.join.secret) == owner)?;
        let Waiting { socket, join, .. } = room.waiting.remove(at)?;
        Some((socket, join))
    }

    /// Closes what else waits for somebody who gets a seat with another socket than these: each is older, and would take it from that one.
    pub(super) fn close_waiting(&mut self, key: &RoomKey, owner: SeatDigest, by: VisitId) {
        let Some(room) = self.rooms.get_mut(key) else { return };
        let is_own = |waiting: &Waiting| digest(&waiting.join.secret) == owner;
        let (own, others): (VecDeque<_>, _) = std::mem::take(&mut room.waiting).into_iter().partition(is_own);
        room.waiting = others;
        for Waiting { socket, join, .. } in own {
            self.give_up(socket, join.visit, by);
        }
    }

    /// The owner is elsewhere now, perhaps with another page.
    pub(super) fn give_up(&mut self, socket: SocketId, visit: VisitId, by: VisitId) {
        self.places.remove(&socket);
        if visit != by {
            self.send(socket, ServerMessage::Moved { by });
        }
        self.outputs.push(Output::Close(socket));
    }

    /// Lets time do what it does: challenges fail, held seats become free, waiting ends.
    pub(super) fn expire(&mut self, now: Millis) {
        for key in self.alarms.due(now) {
            for index in 0..2 {
                let Some(seat) = self.seat_mut(&key, index) else { continue };
                if seat.is_deaf(now) {
                    if let Some(socket) = self.hold(now, &key, index) {
                        self.places.remove(&socket);
                        self.outputs.push(Output::Drop(socket));
                    }
                } else if seat.is_over(now) {
                    self.free(&key, index);
                }
            }
            self.settle(now, &key);
        }
    }

    /// After a seat changed or time passed: seats those who wait, sends away those who waited too long or for nothing, and
    /// forgets a room that nobody is in.
    pub(super) fn settle(&mut self, now: Millis, key: &RoomKey) {
        while let Some(room) = self.rooms.get_mut(key) {
            let free = room.seats.iter().position(Option::is_none);
            let unsettled = !room.seats.iter().flatten().all(|seat| seat.is_settled());
            let Some(waiting) = room.waiting.front() else { break };
            // Of two sockets of one person that waited, the first may just have got their seat.
            let own = room.at(digest(&waiting.join.secret));
            if own.or(free).is_none() && unsettled && now < waiting.until {
                break;
            }
            let Some(waiting) = room.waiting.pop_front() else { break };
            let Waiting { socket, join, .. } = waiting;
            let refused = room.door.refuses(digest(&join.secret), socket);
            if let Some(index) = own {
                self.take_over(now, key, index, socket, join);
                continue;
            }
            match (free, refused) {
                (Some(index), None) => self.seat(now, key, index, socket, join, false),
                // The door was shut meanwhile.
                (Some(_), Some(reason)) => {
                    self.places.remove(&socket);
                    self.refuse(socket, reason);
                }
                (None, _) => self.send_away(socket),
            }
        }
        self.touched.push(key.clone());
        if self.rooms.get(key).is_some_and(|room| room.seats.iter().all(Option::is_none)) {
            self.abandon_door(key);
            self.rooms.remove(key);
        }
    }

    /// The other person has said that media flows: who waits for that seat waits for nothing.
    pub(super) fn send_all_away(&mut self, key: &RoomKey) {
        let Some(room) = self.rooms.get_mut(key) else { return };
        for waiting in std::mem::take(&mut room.waiting) {
            self.send_away(waiting.socket);
        }
    }

    fn send_away(&mut self, socket: SocketId) {
        self.places.remove(&socket);
        self.send(socket, ServerMessage::Full);
    }
}
