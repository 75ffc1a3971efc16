//! Where a client is: for limits, which count by network, and nowhere else. It is never logged.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How much of an IPv6 address one customer has at least, in bits (RFC 6177).
const CUSTOMER_BITS: u32 = 64;

/// What one customer of a provider has: an IPv4 address, or an IPv6 /64.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network of an address. This machine is none: what comes from there is a proxy of which the owner has said nothing,
    /// and all its clients would count as one, or it is the owner.
    pub fn of(address: IpAddr) -> Option<Self> {
        let address = address.to_canonical();
        if address.is_loopback() {
            return None;
        }
        Some(Self(match address {
            IpAddr::V6(address) => {
                let mask = u128::MAX << (u128::BITS - CUSTOMER_BITS);
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
            }
            IpAddr::V4(_) => address,
        }))
    }
}

// An address stays out of logs, also by accident.
impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network(..)")
    }
}

/// How the way to a browser is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Not at all.
    Plain,
    /// By TLS, with a certificate that nobody vouches for.
    Encrypted,
    /// By TLS, with a certificate that browsers believe.
    Believed,
}

/// Who opened a connection.
#[derive(Clone, Copy)]
pub struct Peer {
    /// The address it came from.
    pub address: IpAddr,
    /// How it came.
    pub way: Way,
}

/// Who sent a request, as far as the connection and trusted proxies tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Where it is, if that is counted.
    pub network: Option<Network>,
    /// How its browser came here.
    pub way: Way,
}

/// The proxies in front.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Those of these networks.
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether what comes from there is believed.
    pub fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Who sent a request. Each proxy adds who it heard from at the end; the first from there who is no trusted proxy is the
    /// client, and whatever stands before may be made up.
    pub fn client(&self, peer: Peer, headers: &HeaderMap) -> Client {
        if !self.trust(peer.address) {
            return Client { network: Network::of(peer.address), way: peer.way };
        }
        let mut client = peer.address;
        for said in entries(headers, &FORWARDED_FOR).into_iter().rev() {
            let Some(address) = parse(said) else { break };
            client = address;
            if !self.trust(client) {
                break;
            }
        }
        let is_encrypted =
            entries(headers, &FORWARDED_PROTO).last().is_some_and(|proto| proto.eq_ignore_ascii_case("https"));
        let way = if is_encrypted { Way::Believed } else { Way::Plain };
        Client { network: Network::of(client), way }
    }
}

/// Whether somebody in front passes requests on.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED_FOR)
}

/// The parts of a header that is a list, which may also come in several lines.
fn entries<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let lines = headers.get_all(name).iter();
    // What is no text ends the trail like what is no address.
    lines.flat_map(|line| line.to_str().unwrap_or("?").split(',')).map(str::trim).collect()
}

/// An address, which some proxies write with a port.
fn parse(said: &str) -> Option<IpAddr> {
    let bare = said.strip_prefix('[').and_then(|said| said.strip_suffix(']')).unwrap_or(said);
    bare.parse().ok().or_else(|| said.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> Client {
        let networks = trusted.split(' ').filter(|network| !network.is_empty());
        let proxies = Proxies::new(networks.map(|network| network.parse().expect("a network")).collect());
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().expect("a header"));
        }
        headers.insert(FORWARDED_PROTO, "https".parse().expect("a header"));
        proxies.client(Peer { address: peer.parse().expect("an address"), way: Way::Plain }, &headers)
    }

    fn network(address: &str) -> Option<Network> {
        Network::of(address.parse().expect("an address"))
    }

    #[test]
    fn nobody_is_believed_by_default() {
        let client = client("", "192.0.2.1", &["10.1.1.1"]);
        assert!(client.network == network("192.0.2.1") && client.way == Way::Plain);
    }

    #[test]
    fn the_last_who_is_no_trusted_proxy_is_the_client_whatever_it_says_itself() {
        let trusted = "127.0.0.0/8 10.0.0.0/8";
        let cases: [(&[&str], &str); 7] = [
            (&["1.1.1.1"], "1.1.1.1"),
            (&["6.6.6.6, 1.1.1.1, 10.0.0.7"], "1.1.1.1"),
            (&["6.6.6.6", "1.1.1.1"], "1.1.1.1"),
            (&["1.1.1.1:4711"], "1.1.1.1"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["nonsense, 10.0.0.7"], "10.0.0.7"),
            (&[], "127.0.0.1"),
        ];
        for (forwarded, expected) in cases {
            let client = client(trusted, "127.0.0.1", forwarded);
            assert!(client.network == network(expected) && client.way == Way::Believed, "{forwarded:?}");
        }
    }

    #[test]
    fn one_customer_is_one_network() {
        assert_eq!(network("2001:db8:0:7::1"), network("2001:db8:0:7:ffff::2"));
        assert_ne!(network("2001:db8:0:7::1"), network("2001:db8:0:8::1"));
        assert_eq!(network("::ffff:1.1.1.1"), network("1.1.1.1"));
        assert_ne!(network("1.1.1.1"), network("1.1.1.2"));
    }

    #[test]
    fn this_machine_counts_for_nobody() {
        for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(network(address), None);
        }
    }

    #[test]
    fn an_address_is_not_told_by_accident() {
        assert_eq!(format!("{:?}", network("1.1.1.1")), "Some(Network(..))");
    }
}
