//! Tickets and the seats that they follow: who sits opposite whom.

use std::collections::HashMap;

use slab::Slab;

use super::bucket::Bucket;
use super::credentials::TicketId;
use crate::clock::Millis;
use crate::server::rooms::{OwnerId, SeatId, SocketId};

/// A link of which one side's signaling is gone ends so long after the last packet of either side, in milliseconds.
pub(super) const SILENT_MS: u64 = 30_000;

/// A ticket without a seat ends so long after its socket has gone, in milliseconds.
pub(super) const SOCKETLESS_MS: u64 = 60_000;

/// Tickets of one seat: that of the socket, and of the sockets before it whose connections still flow.
pub(super) const TICKETS_PER_SEAT: usize = 4;

/// What is known of a ticket.
#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) id: TicketId,
    pub(super) socket: Option<SocketId>,
    /// When its socket went, or since when it is known without one.
    pub(super) gone: Millis,
    pub(super) seat: Option<Seat>,
    /// Who sits there with it.
    pub(super) owner: Option<OwnerId>,
    /// The labels of its allocations.
    pub(super) allocations: Vec<u32>,
    /// When a packet of its last went to the other seat.
    pub(super) sent: Millis,
    /// When a packet of the other seat last came.
    pub(super) received: Millis,
    /// When its alarm is set.
    pub(super) alarm: Option<Millis>,
}

/// A seat as tickets know it: looked up without a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    pair: usize,
    side: usize,
}

impl Seat {
    /// Whether the two sit in one room, in different seats.
    pub(super) fn is_opposite(self, other: Self) -> bool {
        self.pair == other.pair && self.side != other.side
    }
}

impl Ticket {
    /// When it ends by time alone.
    pub(super) fn deadline(&self) -> Option<Millis> {
        match (self.socket, self.seat) {
            (Some(_), _) => None,
            (None, None) => Some(self.gone.after(SOCKETLESS_MS)),
            (None, Some(_)) => Some(self.gone.max(self.sent.min(self.received)).after(SILENT_MS)),
        }
    }
}

#[derive(Debug)]
struct Pair {
    room: u64,
    sides: [Side; 2],
}

#[derive(Debug)]
struct Side {
    tickets: Vec<usize>,
    bandwidth: Bucket,
    /// Why packets were dropped since that was last told, if they were.
    throttled: Option<Limit>,
}

/// How much may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    /// By one seat.
    Seat,
    /// By all together, and by one seat.
    Total,
}

/// What a room takes in the tables, in bytes.
#[cfg(test)]
pub(super) const PAIR_BYTES: usize = size_of::<(usize, Pair)>() + size_of::<(u64, usize)>() + 1;

impl Default for Side {
    fn default() -> Self {
        Self { tickets: Vec::new(), bandwidth: Bucket::full(), throttled: None }
    }
}

/// All tickets that are known.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    tickets: Slab<Ticket>,
    by_id: HashMap<TicketId, usize>,
    by_socket: HashMap<SocketId, usize>,
    pairs: Slab<Pair>,
    by_room: HashMap<u64, usize>,
    /// The sides of which packets were dropped since that was last told: each once.
    throttled: Vec<Seat>,
}

impl Tickets {
    pub(super) fn len(&self) -> usize {
        self.tickets.len()
    }

    /// Rooms in which somebody has a ticket.
    pub(super) fn rooms(&self) -> usize {
        self.pairs.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Ticket> {
        self.tickets.get(index)
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut Ticket> {
        self.tickets.get_mut(index)
    }

    pub(super) fn find(&self, id: TicketId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    pub(super) fn of_socket(&self, socket: SocketId) -> Option<usize> {
        self.by_socket.get(&socket).copied()
    }

    pub(super) fn insert(&mut self, now: Millis, id: TicketId) -> usize {
        let (allocations, start) = (Vec::new(), Millis(0));
        let (socket, seat, owner, alarm) = (None, None, None, None);
        let ticket = Ticket { id, socket, gone: now, seat, owner, allocations, sent: start, received: start, alarm };
        let index = self.tickets.insert(ticket);
        self.by_id.insert(id, index);
        index
    }

    /// Forgets one that has no allocation and no seat any more.
    pub(super) fn remove(&mut self, index: usize) {
        if let Some(ticket) = self.tickets.try_remove(index) {
            self.by_id.remove(&ticket.id);
            if let Some(socket) = ticket.socket {
                self.by_socket.remove(&socket);
            }
        }
    }

    /// The socket that has this ticket, or that it has gone.
    pub(super) fn set_socket(&mut self, now: Millis, index: usize, socket: Option<SocketId>) {
        let Some(ticket) = self.tickets.get_mut(index) else { return };
        if let Some(before) = std::mem::replace(&mut ticket.socket, socket) {
            self.by_socket.remove(&before);
        }
        match socket {
            Some(socket) => _ = self.by_socket.insert(socket, index),
            None => ticket.gone = now,
        }
    }

    /// All tickets of a seat.
    pub(super) fn of_seat(&self, seat: SeatId) -> Vec<usize> {
        let pair = self.by_room.get(&seat.room).and_then(|pair| self.pairs.get(*pair));
        pair.map(|pair| pair.sides[usize::from(seat.is_second)].tickets.clone()).unwrap_or_default()
    }

    /// All tickets of the seat that this one has.
    pub(super) fn beside(&self, index: usize) -> Vec<usize> {
        let seat = self.tickets.get(index).and_then(|ticket| ticket.seat);
        let side = seat.and_then(|seat| Some(&self.pairs.get(seat.pair)?.sides[seat.side]));
        side.map(|side| side.tickets.clone()).unwrap_or_default()
    }

    /// All tickets of a room's two seats.
    pub(super) fn of_room(&self, room: u64) -> Vec<usize> {
        [false, true].into_iter().flat_map(|is_second| self.of_seat(SeatId { room, is_second })).collect()
    }

    /// A ticket has this seat, and only this one, with this owner.
    pub(super) fn sit(&mut self, index: usize, seat: SeatId, owner: OwnerId) {
        let pairs = &mut self.pairs;
        let new = || pairs.insert(Pair { room: seat.room, sides: Default::default() });
        let pair = *self.by_room.entry(seat.room).or_insert_with(new);
        if self.tickets.get(index).and_then(|ticket| ticket.seat).is_some_and(|seat| seat.pair != pair) {
            self.stand(index);
        }
        let side = usize::from(seat.is_second);
        let Some(ticket) = self.tickets.get_mut(index) else { return };
        ticket.owner = Some(owner);
        if ticket.seat.is_none() {
            ticket.seat = Some(Seat { pair, side });
            self.pairs[pair].sides[side].tickets.push(index);
        } else {
            self.change_side(index, seat.is_second);
        }
    }

    /// A ticket has the first or the second seat of its room from now on.
    pub(super) fn change_side(&mut self, index: usize, is_second: bool) {
        let seat = self.tickets.get_mut(index).and_then(|ticket| ticket.seat.as_mut());
        let Some(seat) = seat.filter(|seat| seat.side != usize::from(is_second)) else { return };
        seat.side = usize::from(is_second);
        let Some(pair) = self.pairs.get_mut(seat.pair) else { return };
        pair.sides.iter_mut().for_each(|side| side.tickets.retain(|ticket| *ticket != index));
        pair.sides[usize::from(is_second)].tickets.push(index);
    }

    /// A ticket has no seat any more.
    pub(super) fn stand(&mut self, index: usize) {
        let Some(ticket) = self.tickets.get_mut(index) else { return };
        ticket.owner = None;
        let Some(Seat { pair, side }) = ticket.seat.take() else { return };
        let Some(seats) = self.pairs.get_mut(pair) else { return };
        seats.sides[side].tickets.retain(|ticket| *ticket != index);
        if seats.sides.iter().all(|side| side.tickets.is_empty()) {
            self.by_room.remove(&seats.room);
            self.pairs.remove(pair);
        }
    }

    /// Whether the owner of this seat may send so many bytes now; if so, they are counted.
    pub(super) fn may_send(&mut self, now: Millis, seat: Seat, bytes: u64, per_second: u64) -> bool {
        let side = self.pairs.get_mut(seat.pair).map(|pair| &mut pair.sides[seat.side]);
        side.is_some_and(|side| side.bandwidth.take(now, bytes, per_second))
    }

    /// A packet of this seat was dropped because more is sent than that.
    pub(super) fn note_throttled(&mut self, seat: Seat, limit: Limit) {
        let Some(side) = self.pairs.get_mut(seat.pair).map(|pair| &mut pair.sides[seat.side]) else { return };
        if side.throttled.is_none() {
            self.throttled.push(seat);
        }
        side.throttled = side.throttled.max(Some(limit));
    }

    /// The sockets in the seats of which packets were dropped since this was last asked, and why.
    pub(super) fn take_throttled(&mut self) -> Vec<(SocketId, Limit)> {
        let mut sockets = Vec::new();
        for seat in std::mem::take(&mut self.throttled) {
            // Another pair may have the place by now: it is told once too often.
            let Some(pair) = self.pairs.get_mut(seat.pair) else { continue };
            let side = &mut pair.sides[seat.side];
            let Some(limit) = side.throttled.take() else { continue };
            let open = side.tickets.iter().filter_map(|ticket| self.tickets.get(*ticket)?.socket);
            sockets.extend(open.map(|socket| (socket, limit)));
        }
        sockets
    }

    /// Rooms in which packets have gone both ways within the last milliseconds.
    pub(super) fn calls(&self, now: Millis, within_ms: u64) -> usize {
        let hears = |index: &usize| {
            let received = self.tickets.get(*index).map(|ticket| ticket.received).filter(|received| received.0 > 0);
            received.is_some_and(|received| now < received.after(within_ms))
        };
        let is_call = |pair: &Pair| pair.sides.iter().all(|side| side.tickets.iter().any(hears));
        self.pairs.iter().filter(|(_, pair)| is_call(pair)).count()
    }
}
