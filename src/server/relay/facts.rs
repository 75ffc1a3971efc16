//! What the rest of the server tells the relay: which ticket a socket was given, and where its owner sits.

use super::Relay;
use super::alarms::Alarm;
use super::credentials::TicketId;
use super::tickets::TICKETS_PER_SEAT;
use crate::clock::Millis;
use crate::server::rooms::{SeatId, SocketId};

/// Something that happened. Allocations follow at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A socket was given this ticket. It has one at a time.
    Issued(TicketId, SocketId),
    /// Whoever has this ticket has sat down, or has moved the call here from another page. What sat there before is over.
    Seated(TicketId, SeatId),
    /// Whoever has this ticket came back to their seat, which nobody else has taken since. What still flows there goes on.
    Resumed(TicketId, SeatId),
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
            Fact::Seated(ticket, seat) => self.on_seated(now, ticket, seat, false),
            Fact::Resumed(ticket, seat) => self.on_seated(now, ticket, seat, true),
            Fact::Left(seat) => self.end_all(self.tickets.of_seat(seat)),
            Fact::Gone(socket) => self.on_gone(now, socket),
        }
    }

    fn on_issued(&mut self, now: Millis, ticket: TicketId, socket: SocketId) {
        self.on_gone(now, socket);
        if let Some(ticket) = self.known_ticket(now, ticket) {
            self.tickets.set_socket(now, ticket, Some(socket));
            self.set_ticket_alarm(ticket);
        }
    }

    fn on_seated(&mut self, now: Millis, ticket: TicketId, seat: SeatId, is_resumed: bool) {
        let known = self.tickets.find(ticket);
        let is_here = known.is_some_and(|ticket| self.tickets.is_in(ticket, seat));
        if let Some(known) = known.filter(|_| !is_here) {
            // A ticket has one seat: what its owner has elsewhere ends.
            self.end_all(self.tickets.beside(known));
        }
        // A seat's ticket is believed even where the table is full: there are not more than seats.
        let ticket = self.tickets.find(ticket).unwrap_or_else(|| self.tickets.insert(now, ticket));
        let mut others = self.tickets.of_seat(seat);
        others.retain(|other| *other != ticket);
        if is_resumed {
            // Of those that may go on, the ones that were silent for longest go first.
            others.sort_by_key(|other| {
                self.tickets.get(*other).map(|other| (other.socket.is_some(), other.sent.max(other.gone)))
            });
            others.truncate((others.len() + 1).saturating_sub(TICKETS_PER_SEAT));
        }
        if !is_here {
            self.tickets.sit(ticket, seat);
        }
        self.end_all(others);
        let slots = self.tickets.get(ticket).map(|ticket| ticket.allocations.clone()).unwrap_or_default();
        slots.into_iter().for_each(|slot| self.allocations.set_seated(slot));
        self.set_ticket_alarm(ticket);
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
