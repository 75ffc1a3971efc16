//! Where a packet goes out: a port of UDP, or the stream of a client.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::mpsc;

use super::datagrams::Port;
use crate::server::budget::{Account, Budget, Held};
use crate::server::network::Network;
use crate::server::relay::{FiveTuple, Transport};

/// How many packets may wait for one stream: a tenth of a second of a call. Whoever reads more slowly loses what comes then, as on any
/// narrow line.
const WAITING_MAX: usize = 64;

/// How many answers may wait beside them. Over a stream nobody asks twice (RFC 8489 section 6.2.2): with an answer that is lost, a client
/// gives its allocation up.
const ANSWERS_MAX: usize = 8;

/// A packet that waits, and what it holds.
pub(super) type Waiting = (Vec<u8>, Held);

/// All ways out.
#[derive(Debug)]
pub(super) struct Ways {
    /// Few, and all of them there before the first packet.
    ports: RwLock<Vec<Arc<Port>>>,
    streams: Mutex<HashMap<FiveTuple, Stream>>,
    /// How many streams there have been.
    connections: AtomicU64,
    budget: Arc<Budget>,
}

#[derive(Debug)]
struct Stream {
    packets: mpsc::Sender<Waiting>,
    account: Account,
}

impl Ways {
    pub(super) fn new(budget: Arc<Budget>) -> Self {
        Self { ports: RwLock::default(), streams: Mutex::default(), connections: AtomicU64::new(0), budget }
    }

    pub(super) fn add_port(&self, port: Arc<Port>) {
        self.ports.write().unwrap_or_else(PoisonError::into_inner).push(port);
    }

    /// Takes a stream in, with a number that no other has: its way from now on, what is to be written to it, and in whose name it holds bytes.
    pub(super) fn add_stream(&self, way: FiveTuple) -> (FiveTuple, mpsc::Receiver<Waiting>, Account) {
        let (packets, waiting) = mpsc::channel(WAITING_MAX + ANSWERS_MAX);
        let account = self.budget.account(Network::of(way.remote.ip()));
        let way = FiveTuple { connection: self.connections.fetch_add(1, Ordering::Relaxed) + 1, ..way };
        self.streams().insert(way, Stream { packets, account: account.clone() });
        (way, waiting, account)
    }

    /// Forgets a stream.
    pub(super) fn remove_stream(&self, way: &FiveTuple) {
        self.streams().remove(way);
    }

    /// Sends a packet if its way is open and has space, of which some is kept for answers; else it is lost.
    pub(super) fn send(&self, way: &FiveTuple, packet: &[u8], is_answer: bool) {
        if way.transport == Transport::Udp {
            let ports = self.ports.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(port) = ports.iter().find(|port| port.is_for(way)) {
                port.send(way, packet, None);
            }
            return;
        }
        let streams = self.streams();
        let Some(stream) = streams.get(way) else { return };
        if !is_answer && stream.packets.capacity() <= ANSWERS_MAX {
            return;
        }
        let Ok(place) = stream.packets.try_reserve() else { return };
        if let Ok(held) = stream.account.hold(packet.len()) {
            place.send((packet.to_vec(), held));
        }
    }

    fn streams(&self) -> MutexGuard<'_, HashMap<FiveTuple, Stream>> {
        // Nothing under the lock can panic half-way.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
