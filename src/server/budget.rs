//! How many bytes clients may make the server hold, by address and in all: what was begun and has not ended, what waits to be read,
//! and joins that wait. What a socket takes at rest is not in it: that is bounded by the number of sockets.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::config::Config;
use super::config::limits::{LimitSettings, count};
use super::limits::TooMuch;
use super::machine;
use super::network::Network;

/// What a socket takes while nothing is said, in bytes, with its connection: as measured (docs/settings.md), and over TLS as reckoned.
const REST_BYTES: u64 = 12 * 1024;
const REST_TLS_BYTES: u64 = 20 * 1024;

/// One part in so many of the machine's memory is for what clients make the server hold, and one more for sockets at rest: the rest
/// is for rooms, the program itself, and what an allocator cannot give back.
const PART: u64 = 4;

/// Where nothing says how much memory there is, in bytes: a quarter of a small server.
const UNKNOWN_BYTES: usize = 256 * 1024 * 1024;

/// When to try again: what is held is read, or given up, within seconds.
const LATER: Duration = Duration::from_secs(10);

/// The bytes that are held, and how many may be.
#[derive(Debug)]
pub struct Budget {
    most: usize,
    most_of_one: usize,
    held: AtomicUsize,
    by_network: Mutex<HashMap<Network, Weak<Share>>>,
}

/// What one network holds.
#[derive(Debug)]
struct Share {
    held: AtomicUsize,
    network: Network,
    budget: Weak<Budget>,
}

/// In whose name bytes are held.
#[derive(Debug, Clone)]
pub struct Account {
    budget: Arc<Budget>,
    /// Whose it is, if that is counted.
    share: Option<Arc<Share>>,
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
        Arc::new(Self {
            most: settings.max_held_bytes.map_or_else(default, count),
            most_of_one: count(settings.max_held_bytes_per_address),
            held: AtomicUsize::new(0),
            by_network: Mutex::default(),
        })
    }

    /// The account of a network; without one bytes count only among all.
    pub fn account(self: &Arc<Self>, network: Option<Network>) -> Account {
        let share = network.map(|network| {
            let mut by_network = self.lock();
            if let Some(share) = by_network.get(&network).and_then(Weak::upgrade) {
                return share;
            }
            let share = Arc::new(Share { held: AtomicUsize::new(0), network, budget: Arc::downgrade(self) });
            by_network.insert(network, Arc::downgrade(&share));
            share
        });
        Account { budget: Arc::clone(self), share }
    }

    /// How many bytes are held.
    pub fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// How many may be, in all and by address.
    pub fn most(&self) -> (usize, usize) {
        (self.most, self.most_of_one)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Network, Weak<Share>>> {
        // Nothing under the lock can panic half-way.
        self.by_network.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some(budget) = self.budget.upgrade() else { return };
        let mut by_network = budget.lock();
        // Another may have taken its place meanwhile.
        if by_network.get(&self.network).is_some_and(|share| share.strong_count() == 0) {
            by_network.remove(&self.network);
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
        let too_much = Err(too_much());
        if !taken(&self.budget.held, bytes, self.budget.most) {
            return too_much;
        }
        match &self.share {
            Some(share) if !taken(&share.held, bytes, self.budget.most_of_one) => {
                self.budget.held.fetch_sub(bytes, Ordering::Relaxed);
                too_much
            }
            _ => Ok(()),
        }
    }

    /// Holds so many bytes less, which were taken before.
    pub(super) fn give_back(&self, bytes: usize) {
        self.budget.held.fetch_sub(bytes, Ordering::Relaxed);
        if let Some(share) = &self.share {
            share.held.fetch_sub(bytes, Ordering::Relaxed);
        }
    }
}

impl Held {
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

/// As many sockets as the settings wish for, or as fit.
pub fn sockets_for(config: &Config) -> usize {
    sockets_that_fit(config.limits.max_sockets, machine::memory(), config.is_encrypted())
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

/// As many of `sockets` as the machine's share for sockets at rest has space for; 0 is any number, and stays so.
pub fn sockets_that_fit(sockets: usize, memory: Option<u64>, is_encrypted: bool) -> usize {
    let rest = if is_encrypted { REST_TLS_BYTES } else { REST_BYTES };
    let fit = memory.map_or(usize::MAX, |memory| usize::try_from(memory / PART / rest).unwrap_or(usize::MAX));
    sockets.min(fit.max(1))
}

#[cfg(test)]
mod tests {
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
        let budget = budget(100, 60);
        let one = budget.account(network(1));
        let held = one.hold(60).expect("there is space");
        assert!(budget.account(network(1)).hold(1).is_err(), "another socket of the same address");
        let _other = budget.account(network(2)).hold(40).expect("there is space");
        assert!(budget.account(None).hold(1).is_err(), "it is full");
        drop(held);
        assert!(one.hold(60).is_ok());
        assert_eq!(budget.held(), 40);
    }

    #[test]
    fn what_was_refused_is_not_counted_and_who_has_gone_is_forgotten() {
        let budget = budget(100, 50);
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

    #[test]
    fn a_small_machine_has_fewer_sockets_and_a_large_one_as_many_as_were_wished() {
        const MIB: u64 = 1024 * 1024;
        assert_eq!(sockets_that_fit(20_000, Some(256 * MIB), false), 5_461);
        assert_eq!(sockets_that_fit(20_000, Some(256 * MIB), true), 3_276);
        assert_eq!(sockets_that_fit(20_000, Some(8 * 1024 * MIB), true), 20_000);
        assert_eq!(sockets_that_fit(20_000, None, true), 20_000);
        assert_eq!(sockets_that_fit(0, Some(256 * MIB), true), 0, "a limit that is off stays so");
    }
}
