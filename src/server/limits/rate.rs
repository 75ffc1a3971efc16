//! How often, and how much, each network may do something in a minute.

use std::hash::Hash;
use std::num::NonZeroU32;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

use super::{MINUTE, TooMuch};
use crate::server::config::limits::LimitSettings;
use crate::server::network::{Network, SITE_NETWORKS, Site};

/// How often each network may do something in a minute.
#[derive(Debug)]
pub struct Rate {
    /// None if there is no limit.
    networks: Option<Keyed<Network>>,
    /// The same for what may have many networks.
    sites: Option<Keyed<Site>>,
}

/// One budget for each key.
#[derive(Debug)]
struct Keyed<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, TokioClock, NoOpMiddleware<Nanos>>,
    /// As much as may be had at once.
    most: NonZeroU32,
}

impl Rate {
    pub(super) fn new(per_minute: u32) -> Self {
        Self { networks: Keyed::new(per_minute), sites: Keyed::new(per_minute.saturating_mul(SITE_NETWORKS)) }
    }

    /// Does it once more; without a network it is not counted.
    ///
    /// # Errors
    /// [`TooMuch`] if it was done as often as may be.
    pub fn check(&self, network: Option<Network>) -> Result<(), TooMuch> {
        self.take(network, 1)
    }

    /// Takes so many; without a network they are not counted. What is more than may ever be had at once is had when nothing else
    /// was for a minute.
    ///
    /// # Errors
    /// [`TooMuch`] if so many may not be had yet.
    pub fn take(&self, network: Option<Network>, count: usize) -> Result<(), TooMuch> {
        let (Some(network), Some(count)) = (network, NonZeroU32::new(u32::try_from(count).unwrap_or(u32::MAX))) else {
            return Ok(());
        };
        if let Some(networks) = &self.networks {
            networks.take(&network, count)?;
        }
        match (&self.sites, network.site()) {
            (Some(sites), Some(site)) => sites.take(&site, count),
            _ => Ok(()),
        }
    }

    pub(super) fn forget(&self) {
        if let Some(networks) = &self.networks {
            networks.limiter.retain_recent();
        }
        if let Some(sites) = &self.sites {
            sites.limiter.retain_recent();
        }
    }

    #[cfg(test)]
    pub(super) fn is_forgotten(&self) -> bool {
        self.networks.as_ref().is_none_or(|networks| networks.limiter.is_empty())
            && self.sites.as_ref().is_none_or(|sites| sites.limiter.is_empty())
    }
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(per_minute: u32) -> Option<Self> {
        let limiter = RateLimiter::dashmap_with_clock(quota(per_minute)?, TokioClock::new());
        Some(Self { limiter, most: NonZeroU32::new(per_minute)? })
    }

    fn take(&self, key: &K, count: NonZeroU32) -> Result<(), TooMuch> {
        match self.limiter.check_key_n(key, count.min(self.most)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(not_until)) => Err(TooMuch { retry_after: not_until.wait_time_from(self.limiter.clock().now()) }),
            // Cannot be: it is no more than may be had at once.
            Err(_) => Err(TooMuch { retry_after: MINUTE }),
        }
    }
}

/// How much one socket may say.
#[derive(Debug)]
pub struct Pace {
    messages: Option<Direct>,
    bytes: Option<Direct>,
    /// As many bytes as may be said at once.
    most: u32,
}

type Direct = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Nanos>>;

impl Pace {
    /// A socket that has said nothing yet.
    pub fn new(settings: &LimitSettings) -> Self {
        let direct =
            |per_minute| quota(per_minute).map(|quota| RateLimiter::direct_with_clock(quota, TokioClock::new()));
        Self {
            messages: direct(settings.messages_per_minute),
            bytes: direct(settings.bytes_per_minute),
            most: settings.bytes_per_minute,
        }
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
        let (Some(limiter), Some(bytes)) =
            (&self.bytes, NonZeroU32::new(u32::try_from(bytes).unwrap_or(u32::MAX).min(self.most)))
        else {
            return Ok(());
        };
        match limiter.check_n(bytes) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(not_until)) => Err(TooMuch { retry_after: not_until.wait_time_from(limiter.clock().now()) }),
            // Cannot be: it is no more than may be said at once.
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
