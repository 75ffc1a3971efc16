//! Relayed addresses. Each is a label: the server's address and a virtual port, with no socket behind it. The label says by itself
//! which allocation it is of, so no table is asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use stun_types::AddressFamily;

/// The first port of a label: the others below it are the system's.
const PORT_MIN: u16 = 1_024;

/// Labels of one address.
const PORTS: u32 = 65_536 - PORT_MIN as u32;

/// Addresses for labels where the server's own are unknown or too few: for documentation, so nobody has them (RFC 5737).
const VIRTUAL_V4: [u8; 3] = [192, 0, 2];

/// The same of IPv6 (RFC 3849).
const VIRTUAL_V6: [u16; 7] = [0x2001, 0xdb8, 0x6475, 0x6574, 0, 0, 0];

/// So many virtual addresses there are of each family: 16 million labels.
const VIRTUAL_MAX: usize = 254;

/// An address of the relay's own and a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// Which of the addresses of its family.
    pub(super) address: u16,
    pub(super) port: u16,
}

impl Label {
    /// The label of an allocation.
    pub(super) fn of(slot: u32) -> Self {
        // The remainder is below 64 512, and there are at most 65 535 addresses.
        Self { address: (slot / PORTS) as u16, port: PORT_MIN + (slot % PORTS) as u16 }
    }

    /// The allocation that has this label, if one may.
    pub(super) fn slot(self) -> Option<u32> {
        let port = self.port.checked_sub(PORT_MIN)?;
        Some(u32::from(self.address) * PORTS + u32::from(port))
    }
}

/// The addresses of labels.
#[derive(Debug)]
pub(super) struct Addresses {
    v4: Vec<Ipv4Addr>,
    v6: Vec<Ipv6Addr>,
}

impl Addresses {
    /// The configured ones, and as many virtual ones as so many labels need. IPv4 is always there, because browsers ask for it
    /// unless told; IPv6 where it is configured.
    pub(super) fn new(configured: &[IpAddr], labels: usize) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for address in configured {
            match address.to_canonical() {
                IpAddr::V4(address) => v4.push(address),
                IpAddr::V6(address) => v6.push(address),
            }
        }
        let needed = labels.div_ceil(PORTS as usize).clamp(1, VIRTUAL_MAX);
        let missing = |there: usize| 1..=needed.saturating_sub(there) as u8;
        v4.extend(missing(v4.len()).map(|last| Ipv4Addr::from([VIRTUAL_V4[0], VIRTUAL_V4[1], VIRTUAL_V4[2], last])));
        if !v6.is_empty() {
            let [a, b, c, d, e, f, g] = VIRTUAL_V6;
            v6.extend(missing(v6.len()).map(|last| Ipv6Addr::from([a, b, c, d, e, f, g, last.into()])));
        }
        Self { v4, v6 }
    }

    /// How many labels there can be of one family.
    pub(super) fn labels_max() -> usize {
        VIRTUAL_MAX * PORTS as usize
    }

    /// Whether there are labels of this family.
    pub(super) fn has(&self, family: AddressFamily) -> bool {
        match family {
            AddressFamily::IPV4 => !self.v4.is_empty(),
            AddressFamily::IPV6 => !self.v6.is_empty(),
        }
    }

    /// How the label of an allocation is shown.
    pub(super) fn show(&self, family: AddressFamily, slot: u32) -> SocketAddr {
        let label = Label::of(slot);
        let address: IpAddr = match family {
            AddressFamily::IPV4 => self.v4[usize::from(label.address)].into(),
            AddressFamily::IPV6 => self.v6[usize::from(label.address)].into(),
        };
        SocketAddr::new(address, label.port)
    }

    /// The label that an allocation of this family means by an address; nothing if it is not the relay's own, in exactly this form.
    pub(super) fn read(&self, family: AddressFamily, peer: SocketAddr) -> Option<Label> {
        let address = match (family, peer.ip()) {
            (AddressFamily::IPV4, IpAddr::V4(peer)) => self.v4.iter().position(|own| *own == peer),
            (AddressFamily::IPV6, IpAddr::V6(peer)) => self.v6.iter().position(|own| *own == peer),
            _ => None,
        }?;
        Some(Label { address: address as u16, port: peer.port() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_allocation_has_a_label_of_its_own() {
        let addresses = Addresses::new(&["203.0.113.7".parse().expect("an address")], 200_000);
        for slot in [0, 1, 64_511, 64_512, 64_513, 199_999] {
            let shown = addresses.show(AddressFamily::IPV4, slot);
            assert!(shown.port() >= 1_024);
            let read = addresses.read(AddressFamily::IPV4, shown).and_then(Label::slot);
            assert_eq!(read, Some(slot), "{shown}");
        }
        let shown = |slot| addresses.show(AddressFamily::IPV4, slot).to_string();
        assert_eq!(
            [shown(0), shown(64_511), shown(64_512)],
            ["203.0.113.7:1024", "203.0.113.7:65535", "192.0.2.1:1024"]
        );
    }

    #[test]
    fn a_server_with_ipv6_only_has_a_virtual_ipv4() {
        let addresses = Addresses::new(&["2001:db8::7".parse().expect("an address")], 100);
        assert_eq!(addresses.show(AddressFamily::IPV4, 0).to_string(), "192.0.2.1:1024");
        assert_eq!(addresses.show(AddressFamily::IPV6, 0).to_string(), "[2001:db8::7]:1024");
        assert!(!Addresses::new(&[], 100).has(AddressFamily::IPV6));
    }

    #[test]
    fn a_port_below_the_labels_is_of_nobody() {
        let addresses = Addresses::new(&[], 100);
        let label = addresses.read(AddressFamily::IPV4, "192.0.2.1:443".parse().expect("an address")).expect("its own");
        assert_eq!(label.slot(), None);
    }
}
