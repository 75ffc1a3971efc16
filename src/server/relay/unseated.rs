//! Allocations of tickets without a seat, of which one has to go where all labels are taken.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::clock::Millis;
use crate::server::network::{Network, Site};

/// Where clients come from, as far as one customer may have it: a network of IPv4, a site of IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Origin {
    Network(Network),
    Site(Site),
}

impl Origin {
    fn of(network: Network) -> Self {
        network.site().map_or(Self::Network(network), Self::Site)
    }
}

/// How many an origin has, and its oldest one: the last in this order goes first.
type Rank = (usize, Reverse<(Millis, u32)>, Origin);

/// What an origin takes in the tables, in bytes.
#[cfg(test)]
pub(super) const ORIGIN_BYTES: usize = size_of::<(Origin, BTreeSet<(Millis, u32)>)>() + 1 + size_of::<Rank>();

/// Kept in order, so that a newcomer costs no look at all of them.
#[derive(Debug, Default)]
pub(super) struct Unseated {
    /// When each was made, and its label.
    by_origin: HashMap<Origin, BTreeSet<(Millis, u32)>>,
    ranks: BTreeSet<Rank>,
}

impl Unseated {
    pub(super) fn insert(&mut self, network: Network, created: Millis, slot: u32) {
        self.change(Origin::of(network), |slots| slots.insert((created, slot)));
    }

    /// It has ended, or has a seat now.
    pub(super) fn remove(&mut self, network: Network, created: Millis, slot: u32) {
        self.change(Origin::of(network), |slots| slots.remove(&(created, slot)));
    }

    /// The oldest one of who has most of them: one who takes many labels takes them from themselves.
    pub(super) fn first_to_go(&self) -> Option<u32> {
        self.ranks.last().map(|(_, Reverse((_, slot)), _)| *slot)
    }

    fn change(&mut self, origin: Origin, change: impl FnOnce(&mut BTreeSet<(Millis, u32)>) -> bool) {
        let slots = self.by_origin.entry(origin).or_default();
        let before = rank(origin, slots);
        change(slots);
        let after = rank(origin, slots);
        if after.is_none() {
            self.by_origin.remove(&origin);
        }
        if before != after {
            before.iter().for_each(|rank| _ = self.ranks.remove(rank));
            self.ranks.extend(after);
        }
    }
}

fn rank(origin: Origin, slots: &BTreeSet<(Millis, u32)>) -> Option<Rank> {
    slots.first().map(|oldest| (slots.len(), Reverse(*oldest), origin))
}
