//! From a packet for a label to the client behind it. One table is asked, for who sends; all else is a place in a list: the label says
//! the allocation, the allocation its ticket, the ticket its seat.

use stun_types::AddressFamily;
use stun_types::message::{MAGIC_COOKIE, Message, TransactionId};
use stun_types::prelude::{Attribute, AttributeExt, AttributeFromRaw, AttributeStaticType, AttributeWrite};
use turn_types::attribute::{Data, XorPeerAddress};
use turn_types::channel::ChannelData;

use super::five_tuple::FiveTuple;
use super::label::Label;
use super::tally::{Count, Dropped};
use super::tickets::Limit;
use super::{Outcome, Relay};
use crate::clock::Millis;

/// A Data indication (RFC 8656 section 11.4).
const DATA_INDICATION: [u8; 2] = [0x00, 0x17];

/// What each attribute begins with, in bytes.
const ATTRIBUTE_HEAD_BYTES: usize = 4;

/// An attribute with an IPv6 address, in bytes.
const ADDRESS_BYTES_MAX: usize = 24;

impl Relay {
    /// Passes on what comes over a channel, into `out`.
    pub(super) fn on_channel_data(
        &mut self,
        now: Millis,
        from: &FiveTuple,
        packet: &[u8],
        out: &mut Vec<u8>,
    ) -> Outcome {
        let Ok(data) = ChannelData::parse(packet) else { return self.dropped(Dropped::Malformed) };
        let Some(slot) = self.allocations.find(from) else { return self.dropped(Dropped::NoAllocation) };
        let peer = self.allocations.get(slot).and_then(|allocation| allocation.peer_of(now, data.id()));
        let Some(peer) = peer else { return self.dropped(Dropped::NoPermission) };
        self.pass_on(now, slot, peer, data.data(), out)
    }

    /// Passes on what comes in a Send indication, into `out`.
    pub(super) fn on_send(&mut self, now: Millis, from: &FiveTuple, message: &Message, out: &mut Vec<u8>) -> Outcome {
        let Some(slot) = self.allocations.find(from) else { return self.dropped(Dropped::NoAllocation) };
        let (mut peer, mut data) = (None, None);
        for (_, raw) in message.iter_attributes() {
            match raw.get_type() {
                XorPeerAddress::TYPE if peer.is_none() => peer = XorPeerAddress::from_raw_ref(&raw).ok(),
                Data::TYPE if data.is_none() => data = Some(raw),
                kind if kind.comprehension_required() => return self.dropped(Dropped::Malformed),
                _ => {}
            }
        }
        let (Some(peer), Some(data)) = (peer, data) else { return self.dropped(Dropped::Malformed) };
        let peer = peer.addr(message.transaction_id());
        let label = self.allocations.get(slot).and_then(|allocation| {
            let label = self.addresses.read(allocation.family, peer)?;
            allocation.permits(now, label.address).then_some(label)
        });
        let Some(label) = label else { return self.dropped(Dropped::NoPermission) };
        self.pass_on(now, slot, label, &data.value, out)
    }

    /// Passes data on to the client behind a label, if it sits in the other seat, and has permitted the sender's address.
    fn pass_on(&mut self, now: Millis, slot: u32, to: Label, data: &[u8], out: &mut Vec<u8>) -> Outcome {
        let Some(sender) = self.allocations.get(slot) else { return self.dropped(Dropped::NoAllocation) };
        let (own, family, ticket) = (Label::of(slot), sender.family, sender.ticket);
        let receiver = to.slot().and_then(|to| Some((to, self.allocations.get(to)?)));
        let receiver = receiver.filter(|(_, receiver)| receiver.family == family);
        let Some((to, receiver)) = receiver else { return self.dropped(Dropped::NoLabel) };
        let (other, way) = (receiver.ticket, receiver.way);
        let seats = [ticket, other].map(|ticket| self.tickets.get(ticket).and_then(|ticket| ticket.seat));
        let [Some(seat), Some(other_seat)] = seats else { return self.dropped(Dropped::NotOpposite) };
        if !seat.is_opposite(other_seat) {
            return self.dropped(Dropped::NotOpposite);
        }
        if !receiver.permits(now, own.address) {
            return self.dropped(Dropped::NoPermission);
        }
        let channel = receiver.channel_to(now, own);
        let bytes = data.len() as u64;
        if !self.tickets.may_send(now, seat, bytes, self.settings.seat_bytes_per_second) {
            self.tickets.note_throttled(seat, Limit::Seat);
            return self.dropped(Dropped::SeatBandwidth);
        }
        if !self.bandwidth.take(now, bytes, self.settings.total_bytes_per_second) {
            self.tickets.note_throttled(seat, Limit::Total);
            return self.dropped(Dropped::TotalBandwidth);
        }
        self.note_flow(now, [slot, to], [ticket, other]);
        self.tally.add(Count::Packets, 1);
        self.tally.add(Count::Bytes, bytes);
        match channel {
            Some(channel) => write_channel_data(out, channel, data, way.transport.is_stream()),
            None => self.write_indication(out, family, slot, data),
        }
        Outcome::Forwarded(way)
    }

    fn note_flow(&mut self, now: Millis, slots: [u32; 2], [from, to]: [usize; 2]) {
        for slot in slots {
            if let Some(allocation) = self.allocations.get_mut(slot) {
                allocation.used = now;
            }
        }
        if let Some(ticket) = self.tickets.get_mut(from) {
            ticket.sent = now;
        }
        if let Some(ticket) = self.tickets.get_mut(to) {
            ticket.received = now;
        }
    }

    /// Written by hand: it is done for each packet of who binds no channel, as Firefox.
    fn write_indication(&mut self, out: &mut Vec<u8>, family: AddressFamily, slot: u32, data: &[u8]) {
        // Nobody answers an indication, so its number only has to be another one each time.
        self.indications = self.indications.wrapping_add(1);
        let transaction = u128::from(self.indications);
        let peer = XorPeerAddress::new(self.addresses.show(family, slot), TransactionId::from(transaction));
        let mut address = [0; ADDRESS_BYTES_MAX];
        let address = &mut address[..peer.padded_len()];
        peer.write_into_unchecked(address);
        let length = address.len() + ATTRIBUTE_HEAD_BYTES + data.len().next_multiple_of(4);
        out.clear();
        out.extend_from_slice(&DATA_INDICATION);
        // What came in a message of at most 4 KiB goes out in one that is hardly longer.
        out.extend_from_slice(&(length as u16).to_be_bytes());
        out.extend_from_slice(&MAGIC_COOKIE.to_be_bytes());
        out.extend_from_slice(&transaction.to_be_bytes()[4..]);
        out.extend_from_slice(address);
        out.extend_from_slice(&Data::TYPE.value().to_be_bytes());
        out.extend_from_slice(&(data.len() as u16).to_be_bytes());
        out.extend_from_slice(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
}

fn write_channel_data(out: &mut Vec<u8>, channel: u16, data: &[u8], is_padded: bool) {
    out.clear();
    out.extend_from_slice(&channel.to_be_bytes());
    out.extend_from_slice(&(data.len() as u16).to_be_bytes());
    out.extend_from_slice(data);
    if is_padded {
        out.resize(out.len().next_multiple_of(4), 0);
    }
}
