//! Nonces without memory: each says when it was given, under a code over that and over the 5-tuple that it was given to.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::credentials::{code, derived};
use super::five_tuple::{FiveTuple, Transport};

/// How long a nonce is good, in seconds: RFC 8656 section 5 has it changed once an hour at least.
pub(super) const NONCE_S: u64 = 3_600;

/// So far the clock may have been set back since, in seconds.
const AHEAD_S: u64 = 60;

/// Of a code so many bytes are in a nonce. They can be guessed only over the network, where strangers get few answers.
const CODE_BYTES: usize = 8;

/// When it was given, in bytes: seconds since 1970, until 2106.
const TIME_BYTES: usize = 4;

/// A nonce as it is sent, in bytes.
#[cfg(test)]
pub(super) const NONCE_BYTES: usize = 16;

/// Makes and checks nonces.
#[derive(Clone)]
pub(super) struct Nonces {
    key: [u8; 32],
}

impl Nonces {
    pub(super) fn new(state_key: [u8; 32]) -> Self {
        Self { key: derived(state_key, b"duet relay nonce 1") }
    }

    /// A fresh one for whoever comes this way. The number of the connection is not in it: it says nothing of where somebody is.
    pub(super) fn give(&self, unix_s: u64, to: &FiveTuple) -> String {
        self.made(unix_s as u32, to)
    }

    /// Whether it was given to whoever comes this way, not too long ago.
    pub(super) fn is_good(&self, nonce: &str, unix_s: u64, from: &FiveTuple) -> bool {
        let Some(given) = given(nonce) else { return false };
        let is_fresh = (u64::from(given)..=u64::from(given) + NONCE_S).contains(&unix_s)
            || (unix_s..=unix_s + AHEAD_S).contains(&u64::from(given));
        is_fresh && self.is_of(nonce, from)
    }

    /// Whether it was given to whoever comes this way, however long ago: so they get what is sent there.
    pub(super) fn is_of(&self, nonce: &str, from: &FiveTuple) -> bool {
        given(nonce).is_some_and(|given| is_same(nonce.as_bytes(), self.made(given, from).as_bytes()))
    }

    fn made(&self, given: u32, to: &FiveTuple) -> String {
        let transport = match to.transport {
            Transport::Udp => 0_u8,
            Transport::Tcp => 1,
            Transport::Tls => 2,
        };
        let (local, remote) = (address_bytes(to.local), address_bytes(to.remote));
        let code = code(&self.key, &[&given.to_be_bytes(), &[transport], &local, &remote]);
        STANDARD.encode([&given.to_be_bytes()[..], &code[..CODE_BYTES]].concat())
    }
}

// The key stays out of logs, also by accident.
impl std::fmt::Debug for Nonces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Nonces(..)")
    }
}

/// When it says that it was given.
fn given(nonce: &str) -> Option<u32> {
    let bytes = STANDARD.decode(nonce).ok()?;
    bytes.first_chunk::<TIME_BYTES>().map(|time| u32::from_be_bytes(*time))
}

fn address_bytes(address: std::net::SocketAddr) -> [u8; 18] {
    let ip = match address.ip() {
        std::net::IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        std::net::IpAddr::V6(ip) => ip,
    };
    let mut bytes = [0; 18];
    bytes[..16].copy_from_slice(&ip.octets());
    bytes[16..].copy_from_slice(&address.port().to_be_bytes());
    bytes
}

/// Compares in a time that does not tell where the first difference is.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(port: u16) -> FiveTuple {
        let remote = ([198, 51, 100, 7], port).into();
        FiveTuple { transport: Transport::Udp, local: ([203, 0, 113, 1], 3478).into(), remote, connection: 0 }
    }

    #[test]
    fn a_nonce_is_good_for_an_hour_and_for_its_own_way_only() {
        let (nonces, given) = (Nonces::new([7; 32]), 1_800_000_000);
        let nonce = nonces.give(given, &way(5));
        assert_eq!(nonce.len(), NONCE_BYTES);
        assert!([given, given + NONCE_S, given - AHEAD_S].iter().all(|now| nonces.is_good(&nonce, *now, &way(5))));
        assert!(![given + NONCE_S + 1, given - AHEAD_S - 1, 0].iter().any(|now| nonces.is_good(&nonce, *now, &way(5))));
        assert!(nonces.is_of(&nonce, &way(5)) && !nonces.is_of(&nonce, &way(6)));
        assert!(!nonces.is_good(&nonce, given, &way(6)));
        assert!(!nonces.is_good(&nonce, given, &FiveTuple { transport: Transport::Tcp, ..way(5) }));
        assert!(!Nonces::new([8; 32]).is_good(&nonce, given, &way(5)), "of another server");
        assert!(Nonces::new([7; 32]).is_good(&nonce, given, &way(5)), "of the same server, started again");
    }

    #[test]
    fn what_is_no_nonce_is_not_good() {
        for nonce in ["", "=", "AAAA", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAA", "ä"] {
            assert!(!Nonces::new([7; 32]).is_good(nonce, 0, &way(5)), "{nonce}");
        }
    }
}
