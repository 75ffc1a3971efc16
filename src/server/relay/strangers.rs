//! How many answers are given over UDP to those who have shown no password. Their address may be somebody else's, who would get what
//! they asked for; beyond these limits there is silence, and who is there asks again (RFC 8489 section 6.2.1).
//!
//! Over a stream every one is answered. Who opened it receives at the address they send from; connections have limits of their own, and
//! one whose answers are not read gets no more; and nobody asks twice (section 6.2.2), so silence would be the end.

use super::bucket::{Bucket, Rate};
use super::five_tuple::FiveTuple;
use super::settings::{STRANGERS_BURST_MS, Settings};
use super::sources::Sources;
use crate::clock::Millis;
use crate::server::network::Network;

/// Counts by network, by site and in all.
#[derive(Debug)]
pub(super) struct Strangers {
    networks: Sources,
    all: Bucket,
}

impl Strangers {
    pub(super) fn new() -> Self {
        Self { networks: Sources::new(), all: Bucket::full() }
    }

    /// Whether one more of them gets an answer.
    pub(super) fn may_be_answered(&mut self, now: Millis, from: &FiveTuple, settings: &Settings) -> bool {
        if from.transport.is_stream() {
            return true;
        }
        let network = Network::counted(from.remote.ip());
        let rate = Rate { per_second: settings.strangers_per_network, burst_ms: STRANGERS_BURST_MS };
        self.networks.take(now, network, rate) && self.all.take(now, 1, settings.strangers_in_all)
    }
}
