//! How many answers are given to those who have shown no password. Their address may be somebody else's, who would get what they
//! asked for; beyond these limits there is silence.

use super::bucket::{Bucket, Rate};
use super::five_tuple::FiveTuple;
use super::settings::Settings;
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
        let network = Network::counted(from.remote.ip());
        if !self.networks.take(now, network, Rate::of(settings.strangers_per_network)) {
            return false;
        }
        // Whoever opened a stream receives at the address they send from.
        from.transport.is_stream() || self.all.take(now, 1, settings.strangers_in_all)
    }
}
