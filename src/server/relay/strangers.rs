//! How many answers are given to those who have shown no password. Their address may be somebody else's, who would get what they
//! asked for; beyond these limits there is silence.

use std::hash::{BuildHasher, Hash, RandomState};

use super::bucket::Bucket;
use super::five_tuple::FiveTuple;
use super::settings::Settings;
use crate::clock::Millis;
use crate::server::limits::SITE_NETWORKS;
use crate::server::network::Network;

/// Networks share so many buckets, and sites as many more, of 16 bytes each: a flood from spoofed addresses takes no more memory than none.
const BUCKETS: usize = 4_096;

/// Counts by network, by site and in all.
#[derive(Debug)]
pub(super) struct Strangers {
    /// By a hash under a key that nobody knows, so that nobody can choose whose bucket they empty.
    networks: Box<[Bucket]>,
    /// The same of sites, each of which may have 65 536 networks.
    sites: Box<[Bucket]>,
    key: RandomState,
    all: Bucket,
}

impl Strangers {
    pub(super) fn new() -> Self {
        let buckets = || vec![Bucket::full(); BUCKETS].into();
        Self { networks: buckets(), sites: buckets(), key: RandomState::new(), all: Bucket::full() }
    }

    /// Whether one more of them gets an answer.
    pub(super) fn may_be_answered(&mut self, now: Millis, from: &FiveTuple, settings: &Settings) -> bool {
        let network = Network::counted(from.remote.ip());
        let most = settings.strangers_per_network;
        let of_network = self.index(network);
        if !self.networks[of_network].take(now, 1, most) {
            return false;
        }
        if let Some(of_site) = network.site().map(|site| self.index(site))
            && !self.sites[of_site].take(now, 1, most.saturating_mul(SITE_NETWORKS.into()))
        {
            return false;
        }
        // Whoever opened a stream receives at the address they send from.
        from.transport.is_stream() || self.all.take(now, 1, settings.strangers_in_all)
    }

    fn index(&self, whose: impl Hash) -> usize {
        let hash = self.key.hash_one(whose);
        (hash % BUCKETS as u64) as usize
    }
}
