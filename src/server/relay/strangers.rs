//! How many answers are given to those who have shown no password. Their address may be somebody else's, who would get what they
//! asked for; beyond these limits there is silence.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;

use super::bucket::Bucket;
use super::five_tuple::FiveTuple;
use super::settings::Settings;
use crate::clock::Millis;
use crate::server::network::Network;

/// Networks share so many buckets, of 16 bytes each: a flood from spoofed addresses takes no more memory than none.
const BUCKETS: usize = 4_096;

/// Counts by network and in all.
#[derive(Debug)]
pub(super) struct Strangers {
    /// By a hash under a key that nobody knows, so that nobody can choose whose bucket they empty.
    buckets: Box<[Bucket]>,
    key: RandomState,
    all: Bucket,
}

impl Strangers {
    pub(super) fn new() -> Self {
        Self { buckets: vec![Bucket::full(); BUCKETS].into(), key: RandomState::new(), all: Bucket::full() }
    }

    /// Whether one more of them gets an answer.
    pub(super) fn may_be_answered(&mut self, now: Millis, from: &FiveTuple, settings: &Settings) -> bool {
        let index = self.index(from.remote.ip());
        if !self.buckets[index].take(now, 1, settings.strangers_per_network) {
            return false;
        }
        // Whoever opened a stream receives at the address they send from.
        from.transport.is_stream() || self.all.take(now, 1, settings.strangers_in_all)
    }

    fn index(&self, address: IpAddr) -> usize {
        let hash = self.key.hash_one(Network::counted(address));
        (hash % BUCKETS as u64) as usize
    }
}
