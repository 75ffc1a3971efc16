//! STUN and TURN (RFC 8489, RFC 8656), pure: packets and time in, packets out. No socket, no clock, no entropy of its own.
//!
//! It is a closed relay. A relayed address is a label, the server's own address and a virtual port, and packets go from label to
//! label: to no other address, and only between two who sit opposite each other. The packet for a label goes straight to the client
//! behind it, and shows the label of its sender.
//!
//! # Layout
//! - [`five_tuple`]: where a packet came from; [`stream`]: from the bytes of a stream to packets
//! - [`credentials`], [`nonce`]: what proves itself, without memory; [`authentication`]: whether it does
//! - [`requests`]: from a request to its answer; [`answer`]: how that is written
//! - [`allocate`]: allocations and their lifetime; [`grants`]: permissions and channels; [`forwarding`]: data
//! - [`allocation`]: one of them; [`allocations`]: all; [`unseated`]: which goes first; [`label`]: what they are seen as
//! - [`tickets`]: who sits opposite whom; [`facts`]: how the relay learns of it
//! - [`alarms`]: when time alone changes something
//! - [`strangers`], [`sources`], [`bucket`]: how much anybody may have; [`settings`]: as the owner says
//! - [`tally`]: what is counted

mod alarms;
mod allocate;
mod allocation;
mod allocations;
mod answer;
mod authentication;
mod bucket;
mod credentials;
mod facts;
mod five_tuple;
mod forwarding;
mod grants;
mod label;
mod nonce;
mod requests;
mod settings;
mod sources;
mod strangers;
mod stream;
mod tally;
mod tickets;
mod unseated;

use stun_types::message::{Message, MessageClass, MessageHeader};
use turn_types::message::SEND;

pub use super::rooms::SeatId;
use super::rooms::SocketId;
use crate::clock::Millis;
use alarms::{Alarm, Alarms};
use allocations::Allocations;
use bucket::Bucket;
pub use credentials::{Credentials, Login, TicketId};
pub use facts::{Fact, Sitting};
pub use five_tuple::{FiveTuple, Transport};
use label::Addresses;
use nonce::Nonces;
pub use settings::{ALLOCATIONS, ALLOCATIONS_PER_NETWORK, SEAT_BYTES_PER_SECOND, Settings, TICKETS_PER_SOCKET};
use sources::Sources;
use strangers::Strangers;
pub use stream::{MESSAGE_MAX, Reader, StreamError};
pub use tally::{Count, Dropped, Refused, Tally};
use tickets::{Limit, SILENT_MS, Tickets};

/// What an allocation with a permission and a channel takes at most, in bytes: 425 where all tables are full, 734 where they have just grown and are
/// half empty (`relay_tests/cost.rs`).
pub const ALLOCATION_BYTES: usize = 768;

/// What a ticket takes at most, in bytes, with a seat in a room where nobody else sits.
pub const TICKET_BYTES: usize = 768;

/// What is kept of a network and its site at most, in bytes, while it has an allocation without a seat.
pub const ORIGIN_BYTES: usize = 512;

/// What happened beside packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Somewhere else in the server.
    Fact(Fact),
    /// A stream was closed, and with it the client's way.
    Closed(FiveTuple),
    /// The time of [`Relay::deadline`] has come.
    Woke,
}

/// What became of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What was written goes to somebody else.
    Forwarded(FiveTuple),
    /// What was written goes back.
    Answered(FiveTuple),
    /// Nothing is to be sent.
    Dropped(Dropped),
}

/// How much there is at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Allocations.
    pub allocations: usize,
    /// Tickets.
    pub tickets: usize,
    /// Rooms in which somebody has a ticket. For tests, those in `tests/fuzzed` too: one that nobody is in must not stay.
    pub rooms: usize,
    /// Rooms in which packets have gone both ways within the last 30 s.
    pub calls: usize,
}

/// The relay.
#[derive(Debug)]
pub struct Relay {
    settings: Settings,
    addresses: Addresses,
    credentials: Credentials,
    nonces: Nonces,
    allocations: Allocations,
    tickets: Tickets,
    alarms: Alarms,
    strangers: Strangers,
    /// Requests of those who have shown that they are where they say.
    requests: Sources,
    bandwidth: Bucket,
    tally: Tally,
    /// The time since 1970 when the clock of [`Millis`] stood at 0, in milliseconds.
    epoch_unix_ms: i128,
    /// The number of the last Data indication.
    indications: u64,
}

impl Relay {
    /// A relay whose logins and nonces hang on the key that outlives the process.
    pub fn new(mut settings: Settings, state_key: [u8; 32]) -> Self {
        settings.allocations = settings.allocations.clamp(1, Addresses::labels_max());
        settings.allocations_per_ticket = settings.allocations_per_ticket.max(1);
        settings.tickets = settings.tickets.max(1);
        Self {
            addresses: Addresses::new(&settings.addresses, settings.allocations),
            credentials: Credentials::new(state_key),
            nonces: Nonces::new(state_key),
            allocations: Allocations::new(settings.allocations),
            tickets: Tickets::default(),
            alarms: Alarms::default(),
            strangers: Strangers::new(),
            requests: Sources::new(),
            bandwidth: Bucket::full(),
            tally: Tally::default(),
            epoch_unix_ms: 0,
            indications: 0,
            settings,
        }
    }

    /// Takes the time of the world, in milliseconds since 1970, which may be set forward and back. Logins and nonces outlive the
    /// process, and so tell this time; all else here goes by `now`.
    pub fn set_clock(&mut self, now: Millis, unix_ms: u64) {
        self.epoch_unix_ms = i128::from(unix_ms) - i128::from(now.0);
    }

    fn unix_s(&self, now: Millis) -> u64 {
        u64::try_from((self.epoch_unix_ms + i128::from(now.0)) / 1_000).unwrap_or_default()
    }

    /// Takes a datagram, or one message of a stream ([`Reader`]). If something is to be sent, it stands in `out` alone, padded as
    /// the transport there wants it.
    pub fn on_packet(&mut self, now: Millis, from: &FiveTuple, packet: &[u8], out: &mut Vec<u8>) -> Outcome {
        out.clear();
        self.expire(now);
        if packet.len() > MESSAGE_MAX || !from.can_be_answered() {
            return self.dropped(Dropped::Malformed);
        }
        match packet.first().map(|first| first >> 6) {
            Some(0) => self.on_stun(now, from, packet, out),
            Some(1) => self.on_channel_data(now, from, packet, out),
            _ => self.dropped(Dropped::Malformed),
        }
    }

    fn on_stun(&mut self, now: Millis, from: &FiveTuple, packet: &[u8], out: &mut Vec<u8>) -> Outcome {
        let message = whole_message(packet);
        let Some(message) = message else { return self.dropped(Dropped::Malformed) };
        match message.class() {
            MessageClass::Request => self.on_request(now, from, &message, out),
            MessageClass::Indication if message.method() == SEND => self.on_send(now, from, &message, out),
            MessageClass::Indication | MessageClass::Success | MessageClass::Error => self.dropped(Dropped::Malformed),
        }
    }

    /// Takes what happened beside packets.
    pub fn handle(&mut self, now: Millis, input: Input) {
        self.expire(now);
        match input {
            Input::Fact(fact) => self.on_fact(now, fact),
            Input::Closed(way) => {
                if let Some(slot) = self.allocations.find(&way) {
                    self.end_allocation(slot);
                }
            }
            Input::Woke => {}
        }
    }

    /// When [`Input::Woke`] is due.
    pub fn deadline(&self) -> Option<Millis> {
        self.alarms.first()
    }

    /// Everything that was counted.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How much there is at present. Looks at every ticket: for whoever watches, not for each packet.
    pub fn census(&self, now: Millis) -> Census {
        let (allocations, tickets) = (self.allocations.len(), self.tickets.len());
        Census { allocations, tickets, rooms: self.tickets.rooms(), calls: self.calls(now, SILENT_MS) }
    }

    /// Rooms in which packets have gone both ways within the last `within_ms` milliseconds. Looks at every ticket.
    pub fn calls(&self, now: Millis, within_ms: u64) -> usize {
        self.tickets.calls(now, within_ms)
    }

    /// Whether whoever comes this way has an allocation.
    pub fn has_allocation(&self, way: &FiveTuple) -> bool {
        self.allocations.find(way).is_some()
    }

    /// Whether these two tickets sit opposite each other now, so that packets may go between them. For tests, those in `tests/fuzzed` too.
    pub fn sit_opposite(&self, one: TicketId, other: TicketId) -> bool {
        let seat = |ticket| self.tickets.get(self.tickets.find(ticket)?)?.seat;
        seat(one).zip(seat(other)).is_some_and(|(one, other)| one.is_opposite(other))
    }

    /// Who had packets dropped since this was last asked, because they or all together send too much, and how much each of them may send
    /// now, in bytes a second: a seat's limit, or where all send too much its share if that is less. Looks at every ticket then.
    pub fn take_throttled(&mut self, now: Millis) -> Vec<(SocketId, u64)> {
        let throttled = self.tickets.take_throttled();
        let is_total_passed = throttled.iter().any(|(_, limit)| *limit == Limit::Total);
        let calls = if is_total_passed { self.calls(now, SILENT_MS).max(1) as u64 } else { 1 };
        let of_seat = match self.settings.seat_bytes_per_second {
            // None.
            0 => u64::MAX,
            bytes => bytes,
        };
        // Both sides of a call send.
        let share = (self.settings.total_bytes_per_second / (2 * calls)).clamp(1, of_seat);
        let told = |limit| if limit == Limit::Total { share } else { of_seat };
        throttled.into_iter().map(|(socket, limit)| (socket, told(limit))).collect()
    }

    fn dropped(&mut self, why: Dropped) -> Outcome {
        self.tally.add(Count::Dropped(why), 1);
        Outcome::Dropped(why)
    }

    /// Ends what is over by time alone.
    fn expire(&mut self, now: Millis) {
        while let Some(alarm) = self.alarms.due(now) {
            match alarm {
                Alarm::Allocation(slot) => self.expire_allocation(now, slot),
                Alarm::Ticket(ticket) => self.expire_ticket(now, ticket),
            }
        }
    }

    fn expire_allocation(&mut self, now: Millis, slot: u32) {
        if self.allocation_deadline(slot).is_some_and(|deadline| deadline <= now) {
            self.end_allocation(slot);
        } else {
            self.set_allocation_alarm(slot);
        }
    }

    fn expire_ticket(&mut self, now: Millis, ticket: usize) {
        let deadline = self.tickets.get(ticket).and_then(tickets::Ticket::deadline);
        if deadline.is_some_and(|deadline| deadline <= now) {
            self.end_ticket(ticket);
        } else {
            self.set_ticket_alarm(ticket);
        }
    }

    fn allocation_deadline(&self, slot: u32) -> Option<Millis> {
        let allocation = self.allocations.get(slot)?;
        let is_seated = self.tickets.get(allocation.ticket).is_some_and(|ticket| ticket.seat.is_some());
        Some(allocation.deadline(is_seated))
    }

    fn set_allocation_alarm(&mut self, slot: u32) {
        let deadline = self.allocation_deadline(slot);
        if let Some(allocation) = self.allocations.get_mut(slot) {
            self.alarms.set(Alarm::Allocation(slot), &mut allocation.alarm, deadline);
        }
    }

    fn set_ticket_alarm(&mut self, index: usize) {
        if let Some(ticket) = self.tickets.get_mut(index) {
            let deadline = ticket.deadline();
            self.alarms.set(Alarm::Ticket(index), &mut ticket.alarm, deadline);
        }
    }

    /// The ticket of a name without a socket, which may be of a server before this one; nothing if there are too many.
    fn known_ticket(&mut self, now: Millis, id: TicketId) -> Option<usize> {
        if let Some(ticket) = self.tickets.find(id) {
            return Some(ticket);
        }
        (self.tickets.len() < self.settings.tickets).then(|| self.tickets.insert(now, id))
    }

    fn allocations_of(&self, ticket: usize) -> usize {
        self.tickets.get(ticket).map_or(0, |ticket| ticket.allocations.len())
    }

    /// The allocation of a ticket that was not used for longest.
    fn oldest(&self, ticket: usize) -> Option<u32> {
        let slots = self.tickets.get(ticket)?.allocations.as_slice();
        let used = |slot: &&u32| self.allocations.get(**slot).map(|allocation| allocation.used);
        slots.iter().min_by_key(used).copied()
    }

    fn end_allocation(&mut self, slot: u32) {
        let Some(mut allocation) = self.allocations.remove(slot) else { return };
        self.alarms.set(Alarm::Allocation(slot), &mut allocation.alarm, None);
        if let Some(ticket) = self.tickets.get_mut(allocation.ticket) {
            ticket.allocations.retain(|other| *other != slot);
            self.forget_if_idle(allocation.ticket);
        }
    }
}

/// A message that is as long as the packet, and no longer: what comes behind it would be read as part of it.
fn whole_message(packet: &[u8]) -> Option<Message<'_>> {
    let header = MessageHeader::from_bytes(packet).ok()?;
    let length = usize::from(header.data_length());
    let is_whole = packet.len() == MessageHeader::LENGTH + length && length.is_multiple_of(4);
    is_whole.then(|| Message::from_bytes(packet).ok()).flatten()
}

#[cfg(test)]
#[path = "relay_tests.rs"]
mod tests;
