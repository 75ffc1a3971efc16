//! How often each network may ask, counted in memory of a fixed size.

use std::hash::{BuildHasher, Hash, RandomState};

use super::bucket::{Bucket, Rate};
use crate::clock::Millis;
use crate::server::network::{Network, SITE_NETWORKS};

/// Networks share so many buckets, and sites as many more, of 16 bytes each: a flood from spoofed addresses takes no more memory than none.
const BUCKETS: usize = 4_096;

/// A bucket for each network and for each site, or for a few of them.
#[derive(Debug)]
pub(super) struct Sources {
    /// By a hash under a key that nobody knows, so that nobody can choose whose bucket they empty.
    networks: Box<[Bucket]>,
    /// The same of sites, each of which may have 65 536 networks.
    sites: Box<[Bucket]>,
    key: RandomState,
}

impl Sources {
    pub(super) fn new() -> Self {
        let buckets = || vec![Bucket::full(); BUCKETS].into();
        Self { networks: buckets(), sites: buckets(), key: RandomState::new() }
    }

    /// Whether this network may ask once more; if so, it is counted. A site may ask as often as four networks.
    pub(super) fn take(&mut self, now: Millis, network: Network, rate: Rate) -> bool {
        let of_network = self.index(network);
        if !self.networks[of_network].take_at(now, 1, rate) {
            return false;
        }
        let Some(of_site) = network.site().map(|site| self.index(site)) else { return true };
        let rate = Rate { per_second: rate.per_second.saturating_mul(SITE_NETWORKS.into()), ..rate };
        self.sites[of_site].take_at(now, 1, rate)
    }

    fn index(&self, whose: impl Hash) -> usize {
        (self.key.hash_one(whose) % BUCKETS as u64) as usize
    }
}
