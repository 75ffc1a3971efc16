//! Where a client is: for limits, which count by network, and nowhere else. It is never logged.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv4Net};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What comes before an IPv4 address in its form for IPv6, in bits.
const MAPPED_BITS: u8 = 96;

/// How much of an IPv6 address one customer has at least, in bits (RFC 6177).
const CUSTOMER_BITS: u32 = 64;

/// How much of it one site has in common, in bits: more than a /48 no site is given (RFC 6177 section 2).
const SITE_BITS: u32 = 48;

/// A site may have as much as so many networks, although it may have 65 536 of them: a house with guests, or a few lines of a provider
/// that gives each of its customers a single network.
pub(super) const SITE_NETWORKS: u32 = 4;

/// What one customer of a provider has: an IPv4 address, or an IPv6 /64.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network(IpAddr);

/// What a customer may have at most: an IPv6 /48, with 65 536 networks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site(Ipv6Addr);

impl Network {
    /// The network of whoever connects from this address. This machine is none: what comes from there is a proxy of which the owner
    /// has said nothing, and all its clients would count as one, or it is the owner.
    pub fn of(address: IpAddr) -> Option<Self> {
        (!address.to_canonical().is_loopback()).then(|| Self::counted(address))
    }

    /// The network of an address, whatever it is.
    pub fn counted(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(masked(address, CUSTOMER_BITS)),
            address @ IpAddr::V4(_) => address,
        })
    }

    /// Its address, for who runs the server and asked for it; it stays out of logs.
    pub fn for_the_owner(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{address}/{CUSTOMER_BITS}"),
        }
    }

    /// The site that it is of, if such have many networks.
    pub fn site(self) -> Option<Site> {
        match self.0 {
            IpAddr::V6(address) => Some(Site(masked(address, SITE_BITS))),
            IpAddr::V4(_) => None,
        }
    }
}

/// The first bits of an address.
fn masked(address: Ipv6Addr, bits: u32) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (u128::BITS - bits)))
}

/// Whether somebody can have this address who comes from elsewhere.
pub fn is_of_somebody(address: IpAddr) -> bool {
    let address = address.to_canonical();
    !(address.is_loopback() || address.is_unspecified() || address.is_multicast())
}

// An address stays out of logs, also by accident.
impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network(..)")
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Site(..)")
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
    /// Whether it is a proxy that did not say for whom it connects.
    pub is_unnamed: bool,
}

impl Peer {
    /// Where it is, if that is counted. A proxy is, also on this machine: it connects for somebody.
    pub fn network(&self) -> Option<Network> {
        if self.is_unnamed { Some(Network::counted(self.address)) } else { Network::of(self.address) }
    }
}

/// Who sent a request, as far as the connection and trusted proxies tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Where it is, if that is counted.
    pub network: Option<Network>,
    /// How its browser came here.
    pub way: Way,
    /// Whether a trusted proxy passed the request on.
    pub is_proxied: bool,
    /// Whether that proxy did not say for whom.
    pub is_unnamed: bool,
}

/// The proxies in front.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Those of these networks.
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks.into_iter().map(canonical).collect())
    }

    /// Whether what comes from there is believed.
    pub fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Who sent a request. Of a proxy that names nobody all clients count as one.
    pub fn client(&self, peer: Peer, headers: &HeaderMap) -> Client {
        if peer.is_unnamed || !self.trust(peer.address) {
            return Client { network: peer.network(), way: peer.way, is_proxied: false, is_unnamed: false };
        }
        let named = self.named(peer.address, headers);
        let (Ok(address) | Err(address)) = named;
        let is_encrypted =
            entries(headers, &FORWARDED_PROTO).last().is_some_and(|proto| proto.eq_ignore_ascii_case("https"));
        let way = if is_encrypted { Way::Believed } else { Way::Plain };
        Client { network: Some(Network::counted(address)), way, is_proxied: true, is_unnamed: named.is_err() }
    }

    /// The address of the client. Each proxy adds who it heard from at the end; the first from there who is no trusted proxy is the
    /// client, and whatever stands before may be made up.
    ///
    /// # Errors
    /// The last of the proxies, if what it says is no address, or one that nobody has who comes from elsewhere.
    fn named(&self, proxy: IpAddr, headers: &HeaderMap) -> Result<IpAddr, IpAddr> {
        let mut last = Err(proxy);
        for said in entries(headers, &FORWARDED_FOR).into_iter().rev() {
            let (Ok(proxy) | Err(proxy)) = last;
            let Some(address) = parse(said) else { return Err(proxy) };
            let is_trusted = self.trust(address);
            last = match is_of_somebody(address) {
                true => Ok(address),
                false if is_trusted => Err(address),
                false => Err(proxy),
            };
            if !is_trusted {
                break;
            }
        }
        last
    }
}

/// A network of IPv4 addresses that is written as one of IPv6 (RFC 4291 section 2.5.5.2), in its own form.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(mapped) = network else { return network };
    let bits = mapped.prefix_len().checked_sub(MAPPED_BITS);
    let own = mapped.addr().to_ipv4_mapped().zip(bits).and_then(|(address, bits)| Ipv4Net::new(address, bits).ok());
    own.map_or(network, IpNet::V4)
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
    use std::net::Ipv4Addr;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> Client {
        let networks = trusted.split(' ').filter(|network| !network.is_empty());
        let proxies = Proxies::new(networks.map(|network| network.parse().expect("a network")).collect());
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().expect("a header"));
        }
        headers.insert(FORWARDED_PROTO, "https".parse().expect("a header"));
        let peer = Peer { address: peer.parse().expect("an address"), way: Way::Plain, is_unnamed: false };
        proxies.client(peer, &headers)
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
        let cases: [(&[&str], &str); 9] = [
            (&["1.1.1.1"], "1.1.1.1"),
            (&["6.6.6.6, 1.1.1.1, 10.0.0.7"], "1.1.1.1"),
            (&["6.6.6.6", "1.1.1.1"], "1.1.1.1"),
            (&["1.1.1.1:4711"], "1.1.1.1"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["nonsense, 10.0.0.7"], "10.0.0.7"),
            (&["::1, 10.0.0.7"], "10.0.0.7"),
            (&["10.0.0.8, 10.0.0.7"], "10.0.0.8"),
            (&["::ffff:1.1.1.1, ::ffff:10.0.0.7"], "1.1.1.1"),
        ];
        for (forwarded, expected) in cases {
            let client = client(trusted, "127.0.0.1", forwarded);
            assert!(client.network == network(expected) && client.way == Way::Believed, "{forwarded:?}");
        }
    }

    #[test]
    fn a_proxy_that_names_nobody_is_one_client_also_on_this_machine() {
        for trusted in ["127.0.0.1/32", "::ffff:127.0.0.1/128", "::ffff:7f00:0/104"] {
            let cases: [&[&str]; 7] = [&[], &[""], &["::"], &["unknown"], &["127.0.0.1"], &["::1"], &["1.1.1.1, "]];
            for forwarded in cases {
                let client = client(trusted, "::ffff:127.0.0.1", forwarded);
                let proxy = Network::counted(Ipv4Addr::LOCALHOST.into());
                assert!(client.network == Some(proxy) && client.is_unnamed, "{trusted} {forwarded:?}");
            }
        }
    }

    #[test]
    fn all_of_ipv6_is_not_all_of_ipv4_and_the_other_way_round() {
        let trusts = |network: &str, address: &str| {
            let proxies = Proxies::new(vec![network.parse().expect("a network")]);
            proxies.trust(address.parse().expect("an address"))
        };
        assert!(!trusts("::/0", "192.0.2.1") && !trusts("::/0", "::ffff:192.0.2.1") && trusts("::/0", "2001:db8::1"));
        assert!(trusts("::ffff:0:0/96", "192.0.2.1") && trusts("0.0.0.0/0", "::ffff:192.0.2.1"));
        assert!(!trusts("0.0.0.0/0", "2001:db8::1"));
    }

    #[test]
    fn one_customer_is_one_network() {
        assert_eq!(network("2001:db8:0:7::1"), network("2001:db8:0:7:ffff::2"));
        assert_ne!(network("2001:db8:0:7::1"), network("2001:db8:0:8::1"));
        assert_eq!(network("::ffff:1.1.1.1"), network("1.1.1.1"));
        assert_ne!(network("1.1.1.1"), network("1.1.1.2"));
        let site = |address| network(address).and_then(Network::site);
        assert_eq!(site("2001:db8:0:7::1"), site("2001:db8:0:8::1"));
        assert_ne!(site("2001:db8:0:7::1"), site("2001:db8:1:7::1"));
        assert_eq!(site("::ffff:1.1.1.1"), None);
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
