//! How often each network may ask, counted in memory of a fixed size.

use std::hash::{BuildHasher, RandomState};

use super::bucket::{Bucket, Rate};
use crate::clock::Millis;
use crate::server::network::Network;

/// Networks share so many buckets, of 16 bytes each: a flood from spoofed addresses takes no more memory than none.
const BUCKETS: usize = 4_096;

/// A bucket for each network, or for a few of them.
#[derive(Debug)]
pub(super) struct Sources {
    /// By a hash under a key that nobody knows, so that nobody can choose whose bucket they empty.
    buckets: Box<[Bucket]>,
    key: RandomState,
}

impl Sources {
    pub(super) fn new() -> Self {
        Self { buckets: vec![Bucket::full(); BUCKETS].into(), key: RandomState::new() }
    }

    /// Whether this network may ask once more; if so, it is counted.
    pub(super) fn take(&mut self, now: Millis, network: Network, rate: Rate) -> bool {
        let index = (self.key.hash_one(network) % BUCKETS as u64) as usize;
        self.buckets[index].take_at(now, 1, rate)
    }
}
