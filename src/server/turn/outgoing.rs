//! What comes of one read of a port, until the relay is free again.

use super::Turn;
use super::datagrams::Port;
use crate::server::relay::{FiveTuple, MESSAGE_MAX, Transport};

/// How much waits at most until the relay is free again, in bytes, and in how many runs: a few hundred packets, at 90 to 200 ns each (ADR 0009)
/// a tenth of a millisecond.
pub(super) const OUTGOING_BYTES: usize = 256 * 1024;
pub(super) const OUTGOING_RUNS: usize = 512;

/// What one packet may come to, in bytes: the longest, in an indication that shows an IPv6 address.
pub(super) const PACKET_MAX_BYTES: usize = MESSAGE_MAX + 64;

/// How much goes out in one call, in bytes.
const TOGETHER_BYTES: usize = 60 * 1024;

/// The longest packets that go out in one call, in bytes. Browsers' media and data have up to 1 228, and 44 before them in an indication; a line
/// of 1 500 bytes carries 1 452 of a packet, a tunnel often less. What is longer may have to go in pieces, which the system does with one
/// packet and refuses with many (`udp_send_skb` of Linux: EINVAL or EMSGSIZE).
const SEGMENT_MAX_BYTES: usize = 1_300;

/// What is to be sent, in the order in which it came. It is kept from one read to the next, so that no packet costs an allocation.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) bytes: Vec<u8>,
    pub(super) runs: Vec<Run>,
}

/// Packets of one length for one client, of which only the last may be shorter: they go out in one call.
#[derive(Debug)]
pub(super) struct Run {
    way: FiveTuple,
    /// Where they stand.
    start: usize,
    end: usize,
    segment: usize,
    pub(super) packets: usize,
}

impl Outgoing {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::with_capacity(OUTGOING_BYTES), runs: Vec::new() }
    }

    /// Whether there may be no space for another packet.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() + PACKET_MAX_BYTES > OUTGOING_BYTES || self.runs.len() >= OUTGOING_RUNS
    }

    /// Adds a packet; `segments` of them go out in one call at the most.
    pub(super) fn add(&mut self, segments: usize, way: FiveTuple, packet: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(packet);
        match self.runs.last_mut().filter(|run| run.takes(segments, way, packet)) {
            Some(run) => {
                run.end = self.bytes.len();
                run.packets += 1;
            }
            None => self.runs.push(Run { way, start, end: self.bytes.len(), segment: packet.len(), packets: 1 }),
        }
    }

    pub(super) fn send(&mut self, turn: &Turn, port: &Port) {
        for Run { way, start, end, segment, packets } in self.runs.drain(..) {
            let contents = self.bytes.get(start..end).unwrap_or_default();
            if port.is_for(&way) && way.transport == Transport::Udp {
                port.send(&way, contents, (packets > 1).then_some(segment));
            } else {
                // Answers go back to the same port.
                contents.chunks(segment.max(1)).for_each(|packet| turn.ways.send(&way, packet, false));
            }
        }
        self.bytes.clear();
    }
}

impl Run {
    fn takes(&self, segments: usize, way: FiveTuple, packet: &[u8]) -> bool {
        let bytes = self.end - self.start;
        let is_whole = bytes == self.segment * self.packets;
        let fits =
            self.packets < segments && self.segment <= SEGMENT_MAX_BYTES && bytes + packet.len() <= TOGETHER_BYTES;
        self.way == way && is_whole && packet.len() <= self.segment && fits
    }
}
