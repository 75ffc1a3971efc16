//! What the rest of the server tells the relay: which ticket a socket was given, and where its owner sits.

use super::Relay;
use super::alarms::Alarm;
use super::credentials::TicketId;
use super::tickets::TICKETS_PER_SEAT;
use crate::clock::Millis;
use crate::server::rooms::{OwnerId, SeatId, SocketId};

/// Somebody in a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sitting {
    /// What they use the relay with.
    pub ticket: TicketId,
    /// Their socket, which is open.
    pub socket: SocketId,
    /// Where they sit.
    pub seat: SeatId,
    /// Who they are.
    pub owner: OwnerId,
    /// Whose the other seat is now, taken or held.
    pub beside: Option<OwnerId>,
}

/// Something that happened. Allocations follow at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A socket was given this ticket. It has one at a time.
    Issued(TicketId, SocketId),
    /// Somebody has sat down, or has moved the call here from another page. What they had in this room before is over.
    Seated(Sitting),
    /// Somebody came back to their room. What still flows between them and who is beside them goes on.
    Resumed(Sitting),
    /// Whoever had this seat has left it, or was put out of it. Nothing flows any more. A seat that is only held no longer, because its
    /// socket stays away, is not left: a call outlives its signaling.
    Left(SeatId),
    /// A socket is gone. Its owner may come back.
    Gone(SocketId),
}

impl Relay {
    pub(super) fn on_fact(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Issued(ticket, socket) => self.on_issued(now, ticket, socket),
            Fact::Seated(sitting) => self.on_seated(now, sitting, false),
            Fact::Resumed(sitting) => self.on_seated(now, sitting, true),
            Fact::Left(seat) => self.end_all(self.tickets.of_seat(seat)),
            Fact::Gone(socket) => self.on_gone(now, socket),
        }
    }

    /// Also where the table is full: sockets have a limit of their own.
    fn on_issued(&mut self, now: Millis, ticket: TicketId, socket: SocketId) {
        if self.tickets.of_socket(socket) != self.tickets.find(ticket) {
            self.on_gone(now, socket);
        }
        let ticket = self.tickets.find(ticket).unwrap_or_else(|| self.tickets.insert(now, ticket));
        self.tickets.set_socket(now, ticket, Some(socket));
        self.set_ticket_alarm(ticket);
    }

    fn on_seated(&mut self, now: Millis, sitting: Sitting, is_resumed: bool) {
        let Sitting { ticket, socket, seat, owner, .. } = sitting;
        self.on_issued(now, ticket, socket);
        let Some(ticket) = self.tickets.find(ticket) else { return };
        if !self.tickets.of_room(seat.room).contains(&ticket) {
            // A ticket has one seat: what its owner has elsewhere ends.
            self.end_all(self.tickets.beside(ticket));
        }
        let (staying, ending) = self.others(ticket, &sitting, is_resumed);
        self.tickets.sit(ticket, seat, owner);
        for other in staying {
            let is_own = self.tickets.get(other).is_some_and(|other| other.owner == Some(owner));
            self.tickets.change_side(other, seat.is_second == is_own);
        }
        self.end_all(ending);
        let slots = self.tickets.get(ticket).map(|ticket| ticket.allocations.clone()).unwrap_or_default();
        slots.into_iter().for_each(|slot| self.allocations.set_seated(slot));
    }

    /// What else is in the room of somebody who sits down: what goes on there, and what is over. A seat that was held no longer may be
    /// anybody's by now, so only what is of the two who sit there counts. Where nobody else has the other seat, a call of those who were
    /// there before goes on without its signaling.
    fn others(&self, ticket: usize, sitting: &Sitting, is_resumed: bool) -> (Vec<usize>, Vec<usize>) {
        let owner_of = |index: &usize| self.tickets.get(*index).and_then(|ticket| ticket.owner);
        let there = self.tickets.of_room(sitting.seat.room);
        let had_link = there.iter().any(|other| owner_of(other) == Some(sitting.owner));
        let stays = |index: &usize| match owner_of(index) {
            owner if owner == Some(sitting.owner) => is_resumed,
            owner if sitting.beside.is_some() => owner == sitting.beside,
            _ => is_resumed && had_link,
        };
        let (staying, mut ending): (Vec<_>, Vec<_>) =
            there.into_iter().filter(|other| *other != ticket).partition(stays);
        let is_own = |index: &usize| owner_of(index) == Some(sitting.owner);
        let (mut own, mut staying): (Vec<_>, Vec<_>) = staying.into_iter().partition(is_own);
        // Of those that may go on, the ones that were silent for longest go first.
        own.sort_by_key(|other| {
            self.tickets.get(*other).map(|other| (other.socket.is_some(), other.sent.max(other.gone)))
        });
        let spare = (own.len() + 1).saturating_sub(TICKETS_PER_SEAT);
        ending.extend(own.drain(..spare));
        staying.append(&mut own);
        (staying, ending)
    }

    fn on_gone(&mut self, now: Millis, socket: SocketId) {
        let Some(ticket) = self.tickets.of_socket(socket) else { return };
        self.tickets.set_socket(now, ticket, None);
        self.forget_if_idle(ticket);
        self.set_ticket_alarm(ticket);
    }

    fn end_all(&mut self, tickets: Vec<usize>) {
        tickets.into_iter().for_each(|ticket| self.end_ticket(ticket));
    }

    /// A ticket has no seat and no allocation any more. Its socket, if it is open, may begin anew with it.
    pub(super) fn end_ticket(&mut self, ticket: usize) {
        self.tickets.stand(ticket);
        let slots =
            self.tickets.get_mut(ticket).map(|ticket| std::mem::take(&mut ticket.allocations)).unwrap_or_default();
        slots.into_iter().for_each(|slot| self.end_allocation(slot));
        self.forget_if_idle(ticket);
        self.set_ticket_alarm(ticket);
    }

    /// A ticket that nobody holds and that holds nothing is as one that was never seen.
    pub(super) fn forget_if_idle(&mut self, index: usize) {
        let Some(ticket) = self.tickets.get_mut(index) else { return };
        if ticket.socket.is_none() && ticket.seat.is_none() && ticket.allocations.is_empty() {
            self.alarms.set(Alarm::Ticket(index), &mut ticket.alarm, None);
            self.tickets.remove(index);
        }
    }
}
