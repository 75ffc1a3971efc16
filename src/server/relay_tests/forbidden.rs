//! What the relay never sends to: everything but its own labels.

use super::*;

/// Addresses with which an open relay could be led into somebody's network, or be made to speak with itself. The last ones are of
/// the machine itself: where it listens, and its own address in other forms.
const FORBIDDEN: [&str; 40] = [
    "0.0.0.0:80",
    "0.1.2.3:80",
    "10.0.0.1:80",
    "10.255.255.255:22",
    "100.64.0.1:80",
    "100.127.255.254:80",
    "127.0.0.1:80",
    "127.0.0.1:3478",
    "127.255.255.254:6379",
    "169.254.169.254:80",
    "172.16.0.1:80",
    "172.31.255.255:445",
    "192.0.0.8:80",
    "192.0.2.1:1024",
    "192.88.99.1:80",
    "192.168.0.1:80",
    "192.168.1.254:53",
    "198.18.0.1:80",
    "198.51.100.2:5000",
    "224.0.0.1:5353",
    "239.255.255.250:1900",
    "240.0.0.1:80",
    "255.255.255.255:67",
    "8.8.8.8:53",
    "[::]:80",
    "[::1]:80",
    "[::ffff:127.0.0.1]:80",
    "[::ffff:10.0.0.1]:80",
    "[::ffff:169.254.169.254]:80",
    "[::127.0.0.1]:80",
    "[64:ff9b::7f00:1]:80",
    "[64:ff9b:1::a00:1]:80",
    "[2002:7f00:1::1]:80",
    "[2001:0:1:2::3]:80",
    "[fc00::1]:80",
    "[fe80::1]:80",
    "[ff02::1]:5353",
    "[2001:db8::1]:1024",
    "[::ffff:203.0.113.1]:1024",
    "203.0.113.2:1024",
];

#[test]
fn every_address_but_the_relays_own_is_refused_with_403() {
    let mut world = World::new(settings());
    let [(first, own), (_, label)] = world.call();
    for address in FORBIDDEN {
        let peer: SocketAddr = address.parse().expect("an address");
        assert_eq!(world.permit(&first, 1, peer), Some(403), "{address}");
        assert_eq!(world.bind(&first, 1, 0x4000, peer), Some(403), "{address}");
        assert_eq!(world.send(&first, peer, b"sound"), dropped(Dropped::NoPermission), "{address}");
    }
    for port in [0, 1, 80, 443, 3478, own.port(), label.port(), 65_535] {
        let peer = SocketAddr::new(label.ip(), port);
        assert_eq!(world.permit(&first, 1, peer), None, "{peer}");
        let goes_on = world.send(&first, peer, b"sound").0 == Outcome::Forwarded(way(2, 5_000));
        assert_eq!(goes_on, peer == label, "{peer}");
    }
}

#[test]
fn a_permission_for_one_foreign_address_of_several_gives_none() {
    let mut world = World::new(settings());
    world.fact(Fact::Issued(ticket(1), SocketId(1)));
    let first = way(1, 5_000);
    let own = world.allocate(&first, 1);
    let id = TransactionId::generate();
    let says: [&dyn AttributeWrite; 2] =
        [&XorPeerAddress::new(own, id), &XorPeerAddress::new("10.0.0.1:80".parse().expect("an address"), id)];
    let answer = world.ask_as(&first, id, CREATE_PERMISSION, &says);
    assert_eq!(error_of(&answer), Some(403));
    assert_eq!(world.send(&first, own, b"sound"), dropped(Dropped::NoPermission));
}
