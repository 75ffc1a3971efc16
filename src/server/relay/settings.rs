//! What the owner may set. A limit of 0 is off, except where it says otherwise.

use std::net::IpAddr;

/// Allocations of one ticket, no setting: fewer break calls, and more are no use to anybody. Browsers allocate for each address of the relay, each interface and each family, and again at a restart.
const ALLOCATIONS_PER_TICKET: usize = 32;

/// Allocations in all, if nothing else is said: at most 13 MB.
pub const ALLOCATIONS: usize = 16_384;

/// Allocations of one network: eight people behind one address who all take what one may.
pub const ALLOCATIONS_PER_NETWORK: usize = 256;

/// Tickets for each socket that the server may have: its own, and one of a socket that is gone and whose call goes on.
pub const TICKETS_PER_SOCKET: usize = 2;

/// Tickets in all, if nothing else is said: for as many sockets as a server has by default.
const TICKETS: usize = TICKETS_PER_SOCKET * 20_000;

/// Bytes a second from one seat: 8 Mbit/s, more than a call with a shared screen has.
pub const SEAT_BYTES_PER_SECOND: u64 = 1_000_000;

/// Answers a second over UDP to strangers of one network; a site of many networks gets four times as many. A browser asks a dozen times at the
/// start, then each allocation once.
const STRANGERS_PER_NETWORK: u64 = 200;

/// So many milliseconds' worth of them may come at once: 2 000 answers, for the dozen of each of 150 pages that come back behind one address after
/// a restart. Whoever's address is misused gets 112 KB at once, for as many requests that cost somebody 40 KB to send.
pub(super) const STRANGERS_BURST_MS: u64 = 10_000;

/// Answers a second to strangers in all, over UDP. The longest, of 56 bytes, are 13.4 Mbit/s over IPv4 and 16.6 over IPv6, with headers.
const STRANGERS_IN_ALL: u64 = 20_000;

/// Requests a second of one network that are signed. A thousand people behind one address renew their permissions every four minutes, which is less
/// than a tenth of it.
const REQUESTS_PER_NETWORK: u64 = 1_000;

/// So many seconds' worth of them may come at once. A browser with four interfaces of both families has 24 allocations, and each asks twice for
/// each of forty candidates of the other side, which is 2 000 requests in a few seconds: twenty such browsers may do that at once, and after a
/// restart of the server a thousand usual ones, of which each asks for forty things.
pub(super) const REQUESTS_BURST_MS: u64 = 40_000;

/// Everything that is set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The server's own public addresses. Labels have the first of each family; none is needed.
    pub addresses: Vec<IpAddr>,
    /// The most allocations there may be; at least 1.
    pub allocations: usize,
    /// The most of one ticket; at least 1. With one more the oldest unused one ends.
    pub allocations_per_ticket: usize,
    /// The most of one network (an IPv4 address, an IPv6 /64). A site (an IPv6 /48) may have four times as many.
    pub allocations_per_network: usize,
    /// With so many tickets none is let in any more that has no socket; at least 1. One with a socket always is: sockets have a limit of
    /// their own.
    pub tickets: usize,
    /// Bytes a second that one seat may send.
    pub seat_bytes_per_second: u64,
    /// Bytes a second that all may send.
    pub total_bytes_per_second: u64,
    /// Signed requests a second of one network, and of a site four times as many; [`REQUESTS_BURST_MS`] of them at once.
    pub requests_per_network: u64,
    /// Answers a second over UDP to one network that has shown no password, and to a site four times as many; [`STRANGERS_BURST_MS`] of them at
    /// once.
    pub strangers_per_network: u64,
    /// Answers a second to all who have shown no password, over UDP.
    pub strangers_in_all: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            addresses: Vec::new(),
            allocations: ALLOCATIONS,
            allocations_per_ticket: ALLOCATIONS_PER_TICKET,
            allocations_per_network: ALLOCATIONS_PER_NETWORK,
            tickets: TICKETS,
            seat_bytes_per_second: SEAT_BYTES_PER_SECOND,
            total_bytes_per_second: 0,
            requests_per_network: REQUESTS_PER_NETWORK,
            strangers_per_network: STRANGERS_PER_NETWORK,
            strangers_in_all: STRANGERS_IN_ALL,
        }
    }
}
