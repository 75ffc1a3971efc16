//! The relay's one owner and its ways: packets go through it as they come, and what happens among the rooms as it happens.
//!
//! # Layout
//! - [`datagrams`]: ports of UDP; [`outgoing`]: what is to be sent from them
//! - [`streams`]: connections over TCP and TLS
//! - [`ways`]: where a packet goes out

mod datagrams;
mod outgoing;
mod streams;
mod ways;

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::budget::Budget;
use super::ice;
use super::relay::{Census, Credentials, Fact, FiveTuple, Input, Login, Outcome, Relay, Settings, Tally, TicketId};
use super::rooms::SocketId;
use crate::clock::{Millis, unix_ms};
pub use datagrams::{PORTS_BYTES, Port};
pub use streams::{prepare, serve};
use ways::Ways;

/// For how long somebody may allocate with a login, in seconds: a page keeps it while its person types a name, and gets another with each
/// `ice-servers`.
const LOGIN_SECONDS: u64 = 3_600;

/// The relay at one moment, in numbers.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// How much there is.
    pub census: Census,
    /// Everything that was counted since the start.
    pub tally: Tally,
}

/// The relay, and where its packets go.
#[derive(Debug)]
pub struct Turn {
    relay: Mutex<Relay>,
    credentials: Credentials,
    ways: Ways,
    epoch: Instant,
    /// Until when [`Turn::keep_time`] sleeps, in milliseconds. Read and written while the relay is locked.
    sleeps_until: AtomicU64,
    /// Rung when the relay's deadline is before that.
    bell: Notify,
}

impl Turn {
    /// A relay without a way yet. What waits to be written to streams counts for the budget.
    pub fn new(settings: Settings, state_key: [u8; 32], budget: Arc<Budget>) -> Arc<Self> {
        Arc::new(Self {
            relay: Mutex::new(Relay::new(settings, state_key)),
            credentials: Credentials::new(state_key),
            ways: Ways::new(budget),
            epoch: Instant::now(),
            sleeps_until: AtomicU64::new(u64::MAX),
            bell: Notify::new(),
        })
    }

    /// Opens a port of UDP at this address, for both families where it stands for all addresses.
    ///
    /// # Errors
    /// When the system does not give it.
    pub fn open(&self, address: SocketAddr) -> io::Result<Vec<Arc<Port>>> {
        let ports = datagrams::open(address)?;
        ports.iter().for_each(|port| self.ways.add_port(Arc::clone(port)));
        Ok(ports)
    }

    /// A ticket for a new socket; none where the system gives no random numbers.
    pub fn issue(&self, socket: SocketId) -> Option<TicketId> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).ok()?;
        let ticket = TicketId::from_random(random);
        self.tell(Fact::Issued(ticket, socket));
        Some(ticket)
    }

    /// What the owner of a ticket shows from `unix_seconds` on: the same for a while.
    pub fn login(&self, ticket: TicketId, unix_seconds: u64) -> Login {
        self.credentials.issue(ticket, ice::expiry(unix_seconds, LOGIN_SECONDS))
    }

    /// Tells the relay what happened among the rooms.
    pub fn tell(&self, fact: Fact) {
        self.handle(Input::Fact(fact));
    }

    /// What there is and what was counted, for whoever watches.
    pub fn snapshot(&self) -> Snapshot {
        let relay = self.lock();
        Snapshot { census: relay.census(self.millis()), tally: relay.tally().clone() }
    }

    /// How many calls have gone through the relay lately. Looks at every ticket.
    pub fn calls(&self, within: Duration) -> usize {
        self.lock().calls(self.millis(), u64::try_from(within.as_millis()).unwrap_or(u64::MAX))
    }

    /// Ends what is over by time alone. Runs until it is dropped.
    pub async fn keep_time(&self) {
        loop {
            match self.next_deadline() {
                None => self.bell.notified().await,
                Some(at) => {
                    let at = self.epoch + Duration::from_millis(at.0);
                    tokio::select! {
                        () = tokio::time::sleep_until(at) => self.handle(Input::Woke),
                        () = self.bell.notified() => {}
                    }
                }
            }
        }
    }

    /// Who had packets dropped since this was last asked because too much was sent, and how much each of them may send, in bytes a second.
    pub fn take_throttled(&self) -> Vec<(SocketId, u64)> {
        self.lock().take_throttled(self.millis())
    }

    /// Serves a port of UDP, until it is dropped.
    pub async fn relay(&self, port: &Port) -> std::convert::Infallible {
        datagrams::relay(self, port).await
    }

    fn handle(&self, input: Input) {
        let mut relay = self.now();
        relay.handle(self.millis(), input);
        self.ring_if_nearer(&relay);
    }

    /// When something is over by time alone, if nothing else happens.
    fn next_deadline(&self) -> Option<Millis> {
        let relay = self.lock();
        let deadline = relay.deadline();
        self.sleeps_until.store(deadline.map_or(u64::MAX, |at| at.0), Ordering::Relaxed);
        deadline
    }

    /// After anything that was given to the relay.
    fn ring_if_nearer(&self, relay: &Relay) {
        if relay.deadline().is_some_and(|at| at.0 < self.sleeps_until.load(Ordering::Relaxed)) {
            self.bell.notify_one();
        }
    }

    /// Takes one packet that did not come over UDP; what is to be sent goes out.
    fn take(&self, from: &FiveTuple, packet: &[u8], out: &mut Vec<u8>) {
        let mut relay = self.now();
        let outcome = relay.on_packet(self.millis(), from, packet, out);
        self.ring_if_nearer(&relay);
        drop(relay);
        if let Outcome::Forwarded(way) | Outcome::Answered(way) = outcome {
            self.ways.send(&way, out, matches!(outcome, Outcome::Answered(_)));
        }
    }

    /// Whether whoever comes this way has an allocation.
    fn has_allocation(&self, way: &FiveTuple) -> bool {
        self.lock().has_allocation(way)
    }

    /// The relay, which knows what time it is.
    fn now(&self) -> MutexGuard<'_, Relay> {
        let mut relay = self.lock();
        relay.set_clock(self.millis(), unix_ms());
        relay
    }

    fn millis(&self) -> Millis {
        Millis(u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn lock(&self) -> MutexGuard<'_, Relay> {
        // A packet that made it panic must not end the calls of others.
        self.relay.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
