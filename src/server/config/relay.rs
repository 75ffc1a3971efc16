//! Whether this server relays, and at which addresses it is known.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// What the owner says of the relay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RelaySetting {
    /// It is on where the world can come.
    #[default]
    Auto,
    /// It is off.
    Off,
    /// It is on, at these public addresses of this machine.
    At(Vec<IpAddr>),
}

/// Why a text is no such setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither `auto` nor `off`, nor a list of this machine's public addresses, separated by commas")]
pub struct NoRelaySetting(String);

impl FromStr for RelaySetting {
    type Err = NoRelaySetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().to_ascii_lowercase().as_str() {
            "" | "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            list => {
                let read = |address: &str| {
                    let address: IpAddr = address.trim().trim_matches(['[', ']']).parse().ok()?;
                    let address = address.to_canonical();
                    (!address.is_unspecified() && !address.is_multicast()).then_some(address)
                };
                list.split(',')
                    .map(read)
                    .collect::<Option<Vec<_>>>()
                    .map(Self::At)
                    .ok_or_else(|| NoRelaySetting(text.to_owned()))
            }
        }
    }
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaying {
    /// The public addresses of this machine, as far as they are known: relayed addresses look like them.
    pub addresses: Vec<IpAddr>,
    /// Whether the owner asked for it: then a port that is taken is an error.
    pub is_asked_for: bool,
    /// Whether the owner asked for a port of its own: then that one is.
    pub is_port_asked_for: bool,
}

/// How browsers are shown who the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// With none that they believe without being asked.
    Doubted,
    /// With one that they believe, which no server needs that is not for the world.
    Believed,
    /// With one by ACME: the world has looked the server up, whatever address it has itself.
    Acme,
}

impl RelaySetting {
    /// Whether there is a relay on a server that listens there, with such a certificate. `own` are the addresses of this machine.
    pub fn decide(&self, listen: IpAddr, certificate: Certificate, own: impl Fn() -> Vec<IpAddr>) -> Option<Relaying> {
        let is_for_the_world = match certificate {
            Certificate::Doubted => is_public(listen),
            Certificate::Believed => is_public(listen) || listen.is_unspecified(),
            Certificate::Acme => true,
        };
        let is_asked_for = matches!(self, Self::At(_));
        let addresses = match self {
            Self::At(addresses) => addresses.clone(),
            Self::Auto if is_for_the_world => own().into_iter().filter(|address| is_public(*address)).collect(),
            Self::Auto | Self::Off => return None,
        };
        Some(Relaying { addresses, is_asked_for, is_port_asked_for: is_asked_for })
    }
}

/// Where the relay is beside the page's own port, by default: what browsers take if an address names no port (RFC 8656 section 18.4).
pub const RELAY_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), 3478);

/// Whether somebody of another network can have that address as a destination (RFC 6890, as the registries of special addresses are today).
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => {
            let [first, second, ..] = address.segments();
            // Global unicast, without the part for documents and the one that stands for IPv4.
            (0x2000..0x4000).contains(&first)
                && (first, second) != (0x2001, 0xdb8)
                && first != 0x2002
                && first != 0x3fff
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && b & 0xc0 == 64;
    let is_protocol = (a, b, c) == (192, 0, 0);
    let is_benchmark = a == 198 && b & 0xfe == 18;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_unspecified()
        || is_shared
        || is_protocol
        || is_benchmark
        || a == 0
        || a >= 224)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn the_setting_is_read_as_an_owner_may_write_it() {
        let at = |list: &[&str]| Ok(RelaySetting::At(list.iter().map(|text| address(text)).collect()));
        for (text, meant) in [
            ("auto", Ok(RelaySetting::Auto)),
            ("", Ok(RelaySetting::Auto)),
            (" OFF", Ok(RelaySetting::Off)),
            ("9.9.9.9", at(&["9.9.9.9"])),
            ("9.9.9.9, [2620:fe::9]", at(&["9.9.9.9", "2620:fe::9"])),
            ("::ffff:9.9.9.9", at(&["9.9.9.9"])),
        ] {
            assert_eq!(text.parse(), meant, "{text}");
        }
        for text in ["on", "duet.example.org", "0.0.0.0", "9.9.9.9 8.8.8.8", "9.9.9.9,", "9.9.9.9:3478", "224.0.0.1"] {
            assert_eq!(text.parse::<RelaySetting>(), Err(NoRelaySetting(text.into())), "{text}");
        }
    }

    #[test]
    fn it_is_on_by_itself_where_the_world_can_come() {
        use Certificate::{Acme, Believed, Doubted};

        let all = ["127.0.0.1", "10.0.0.5", "9.9.9.9", "2620:fe::9", "fe80::1"].map(address);
        let on = |listen: &str, certificate| {
            let listen = address(listen);
            let own = || if listen.is_unspecified() { all.to_vec() } else { vec![listen] };
            RelaySetting::Auto.decide(listen, certificate, own).map(|relaying| relaying.addresses)
        };
        assert_eq!(on("9.9.9.9", Doubted), Some(vec![address("9.9.9.9")]));
        assert_eq!(on("::", Believed), Some(vec![address("9.9.9.9"), address("2620:fe::9")]));
        assert_eq!(on("::", Acme), on("::", Believed));
        for (listen, certificate) in
            [("::", Doubted), ("0.0.0.0", Doubted), ("127.0.0.1", Believed), ("192.168.1.2", Believed)]
        {
            assert_eq!(on(listen, certificate), None, "{listen}");
        }
        // A provider's machine, and one behind something that passes bytes on.
        for listen in ["10.0.0.5", "127.0.0.1"] {
            assert_eq!(on(listen, Acme), Some(Vec::new()), "{listen}");
        }
        let asked = RelaySetting::At(vec![address("10.0.0.5")]).decide(address("127.0.0.1"), Doubted, Vec::new);
        let wanted = Relaying { addresses: vec![address("10.0.0.5")], is_asked_for: true, is_port_asked_for: true };
        assert_eq!(asked, Some(wanted));
        assert_eq!(RelaySetting::Off.decide(address("9.9.9.9"), Acme, Vec::new), None);
    }

    #[test]
    fn addresses_that_nobody_elsewhere_can_reach_are_not_public() {
        for text in ["9.9.9.9", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2620:fe::9", "2a00::1"] {
            assert!(is_public(address(text)), "{text}");
        }
        for text in [
            "10.1.2.3",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "0.0.0.0",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2002::1",
            "::ffff:10.0.0.1",
            "64:ff9b::909:909",
        ] {
            assert!(!is_public(address(text)), "{text}");
        }
    }
}
