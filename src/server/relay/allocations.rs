//! All allocations. An allocation's place in the table is its label.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::allocation::Allocation;
use super::five_tuple::FiveTuple;
use crate::clock::Millis;
use crate::server::network::{Network, Site};

/// A label that became free is given to somebody else after so many others, so that late packets find nobody.
const RESTING: usize = 1_024;

/// Where allocations are counted.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Origin {
    Network(Network),
    Site(Site),
}

/// The table, which never has more than it was made for.
#[derive(Debug)]
pub(super) struct Allocations {
    slots: Vec<Option<Allocation>>,
    free: VecDeque<u32>,
    by_way: HashMap<FiveTuple, u32>,
    /// Those of tickets without a seat, the oldest first.
    unseated: BTreeSet<(Millis, u32)>,
    by_origin: HashMap<Origin, usize>,
    max: usize,
}

impl Allocations {
    pub(super) fn new(max: usize) -> Self {
        Self {
            slots: Vec::new(),
            free: VecDeque::new(),
            by_way: HashMap::new(),
            unseated: BTreeSet::new(),
            by_origin: HashMap::new(),
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
        self.by_origin.get(&Origin::Network(network)).copied().unwrap_or_default()
    }

    /// How many all networks of this site have.
    pub(super) fn of_site(&self, site: Site) -> usize {
        self.by_origin.get(&Origin::Site(site)).copied().unwrap_or_default()
    }

    /// The one that goes first where all labels are taken.
    pub(super) fn oldest_unseated(&self) -> Option<u32> {
        self.unseated.first().map(|(_, slot)| *slot)
    }

    /// Takes one in, for which there is room.
    pub(super) fn insert(&mut self, allocation: Allocation, is_seated: bool) -> u32 {
        let slot = self.next_slot();
        self.by_way.insert(allocation.way, slot);
        origins(&allocation).for_each(|origin| *self.by_origin.entry(origin).or_default() += 1);
        if !is_seated {
            self.unseated.insert((allocation.created, slot));
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
        self.unseated.remove(&(allocation.created, slot));
        origins(&allocation).for_each(|origin| self.count_less(&origin));
        Some(allocation)
    }

    fn count_less(&mut self, origin: &Origin) {
        if let Some(count) = self.by_origin.get_mut(origin) {
            *count -= 1;
            if *count == 0 {
                self.by_origin.remove(origin);
            }
        }
    }

    /// Its ticket has a seat now, and keeps it until the allocation ends.
    pub(super) fn set_seated(&mut self, slot: u32) {
        if let Some(created) = self.get(slot).map(|allocation| allocation.created) {
            self.unseated.remove(&(created, slot));
        }
    }
}

fn origins(allocation: &Allocation) -> impl Iterator<Item = Origin> + use<> {
    let network = Network::counted(allocation.way.remote.ip());
    [Origin::Network(network)].into_iter().chain(network.site().map(Origin::Site))
}
