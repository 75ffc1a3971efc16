//! How many bytes clients may make the server hold, by address and in all: what was begun and has not ended, what waits to be read,
//! and joins that wait. What a socket takes at rest is not in it: that is bounded by the number of sockets.

use std::collections::HashMap;
use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::config::Config;
use super::config::limits::{LimitSettings, count};
use super::limits::{LATER, TooMuch};
use super::network::{Network, SITE_NETWORKS, Site};
use super::{machine, relay, turn};

/// What a socket takes while nothing is said, in bytes, with its connection: as measured (docs/settings.md); over TLS as
/// browsers have it, a stream of HTTP/2.
const REST_BYTES: u64 = 12 * 1024;
const REST_TLS_BYTES: u64 = 56 * 1024;

/// What a socket takes more where there is a relay, in bytes: its own ticket, and one of a socket that is gone.
const TICKETS_BYTES: u64 = (relay::TICKETS_PER_SOCKET * relay::TICKET_BYTES) as u64;

/// What an allocation takes at most, in bytes, where each is of another network.
const ALLOCATION_BYTES: u64 = (relay::ALLOCATION_BYTES + relay::ORIGIN_BYTES) as u64;

/// One part in so many of the machine's memory is for what clients make the server hold, and one more for sockets at rest: the rest
/// is for rooms, the program itself, and what an allocator cannot give back.
const PART: u64 = 4;

/// Where nothing says how much memory there is, in bytes: a quarter of a small server.
const UNKNOWN_BYTES: usize = 256 * 1024 * 1024;

/// One network may hold no more than one part in so many of all: on a small machine the setting would be all there is. And a site no more
/// than one part in so many.
const NETWORK_PART: usize = 4;
const SITE_PART: usize = 2;

/// The bytes that are held, and how many may be.
#[derive(Debug)]
pub struct Budget {
    most: usize,
    most_of_network: usize,
    most_of_site: usize,
    held: AtomicUsize,
    shares: Mutex<HashMap<Holder, Weak<Share>>>,
}

/// Who has a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    Network(Network),
    Site(Site),
}

/// What one of them holds, and may hold.
#[derive(Debug)]
struct Share {
    held: AtomicUsize,
    most: usize,
    holder: Holder,
    budget: Weak<Budget>,
}

/// In whose name bytes are held.
#[derive(Debug, Clone)]
pub struct Account {
    budget: Arc<Budget>,
    /// Whose it is, if that is counted: the network's, and the site's where it may have many networks.
    shares: [Option<Arc<Share>>; 2],
}

/// So many bytes, until it is dropped.
#[derive(Debug)]
pub struct Held {
    account: Account,
    bytes: usize,
}

impl Budget {
    /// The budget of the settings, and where they say nothing, of the machine.
    pub fn new(settings: &LimitSettings) -> Arc<Self> {
        let most = settings.max_held_bytes.map_or_else(default, count);
        let most_of_network = match settings.max_held_bytes_per_address {
            0 => usize::MAX,
            bytes => bytes.min(most / NETWORK_PART),
        };
        let sites = usize::try_from(SITE_NETWORKS).unwrap_or(usize::MAX);
        let most_of_site = match settings.max_held_bytes_per_address {
            0 => usize::MAX,
            _ => most_of_network.saturating_mul(sites).min(most / SITE_PART),
        };
        let (held, shares) = Default::default();
        Arc::new(Self { most, most_of_network, most_of_site, held, shares })
    }

    /// The account of a network; without one bytes count only among all.
    pub fn account(self: &Arc<Self>, network: Option<Network>) -> Account {
        let of_network = network.map(|network| self.share(Holder::Network(network), self.most_of_network));
        let of_site = network.and_then(Network::site).map(|site| self.share(Holder::Site(site), self.most_of_site));
        Account { budget: Arc::clone(self), shares: [of_network, of_site] }
    }

    fn share(self: &Arc<Self>, holder: Holder, most: usize) -> Arc<Share> {
        let mut shares = self.lock();
        if let Some(share) = shares.get(&holder).and_then(Weak::upgrade) {
            return share;
        }
        let share = Arc::new(Share { held: AtomicUsize::new(0), most, holder, budget: Arc::downgrade(self) });
        shares.insert(holder, Arc::downgrade(&share));
        share
    }

    /// How many bytes are held.
    pub fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// How many each network holds.
    pub fn by_network(&self) -> Vec<(Network, usize)> {
        let of = |(holder, share): (&Holder, &Weak<Share>)| match holder {
            Holder::Network(network) => Some((*network, share.upgrade()?.held.load(Ordering::Relaxed))),
            Holder::Site(_) => None,
        };
        self.lock().iter().filter_map(of).collect()
    }

    /// How many may be, in all and by address.
    pub fn most(&self) -> (usize, usize) {
        (self.most, self.most_of_network)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Holder, Weak<Share>>> {
        // Nothing under the lock can panic half-way.
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some(budget) = self.budget.upgrade() else { return };
        let mut shares = budget.lock();
        // Another may have taken its place meanwhile.
        if shares.get(&self.holder).is_some_and(|share| share.strong_count() == 0) {
            shares.remove(&self.holder);
        }
    }
}

impl Account {
    /// Holds so many bytes.
    ///
    /// # Errors
    /// [`TooMuch`] if that is more than may be held.
    pub fn hold(&self, bytes: usize) -> Result<Held, TooMuch> {
        let mut held = Held { account: self.clone(), bytes: 0 };
        held.set(bytes)?;
        Ok(held)
    }

    /// Holds nothing yet.
    pub fn nothing(&self) -> Held {
        Held { account: self.clone(), bytes: 0 }
    }

    /// Holds so many bytes more, until they are given back.
    ///
    /// # Errors
    /// [`TooMuch`] if that is more than may be held.
    pub(super) fn take(&self, bytes: usize) -> Result<(), TooMuch> {
        for (number, (held, most)) in self.counters().enumerate() {
            if !taken(held, bytes, most) {
                for (held, _) in self.counters().take(number) {
                    held.fetch_sub(bytes, Ordering::Relaxed);
                }
                return Err(too_much());
            }
        }
        Ok(())
    }

    /// Everything in which its bytes count, with how many there may be.
    fn counters(&self) -> impl Iterator<Item = (&AtomicUsize, usize)> {
        let shares = self.shares.iter().flatten().map(|share| (&share.held, share.most));
        iter::once((&self.budget.held, self.budget.most)).chain(shares)
    }

    /// Holds so many bytes less, which were taken before.
    pub(super) fn give_back(&self, bytes: usize) {
        for (held, _) in self.counters() {
            held.fetch_sub(bytes, Ordering::Relaxed);
        }
    }
}

impl Held {
    /// How many there are.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Holds so many bytes in all from now on. Fewer than before are always allowed.
    ///
    /// # Errors
    /// [`TooMuch`] if that is more than may be held; then it is as many as before.
    pub fn set(&mut self, bytes: usize) -> Result<(), TooMuch> {
        match bytes.checked_sub(self.bytes) {
            Some(0) => {}
            Some(more) => self.account.take(more)?,
            None => self.account.give_back(self.bytes - bytes),
        }
        self.bytes = bytes;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.account.give_back(self.bytes);
    }
}

/// More than may be held.
pub fn too_much() -> TooMuch {
    TooMuch { retry_after: LATER }
}

/// Adds to what is held unless that is too much. No order with anything else is needed: the sum has to be right.
fn taken(held: &AtomicUsize, bytes: usize, most: usize) -> bool {
    let more = |held: usize| held.checked_add(bytes).filter(|sum| *sum <= most);
    held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
}

/// The machine's share for what clients make the server hold.
fn default() -> usize {
    machine::memory().map_or(UNKNOWN_BYTES, |memory| usize::try_from(memory / PART).unwrap_or(usize::MAX))
}

/// Lowers the limits of sockets and connections to as many as fit at rest.
pub fn fit(config: &mut Config) {
    fit_into(machine::memory(), config);
}

fn fit_into(memory: Option<u64>, config: &mut Config) {
    let (is_encrypted, relay) = (config.is_encrypted(), config.relaying().map(|_| config.ice.relay_allocations));
    for limit in [&mut config.limits.max_sockets, &mut config.limits.max_connections] {
        *limit = sockets_that_fit(*limit, memory, is_encrypted, relay);
    }
}

/// Says at the start what clients may make the server hold, and whether there are fewer sockets than was wished.
pub fn say(budget: &Budget, wished: usize, sockets: usize) {
    const MIB: usize = 1024 * 1024;
    let (all, one) = budget.most();
    tracing::info!("clients may make this server hold {} MiB, one address {} MiB of it", all / MIB, one / MIB);
    if sockets < wished {
        tracing::warn!(
            "there is memory for {sockets} sockets at rest, and not for {wished}: give the server more, or set DUET_MAX_SOCKETS"
        );
    }
}

/// As many of `sockets` as the machine's share for sockets at rest has space for, without what a relay with so many `allocations` may take of it;
/// 0 is any number, and stays so.
pub fn sockets_that_fit(sockets: usize, memory: Option<u64>, is_encrypted: bool, allocations: Option<usize>) -> usize {
    let rest = if is_encrypted { REST_TLS_BYTES } else { REST_BYTES };
    let rest = rest + if allocations.is_some() { TICKETS_BYTES } else { 0 };
    let relay = allocations.map_or(0, relay_bytes);
    let fit = |memory: u64| usize::try_from((memory / PART).saturating_sub(relay) / rest).unwrap_or(usize::MAX);
    let fit = memory.map_or(usize::MAX, fit);
    sockets.min(fit.max(1))
}

/// What the relay takes at most beside what is counted here, in bytes: the space of its ports, and all the allocations there may be. Without a
/// limit of them (0) it is as by default, or there would be nothing left.
fn relay_bytes(allocations: usize) -> u64 {
    let allocations = if allocations == 0 { relay::ALLOCATIONS } else { allocations };
    (allocations as u64).saturating_mul(ALLOCATION_BYTES).saturating_add(turn::PORTS_BYTES as u64)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use clap::Parser;

    use super::*;

    fn budget(most: usize, most_of_one: usize) -> Arc<Budget> {
        Budget::new(&LimitSettings {
            max_held_bytes: Some(most),
            max_held_bytes_per_address: most_of_one,
            ..LimitSettings::default()
        })
    }

    fn network(last: u8) -> Option<Network> {
        Network::of([192, 0, 2, last].into())
    }

    #[test]
    fn one_address_cannot_have_the_bytes_of_all() {
        let budget = budget(240, 60);
        let one = budget.account(network(1));
        let held = one.hold(60).expect("there is space");
        assert!(budget.account(network(1)).hold(1).is_err(), "another socket of the same address");
        let _others = budget.account(None).hold(180).expect("there is space");
        assert!(budget.account(network(2)).hold(1).is_err(), "it is full");
        drop(held);
        assert!(one.hold(60).is_ok());
        assert_eq!(budget.held(), 180);
    }

    #[test]
    fn on_a_small_machine_neither_an_address_nor_a_site_can_have_all_there_is() {
        let budget = budget(800, 1_000);
        assert!(budget.account(network(1)).hold(201).is_err());
        let subnet = |number: u16| Network::of(Ipv6Addr::new(0x2001, 0xdb8, 1, number, 0, 0, 0, 1).into());
        let held: Vec<_> = (0..3).map(|number| budget.account(subnet(number)).hold(200)).collect();
        assert_eq!(held.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(budget.held(), 400, "what was refused is not counted");
        assert!(budget.account(network(1)).hold(200).is_ok());
    }

    #[test]
    fn what_was_refused_is_not_counted_and_who_has_gone_is_forgotten() {
        let budget = budget(200, 50);
        let account = budget.account(network(1));
        let mut held = account.hold(10).expect("there is space");
        assert!(held.set(51).is_err());
        assert_eq!(budget.held(), 10);
        held.set(5).expect("less is always allowed");
        assert_eq!(budget.held(), 5);
        drop((account, held));
        assert_eq!(budget.held(), 0);
        assert!(budget.lock().is_empty());
    }

    #[test]
    fn zero_is_no_limit() {
        let budget = budget(0, 0);
        assert!(budget.account(network(1)).hold(usize::MAX / 2).is_ok());
    }

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn a_small_machine_has_fewer_sockets_and_a_large_one_as_many_as_were_wished() {
        assert_eq!(sockets_that_fit(20_000, Some(256 * MIB), false, None), 5_461);
        assert_eq!(sockets_that_fit(20_000, Some(256 * MIB), true, None), 1_170);
        assert_eq!(sockets_that_fit(20_000, Some(8 * 1024 * MIB), true, None), 20_000);
        assert_eq!(sockets_that_fit(20_000, None, true, Some(0)), 20_000);
        assert_eq!(sockets_that_fit(0, Some(256 * MIB), true, Some(0)), 0, "a limit that is off stays so");
    }

    /// How many sockets there may be with 1 GiB and these settings.
    fn sockets(arguments: &[&str]) -> u64 {
        let mut config = Config::parse_from(["duet"].iter().chain(arguments));
        fit_into(Some(1024 * MIB), &mut config);
        config.limits.max_sockets as u64
    }

    #[test]
    fn what_the_relay_may_take_as_it_is_set_is_not_given_to_sockets_too() {
        for allocations in [16_384, 65_536] {
            let text = allocations.to_string();
            let relay = ["--relay", "9.9.9.9", "--relay-allocations", &text];
            let taken = 1024 * MIB / PART - sockets(&relay) * (REST_BYTES + TICKETS_BYTES);
            let expected = 9 * MIB + allocations * 1_280;
            assert!((expected..expected + REST_BYTES + TICKETS_BYTES).contains(&taken), "{taken} of {expected} bytes");
            assert_eq!(sockets(&["--relay", "off", "--relay-allocations", &text]), 20_000, "there is none");
        }
        let [unlimited, default] = [&["--relay", "9.9.9.9", "--relay-allocations", "0"][..], &["--relay", "9.9.9.9"]];
        assert_eq!(sockets(unlimited), sockets(default));
        assert_eq!(sockets_that_fit(20_000, Some(64 * MIB), true, Some(16_384)), 1, "it starts all the same");
    }
}
