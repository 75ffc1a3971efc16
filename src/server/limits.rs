//! How much each network may have of the server at a time, and how often it may ask. Over a limit somebody is told when to
//! try again; all others notice nothing.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

use super::config::limits::{LimitSettings, count};
use super::network::Network;

/// All rates are per minute: as many as that at once, and then one each time their share of a minute is over.
const MINUTE: Duration = Duration::from_secs(60);

/// When to try again where it depends on others, who may close a tab or not.
const LATER: Duration = Duration::from_secs(10);

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
    /// Sockets.
    pub sockets: Arc<Counted>,
    /// Joins.
    pub joins: Rate,
    /// Calls of server functions.
    pub questions: Rate,
    /// Pages.
    pub pages: Rate,
}

impl Limits {
    /// The limits of the settings.
    pub fn new(settings: &LimitSettings) -> Self {
        Self {
            connections: Counted::new(settings.max_connections, settings.max_connections_per_address),
            sockets: Counted::new(settings.max_sockets, settings.max_sockets_per_address),
            joins: Rate::new(settings.joins_per_minute),
            questions: Rate::new(settings.questions_per_minute),
            pages: Rate::new(settings.pages_per_minute),
        }
    }

    /// Forgets who has asked for nothing lately, which would otherwise be remembered for ever.
    pub async fn forget(&self) -> std::convert::Infallible {
        loop {
            tokio::time::sleep(MINUTE).await;
            self.joins.forget();
            self.questions.forget();
            self.pages.forget();
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
            let of_one = taken.by_network.entry(network).or_default();
            if *of_one >= self.most_of_one {
                return Err(TooMuch { retry_after: LATER });
            }
            *of_one += 1;
        }
        taken.all += 1;
        Ok(Place { of: Arc::clone(self), network })
    }

    /// How many there are.
    pub fn taken(&self) -> usize {
        self.lock().all
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // Nothing under the lock can panic half-way.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.of.lock();
        taken.all -= 1;
        let Some(network) = self.network else { return };
        if let Some(of_one) = taken.by_network.get_mut(&network) {
            *of_one -= 1;
            if *of_one == 0 {
                taken.by_network.remove(&network);
            }
        }
    }
}

/// How often each network may do something in a minute.
#[derive(Debug)]
pub struct Rate {
    /// None if there is no limit.
    limiter: Option<RateLimiter<Network, DashMapStateStore<Network>, TokioClock, NoOpMiddleware<Nanos>>>,
}

impl Rate {
    fn new(per_minute: u32) -> Self {
        Self { limiter: quota(per_minute).map(|quota| RateLimiter::dashmap_with_clock(quota, TokioClock::new())) }
    }

    /// Does it once more; without a network it is not counted.
    ///
    /// # Errors
    /// [`TooMuch`] if it was done as often as may be.
    pub fn check(&self, network: Option<Network>) -> Result<(), TooMuch> {
        let (Some(limiter), Some(network)) = (&self.limiter, network) else { return Ok(()) };
        limiter
            .check_key(&network)
            .map_err(|not_until| TooMuch { retry_after: not_until.wait_time_from(limiter.clock().now()) })
    }

    fn forget(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
        }
    }
}

/// How much one socket may say.
#[derive(Debug)]
pub struct Pace {
    messages: Option<Direct>,
    bytes: Option<Direct>,
}

type Direct = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Nanos>>;

impl Pace {
    /// A socket that has said nothing yet.
    pub fn new(settings: &LimitSettings) -> Self {
        let direct =
            |per_minute| quota(per_minute).map(|quota| RateLimiter::direct_with_clock(quota, TokioClock::new()));
        Self { messages: direct(settings.messages_per_minute), bytes: direct(settings.bytes_per_minute) }
    }

    /// Takes a message of so many bytes.
    ///
    /// # Errors
    /// [`TooMuch`] if it comes too soon after the others.
    pub fn check(&self, bytes: usize) -> Result<(), TooMuch> {
        if let Some(messages) = &self.messages {
            messages
                .check()
                .map_err(|not_until| TooMuch { retry_after: not_until.wait_time_from(messages.clock().now()) })?;
        }
        self.check_bytes(bytes)
    }

    /// Takes so many bytes of a message that may not have ended.
    ///
    /// # Errors
    /// As for [`Self::check`].
    pub fn check_bytes(&self, bytes: usize) -> Result<(), TooMuch> {
        let (Some(limiter), Some(bytes)) = (&self.bytes, u32::try_from(bytes).ok().and_then(NonZeroU32::new)) else {
            return Ok(());
        };
        match limiter.check_n(bytes) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(not_until)) => Err(TooMuch { retry_after: not_until.wait_time_from(limiter.clock().now()) }),
            // More than may ever be said at once.
            Err(_) => Err(TooMuch { retry_after: MINUTE }),
        }
    }
}

/// The clock of everything else here, which tests can turn.
#[derive(Debug, Clone)]
struct TokioClock(Instant);

impl TokioClock {
    fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for TokioClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.elapsed().into()
    }
}

fn quota(per_minute: u32) -> Option<Quota> {
    let burst = NonZeroU32::new(per_minute)?;
    Some(Quota::with_period(MINUTE / per_minute)?.allow_burst(burst))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::limits::seconds;
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
        assert!((0..settings.joins_per_minute).all(|_| limits.joins.check(network(1)).is_ok()));
        assert!(tokio::time::timeout(2 * MINUTE + Duration::from_secs(1), limits.forget()).await.is_err());
        assert!(limits.joins.limiter.as_ref().is_some_and(RateLimiter::is_empty));
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
        assert_eq!(short.check(101), Err(TooMuch { retry_after: MINUTE }));
    }
}
