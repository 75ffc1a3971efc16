//! Where a packet came from and where the answer goes: what TURN calls the 5-tuple (RFC 8656 section 2).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// How bytes come to the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// One datagram is one message.
    Udp,
    /// A stream of messages.
    Tcp,
    /// A stream of messages inside TLS.
    Tls,
}

impl Transport {
    /// Whether messages come one behind the other, so that each has to tell its length and channel data is padded.
    pub fn is_stream(self) -> bool {
        self != Self::Udp
    }
}

/// One way between a client and the relay. Answers take the same way back, from the address to which the client sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FiveTuple {
    /// How it comes.
    pub transport: Transport,
    /// The relay's address, as the client sees it.
    pub local: SocketAddr,
    /// The client's address, as the relay sees it, or as a proxy told it.
    pub remote: SocketAddr,
    /// The number of the connection, which no other ever has; 0 over UDP. Two proxies may tell the same address, and have the same port:
    /// without it one of the two clients would have the other's allocation.
    pub connection: u64,
}

impl FiveTuple {
    /// Whether an answer can go back at all. Whoever writes port 0 or an address of many into a packet as its own gets none, and from the address
    /// of many, to which some ask, none can come.
    pub(super) fn can_be_answered(&self) -> bool {
        let (from, to) = (self.remote.ip(), self.local.ip());
        self.remote.port() != 0 && !from.is_unspecified() && !is_of_many(from) && !is_of_many(to)
    }
}

fn is_of_many(address: IpAddr) -> bool {
    address.is_multicast() || address == Ipv4Addr::BROADCAST
}

// In three words, because it is hashed for each packet. What is left out of an IPv6 address and the number are compared all the same.
impl Hash for FiveTuple {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let ports = u64::from(self.local.port()) << 32 | u64::from(self.remote.port()) << 8 | self.transport as u64;
        state.write_u128(bits(self.local.ip()));
        state.write_u128(bits(self.remote.ip()));
        state.write_u64(ports);
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

// Addresses stay out of logs, also by accident.
impl fmt::Debug for FiveTuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FiveTuple({:?}, ..)", self.transport)
    }
}
