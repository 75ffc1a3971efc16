//! How much each network may have of the server at a time, and how often it may ask. Over a limit somebody is told when to
//! try again; all others notice nothing.
//!
//! # Layout
//! - [`rate`]: how often, and how much in a minute

pub mod rate;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::config::limits::{LimitSettings, count};
use super::network::{Network, SITE_NETWORKS, Site};
pub use rate::{Pace, Rate};

/// All rates are per minute: as many as that at once, and then one each time their share of a minute is over.
const MINUTE: Duration = Duration::from_secs(60);

/// When to try again where it depends on others, who may close a tab or not.
pub(super) const LATER: Duration = Duration::from_secs(10);

/// Too much: nothing is done, and will not be before so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much: try again in {} ms", .retry_after.as_millis())]
pub struct TooMuch {
    /// How long to wait.
    pub retry_after: Duration,
}

impl TooMuch {
    /// How long to wait, in milliseconds.
    pub fn retry_after_ms(self) -> u64 {
        u64::try_from(self.retry_after.as_millis()).unwrap_or(u64::MAX)
    }

    /// How long to wait, in whole seconds, for `Retry-After` (RFC 9110 section 10.2.3).
    pub fn retry_after_seconds(self) -> u64 {
        self.retry_after_ms().div_ceil(1000)
    }
}

/// The limits that hold for networks.
#[derive(Debug)]
pub struct Limits {
    /// Connections of any kind.
    pub connections: Arc<Counted>,
    /// New connections.
    pub arrivals: Rate,
    /// Sockets.
    pub sockets: Arc<Counted>,
    /// New sockets.
    pub upgrades: Rate,
    /// New sockets that are opened only to say that they are too many: afterwards nothing is opened.
    pub farewells: Rate,
    /// Joins.
    pub joins: Rate,
    /// Calls of server functions.
    pub questions: Rate,
    /// Pages.
    pub pages: Rate,
    /// Bytes of answers.
    pub served: Rate,
    /// Messages of all sockets together.
    messages: Rate,
    /// Bytes of messages of all sockets together.
    message_bytes: Rate,
}

impl Limits {
    /// The limits of the settings.
    pub fn new(settings: &LimitSettings) -> Self {
        Self {
            connections: Counted::new(settings.max_connections, settings.max_connections_per_address),
            arrivals: Rate::new(settings.connections_per_minute),
            sockets: Counted::new(settings.max_sockets, settings.max_sockets_per_address),
            upgrades: Rate::new(settings.upgrades_per_minute),
            farewells: Rate::new(settings.upgrades_per_minute),
            joins: Rate::new(settings.joins_per_minute),
            questions: Rate::new(settings.questions_per_minute),
            pages: Rate::new(settings.pages_per_minute),
            served: Rate::new(settings.served_bytes_per_minute),
            messages: Rate::new(settings.messages_per_minute_per_address),
            message_bytes: Rate::new(settings.bytes_per_minute_per_address),
        }
    }

    /// Takes so many bytes of a message, and the message if it has ended, from any socket of the network.
    ///
    /// # Errors
    /// [`TooMuch`] if all its sockets together have said as much as they may.
    pub fn said(&self, network: Option<Network>, bytes: usize, has_ended: bool) -> Result<(), TooMuch> {
        if has_ended {
            self.messages.check(network)?;
        }
        self.message_bytes.take(network, bytes)
    }

    /// Forgets who has asked for nothing lately, which would otherwise be remembered for ever.
    pub async fn forget(&self) -> std::convert::Infallible {
        loop {
            tokio::time::sleep(MINUTE).await;
            let Self {
                arrivals, upgrades, farewells, joins, questions, pages, served, messages, message_bytes, ..
            } = self;
            for rate in [arrivals, upgrades, farewells, joins, questions, pages, served, messages, message_bytes] {
                rate.forget();
            }
        }
    }
}

/// How many of something there are, in all and by network.
#[derive(Debug)]
pub struct Counted {
    most: usize,
    most_of_one: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_network: HashMap<Network, usize>,
    by_site: HashMap<Site, usize>,
}

impl Taken {
    /// Counts one more of a network, of which there may be so many.
    fn add(&mut self, network: Network, most: usize) -> Result<(), TooMuch> {
        let most_of_site = most.saturating_mul(SITE_NETWORKS as usize);
        let is_full = self.by_network.get(&network).is_some_and(|count| *count >= most);
        let is_site_full =
            network.site().and_then(|site| self.by_site.get(&site)).is_some_and(|count| *count >= most_of_site);
        if is_full || is_site_full {
            return Err(TooMuch { retry_after: LATER });
        }
        *self.by_network.entry(network).or_default() += 1;
        if let Some(site) = network.site() {
            *self.by_site.entry(site).or_default() += 1;
        }
        Ok(())
    }

    fn remove(&mut self, network: Network) {
        less(&mut self.by_network, &network);
        if let Some(site) = network.site() {
            less(&mut self.by_site, &site);
        }
    }
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

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct Place {
    of: Arc<Counted>,
    /// Whose it is, if that is counted.
    network: Option<Network>,
}

impl Counted {
    fn new(most: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self { most: count(most), most_of_one: count(most_of_one), taken: Mutex::default() })
    }

    /// Takes one; without a network it counts only among all.
    ///
    /// # Errors
    /// [`TooMuch`] if there are as many as may be.
    pub fn take(self: &Arc<Self>, network: Option<Network>) -> Result<Place, TooMuch> {
        let mut taken = self.lock();
        if taken.all >= self.most {
            return Err(TooMuch { retry_after: LATER });
        }
        if let Some(network) = network {
            taken.add(network, self.most_of_one)?;
        }
        taken.all += 1;
        Ok(Place { of: Arc::clone(self), network })
    }

    /// How many there are.
    pub fn taken(&self) -> usize {
        self.lock().all
    }

    /// How many each network has.
    pub fn by_network(&self) -> Vec<(Network, usize)> {
        self.lock().by_network.iter().map(|(network, count)| (*network, *count)).collect()
    }

    /// How many one network may have.
    pub fn most_of_one(&self) -> usize {
        self.most_of_one
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // Nothing under the lock can panic half-way.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Says whose it is, which was not known when it was taken.
    ///
    /// # Errors
    /// [`TooMuch`] if that network has as many as it may.
    pub fn assign(&mut self, network: Network) -> Result<(), TooMuch> {
        let mut taken = self.of.lock();
        taken.add(network, self.of.most_of_one)?;
        if let Some(before) = self.network.replace(network) {
            taken.remove(before);
        }
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.of.lock();
        taken.all -= 1;
        if let Some(network) = self.network {
            taken.remove(network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::limits::seconds;
    use std::net::Ipv6Addr;
    use tokio::time::advance;

    fn network(last: u8) -> Option<Network> {
        Network::of([192, 0, 2, last].into())
    }

    #[test]
    fn one_network_cannot_take_what_is_for_all() {
        let counted = Counted::new(4, 2);
        let places: Vec<_> = [1, 1, 2].map(|last| counted.take(network(last)).expect("there is space")).into();
        assert!(counted.take(network(1)).is_err());
        let last = counted.take(None).expect("there is space");
        assert_eq!(counted.take(network(3)).err(), Some(TooMuch { retry_after: LATER }));
        drop(last);
        counted.take(network(3)).expect("a place was given back");
        drop(places);
        assert_eq!(counted.taken(), 0);
        assert!(counted.lock().by_network.is_empty(), "whoever has gone is forgotten");
    }

    #[test]
    fn a_site_of_many_networks_has_as_much_as_four_of_them() {
        let of = |site: u16, network: u16| Network::of(Ipv6Addr::new(0x2001, 0xdb8, site, network, 0, 0, 0, 1).into());
        let counted = Counted::new(0, 2);
        let places: Vec<_> = (0..100).filter_map(|network| counted.take(of(1, network)).ok()).collect();
        assert_eq!(places.len(), 8);
        assert!(counted.take(of(2, 0)).is_ok(), "others notice nothing");
        drop(places);
        assert!(counted.take(of(1, 50)).is_ok());
        assert!(counted.lock().by_site.is_empty(), "whoever has gone is forgotten");
        let rate = Rate::new(2);
        assert_eq!((0..100).filter(|network| rate.check(of(1, *network)).is_ok()).count(), 8);
        assert!(rate.check(of(2, 0)).is_ok());
    }

    #[test]
    fn a_place_counts_for_whom_it_turns_out_to_be() {
        let counted = Counted::new(3, 1);
        let come = |network| {
            let mut place = counted.take(None).expect("there is space");
            place.assign(network).map(|()| place)
        };
        let (first, second) = (network(1).expect("counted"), network(2).expect("counted"));
        let place = come(first).expect("one is free");
        assert!(come(first).is_err());
        assert!(come(second).is_ok());
        drop(place);
        assert!(come(first).is_ok());
        assert_eq!(counted.taken(), 0);
    }

    /// After a restart: each socket is a connection, and brings what the beginning of a call takes.
    #[tokio::test(start_paused = true)]
    async fn by_default_a_thousand_sockets_of_one_address_return_at_once() {
        const MESSAGES: usize = 50;
        const MESSAGE_BYTES: usize = 2 * 1024;
        let limits = Limits::new(&LimitSettings::default());
        let mut places = Vec::new();
        for _ in 0..1_000 {
            places.push(limits.connections.take(network(1)).expect("a connection"));
            limits.arrivals.check(network(1)).expect("a new one");
            limits.upgrades.check(network(1)).expect("a new socket");
            places.push(limits.sockets.take(network(1)).expect("a socket"));
            limits.joins.check(network(1)).expect("a join");
            for _ in 0..MESSAGES {
                limits.said(network(1), MESSAGE_BYTES, true).expect("a message");
            }
        }
    }

    #[test]
    fn what_is_more_than_may_be_had_at_once_is_had_alone() {
        let rate = Rate::new(100);
        assert!(rate.take(network(1), 1_000).is_ok());
        assert!(rate.check(network(1)).is_err());
        assert!(rate.take(network(2), 0).is_ok() && rate.take(network(2), 60).is_ok());
        assert!(rate.take(network(2), 60).is_err());
    }

    #[test]
    fn zero_is_no_limit() {
        let counted = Counted::new(0, 0);
        let places: Vec<_> = (0..1000).map(|_| counted.take(network(1))).collect();
        assert!(places.iter().all(Result::is_ok));
        let rate = Rate::new(0);
        assert!((0..1000).all(|_| rate.check(network(1)).is_ok()));
        assert!(seconds(0) > 366 * 24 * 60 * MINUTE);
    }

    /// As docs/security.md says of them.
    #[test]
    fn it_takes_fifteen_to_twenty_networks_to_have_all_the_places() {
        let settings = LimitSettings::default();
        assert_eq!(settings.max_connections.div_ceil(settings.max_connections_per_address), 15);
        assert_eq!(settings.max_sockets.div_ceil(settings.max_sockets_per_address), 20);
        let of_site = |most_of_one: usize| most_of_one * SITE_NETWORKS as usize;
        assert_eq!(settings.max_connections.div_ceil(of_site(settings.max_connections_per_address)), 4);
        assert_eq!(settings.max_sockets.div_ceil(of_site(settings.max_sockets_per_address)), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_too_often_is_told_when_to_ask_again_and_may_then() {
        let rate = Rate::new(60);
        assert!((0..60).all(|_| rate.check(network(1)).is_ok()));
        let too_much = rate.check(network(1)).expect_err("it is the 61st");
        assert_eq!(too_much.retry_after_seconds(), 1);
        assert!(rate.check(network(2)).is_ok(), "others notice nothing");
        advance(too_much.retry_after).await;
        assert!(rate.check(network(1)).is_ok());
        assert!(rate.check(network(1)).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_not_asked_for_two_minutes_is_forgotten() {
        let settings = LimitSettings::default();
        let limits = Limits::new(&settings);
        // However often they had asked.
        let of_site = Network::of(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into());
        assert!((0..settings.joins_per_minute).all(|_| limits.joins.check(network(1)).is_ok()));
        assert!(limits.joins.check(of_site).is_ok() && limits.said(network(1), 1, true).is_ok());
        assert!(tokio::time::timeout(2 * MINUTE + Duration::from_secs(1), limits.forget()).await.is_err());
        assert!(limits.joins.is_forgotten() && limits.messages.is_forgotten() && limits.message_bytes.is_forgotten());
    }

    #[test]
    fn a_socket_may_say_so_many_messages_and_so_many_bytes() {
        let pace = |messages_per_minute, bytes_per_minute| {
            Pace::new(&LimitSettings { messages_per_minute, bytes_per_minute, ..LimitSettings::default() })
        };
        let few = pace(2, 0);
        assert!(few.check(1_000_000).is_ok() && few.check(0).is_ok() && few.check(1).is_err());
        let short = pace(0, 100);
        assert!(short.check(60).is_ok() && short.check(60).is_err() && short.check(40).is_ok());
        // The longest message comes with the head of its frame.
        assert!(pace(0, 100).check(101).is_ok());
    }
}
