//! All allocations. An allocation's place in the table is its label.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::allocation::Allocation;
use super::five_tuple::FiveTuple;
use super::unseated::Unseated;
use crate::server::network::{Network, Site};

/// A label that became free is given to somebody else after so many others, so that late packets find nobody.
const RESTING: usize = 1_024;

/// The table, which never has more than it was made for.
#[derive(Debug)]
pub(super) struct Allocations {
    slots: Vec<Option<Allocation>>,
    free: VecDeque<u32>,
    by_way: HashMap<FiveTuple, u32>,
    /// Those of tickets without a seat.
    unseated: Unseated,
    by_network: HashMap<Network, usize>,
    by_site: HashMap<Site, usize>,
    max: usize,
}

impl Allocations {
    pub(super) fn new(max: usize) -> Self {
        Self {
            slots: Vec::new(),
            free: VecDeque::new(),
            by_way: HashMap::new(),
            unseated: Unseated::default(),
            by_network: HashMap::new(),
            by_site: HashMap::new(),
            max,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_way.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.len() >= self.max
    }

    /// The one of whoever comes this way.
    pub(super) fn find(&self, way: &FiveTuple) -> Option<u32> {
        self.by_way.get(way).copied()
    }

    pub(super) fn get(&self, slot: u32) -> Option<&Allocation> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, slot: u32) -> Option<&mut Allocation> {
        self.slots.get_mut(slot as usize)?.as_mut()
    }

    /// How many this network has.
    pub(super) fn of_network(&self, network: Network) -> usize {
        self.by_network.get(&network).copied().unwrap_or_default()
    }

    /// How many this site has.
    pub(super) fn of_site(&self, site: Site) -> usize {
        self.by_site.get(&site).copied().unwrap_or_default()
    }

    /// The one that goes first where all labels are taken.
    pub(super) fn first_to_go(&self) -> Option<u32> {
        self.unseated.first_to_go()
    }

    /// Takes one in, for which there is room.
    pub(super) fn insert(&mut self, allocation: Allocation, is_seated: bool) -> u32 {
        let slot = self.next_slot();
        self.by_way.insert(allocation.way, slot);
        let network = network(&allocation);
        *self.by_network.entry(network).or_default() += 1;
        network.site().into_iter().for_each(|site| *self.by_site.entry(site).or_default() += 1);
        if !is_seated {
            self.unseated.insert(network, allocation.created, slot);
        }
        self.slots[slot as usize] = Some(allocation);
        slot
    }

    fn next_slot(&mut self) -> u32 {
        let must_reuse = self.free.len() > RESTING || self.slots.len() >= self.max;
        if let Some(slot) = self.free.pop_front_if(|_| must_reuse) {
            return slot;
        }
        self.slots.push(None);
        (self.slots.len() - 1) as u32
    }

    pub(super) fn remove(&mut self, slot: u32) -> Option<Allocation> {
        let allocation = self.slots.get_mut(slot as usize)?.take()?;
        self.free.push_back(slot);
        self.by_way.remove(&allocation.way);
        let network = network(&allocation);
        self.unseated.remove(network, allocation.created, slot);
        less(&mut self.by_network, &network);
        network.site().into_iter().for_each(|site| less(&mut self.by_site, &site));
        Some(allocation)
    }

    /// Its ticket has a seat now, and keeps it until the allocation ends.
    pub(super) fn set_seated(&mut self, slot: u32) {
        if let Some((network, created)) = self.get(slot).map(|allocation| (network(allocation), allocation.created)) {
            self.unseated.remove(network, created, slot);
        }
    }
}

fn network(allocation: &Allocation) -> Network {
    Network::counted(allocation.way.remote.ip())
}

/// Counts one less, and forgets whoever has none.
fn less<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
