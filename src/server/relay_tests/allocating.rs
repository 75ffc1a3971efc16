//! From a stranger to an allocation, and how it is asked for.

use stun_types::AddressFamily;
use stun_types::attribute::{PasswordAlgorithm, PasswordAlgorithmValue, RawAttribute, UnknownAttributes};
use turn_types::attribute::{
    AdditionalAddressFamily, AddressErrorCode, DontFragment, EvenPort, Icmp, RequestedAddressFamily, ReservationToken,
};

use super::*;

/// The most bytes that a stranger gets for a request of at least 20.
const CHALLENGE_BYTES: usize = 56;

#[test]
fn a_stranger_is_told_a_realm_and_a_nonce_in_56_bytes() {
    let mut world = World::new(settings());
    for method in [ALLOCATE, REFRESH, CREATE_PERMISSION, CHANNEL_BIND] {
        for address in ["198.51.100.7:65535", "[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]:65535"] {
            let from = FiveTuple { remote: address.parse().expect("an address"), ..way(1, 5) };
            let (_, answer) = world.give(&from, &unsigned(method, &[&transport()]));
            assert_eq!((error_of(&answer), answer.len()), (Some(401), CHALLENGE_BYTES));
            let message = Message::from_bytes(&answer).expect("an answer");
            assert_eq!(message.attribute::<Realm>().expect("a realm").realm(), "duet");
            let nonce = message.attribute::<Nonce>().expect("a nonce");
            assert!(world.relay.nonces.is_good(nonce.nonce(), UNIX_S, &from));
        }
    }
    assert_eq!(world.relay.census(world.now), Census::default(), "nothing is remembered");
}

#[test]
fn an_allocation_has_the_servers_address_and_ten_minutes() {
    let mut world = World::new(settings());
    let answer = world.ask(&way(1, 5), ALLOCATE, &[&transport()]);
    assert_eq!(label(&answer).ip(), IpAddr::from(PUBLIC));
    let message = Message::from_bytes(&answer).expect("an answer");
    assert_eq!(message.attribute::<Lifetime>().expect("a lifetime").seconds(), 600);
    assert!(message.has_attribute(<XorMappedAddress as stun_types::prelude::AttributeStaticType>::TYPE));
    message.validate_integrity(&key(&world.login)).expect("it is signed");
    assert_eq!(world.relay.census(world.now).allocations, 1);
}

#[test]
fn a_wrong_password_is_refused_and_an_old_nonce_made_fresh() {
    let mut world = World::new(settings());
    let (from, id) = (way(1, 5), TransactionId::generate());
    let good = world.relay.nonces.give(UNIX_S, &from);
    let stale = world.relay.nonces.give(UNIX_S - 3_601, &from);
    let foreign = world.relay.nonces.give(UNIX_S, &way(2, 5));
    let wrong = Login { password: "guessed".into(), ..world.login.clone() };
    let other = Login { username: "5".into(), ..world.login.clone() };
    let expired = login(1, UNIX_S - 1);
    let right = world.login.clone();
    for (login, nonce, code) in [
        (&wrong, &good, 401),
        (&other, &good, 401),
        (&expired, &good, 401),
        (&right, &stale, 438),
        (&right, &foreign, 438),
        (&right, &"no nonce".into(), 438),
    ] {
        let (_, answer) = world.give(&from, &signed(id, ALLOCATE, &[&transport()], login, nonce));
        assert_eq!((error_of(&answer), answer.len()), (Some(code), CHALLENGE_BYTES));
        let message = Message::from_bytes(&answer).expect("an answer");
        let fresh = message.attribute::<Nonce>().expect("a nonce");
        assert!(world.relay.nonces.is_good(fresh.nonce(), UNIX_S, &from));
    }
    let (_, answer) = world.give(&from, &signed(id, ALLOCATE, &[&transport()], &right, &good));
    assert_eq!(error_of(&answer), None);
}

#[test]
fn a_login_that_has_expired_goes_on_with_what_it_has() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    for _ in 0..10 {
        world.wait(500_000);
        for (person, side) in [(1, first), (2, second)] {
            assert_eq!(world.refresh(&side.0, person, 600), None, "{:?}", world.now);
        }
    }
    let answer = world.ask(&way(1, 6), ALLOCATE, &[&transport()]);
    assert_eq!(error_of(&answer), Some(401), "a new allocation needs a new login");
}

/// An Allocate that is signed with the keys of these algorithms.
fn allocate_signed(world: &World, says: &[&dyn AttributeWrite], algorithms: &[IntegrityAlgorithm]) -> Vec<u8> {
    let (login, nonce) = (&world.login, world.relay.nonces.give(UNIX_S, &way(1, 5)));
    let mut message = request(TransactionId::generate(), ALLOCATE, says);
    message.add_attribute(&Username::new(&login.username).expect("a name")).expect("there is room");
    message.add_attribute(&Realm::new("duet").expect("a realm")).expect("there is room");
    message.add_attribute(&Nonce::new(&nonce).expect("a nonce")).expect("there is room");
    for algorithm in algorithms {
        message.add_message_integrity(&key(login), *algorithm).expect("there is room");
    }
    message.finish()
}

#[test]
fn an_algorithm_that_was_not_offered_is_refused_as_the_rfc_says() {
    let (mut world, from) = (World::new(settings()), way(1, 5));
    for algorithm in [PasswordAlgorithmValue::SHA256, PasswordAlgorithmValue::MD5] {
        let says = PasswordAlgorithm::new(algorithm);
        for signed in [IntegrityAlgorithm::Sha1, IntegrityAlgorithm::Sha256] {
            let packet = allocate_signed(&world, &[&transport(), &says], &[signed]);
            assert_eq!(error_of(&world.give(&from, &packet).1), Some(400), "{algorithm:?} {signed:?}");
        }
    }
}

#[test]
fn only_the_signature_that_was_asked_for_counts() {
    let (mut world, from) = (World::new(settings()), way(1, 5));
    // Without PASSWORD-ALGORITHM the key would be of MD5 (RFC 8489 section 9.2.4), and this one is of SHA-256.
    let packet = allocate_signed(&world, &[&transport()], &[IntegrityAlgorithm::Sha256]);
    assert_eq!(error_of(&world.give(&from, &packet).1), Some(401));
    let packet = allocate_signed(&world, &[&transport()], &[IntegrityAlgorithm::Sha1, IntegrityAlgorithm::Sha256]);
    let (_, answer) = world.give(&from, &packet);
    assert_eq!(error_of(&answer), None, "who signs both ways is known by the one that is read");
    let answer = Message::from_bytes(&answer).expect("an answer");
    assert_eq!(answer.validate_integrity(&key(&world.login)).expect("it is signed"), IntegrityAlgorithm::Sha1);
}

#[test]
fn what_cannot_be_given_is_refused_as_the_rfc_says() {
    let mut world = World::new(settings());
    let (v4, v6) = (RequestedAddressFamily::new(AddressFamily::IPV4), RequestedAddressFamily::new(AddressFamily::IPV6));
    let (token, even) = (ReservationToken::new(5), EvenPort::new(false));
    let tcp = RequestedTransport::new(6);
    let more_v6 = AdditionalAddressFamily::new(AddressFamily::IPV6);
    let more_v4 = RawAttribute::new(0x8000.into(), &[1, 0, 0, 0]);
    let unheard_of = RawAttribute::new(0x0017.into(), &[3, 0, 0, 0]);
    let more_unheard_of = RawAttribute::new(0x8000.into(), &[3, 0, 0, 0]);
    let pair = EvenPort::new(true);
    let cases: [(&[&dyn AttributeWrite], Option<u16>); 18] = [
        (&[], Some(400)),
        (&[&tcp], Some(442)),
        (&[&transport(), &DontFragment::new()], Some(420)),
        (&[&transport(), &even], Some(508)),
        (&[&transport(), &token], Some(508)),
        (&[&transport(), &even, &token], Some(400)),
        (&[&transport(), &v4, &token], Some(400)),
        (&[&transport(), &pair], Some(508)),
        (&[&transport(), &more_v6, &token], Some(400)),
        (&[&transport(), &more_v6, &pair], Some(400)),
        (&[&transport(), &more_v6, &v4], Some(400)),
        (&[&transport(), &more_v6, &v6], Some(400)),
        (&[&transport(), &more_v4], Some(400)),
        (&[&transport(), &more_unheard_of], Some(400)),
        (&[&transport(), &unheard_of], Some(440)),
        (&[&transport(), &v6], Some(440)),
        (&[&transport(), &v4], None),
        (&[&transport()], Some(437)),
    ];
    for (says, code) in cases {
        let answer = world.ask(&way(1, 5), ALLOCATE, says);
        assert_eq!(error_of(&answer), code, "{says:?}");
    }
    assert_eq!(world.relay.tally().of(Count::Refused(Refused::BadRequest)), 9);
}

/// RFC 8656 section 7.2: what cannot be had of two families is told beside what was allocated.
#[test]
fn who_asks_for_both_families_gets_ipv4_and_is_told_that_the_other_is_not_there() {
    for address in [PUBLIC.into(), "2001:db8::1".parse().expect("an address")] {
        let mut world = World::new(Settings { addresses: vec![address], ..settings() });
        let more = AdditionalAddressFamily::new(AddressFamily::IPV6);
        let id = TransactionId::generate();
        let [first, again] = [(); 2].map(|()| world.ask_as(&way(1, 5), id, ALLOCATE, &[&transport(), &more]));
        assert_eq!(first, again);
        assert!(label(&first).is_ipv4());
        let answer = Message::from_bytes(&first).expect("an answer");
        let missing = answer.attribute::<AddressErrorCode>().expect("what is missing");
        assert_eq!((missing.family(), missing.error().code()), (AddressFamily::IPV6, 440));
        answer.validate_integrity(&key(&world.login)).expect("it is signed");
        assert_eq!(world.relay.census(world.now).allocations, 1);
    }
}

/// RFC 8489 section 14.13, and RFC 8656 section 7.2 for DONT-FRAGMENT: nothing is done, and what it is about is named.
#[test]
fn what_must_be_understood_and_is_not_is_named_to_who_has_a_password() {
    let mut world = World::new(settings());
    let [(first, own), (_, label)] = world.call();
    let (fragment, unknown) = (DontFragment::new(), RawAttribute::new(0x7000.into(), &[1]));
    let optional = Icmp::new(3, 4, 5);
    world.login = login(1, UNIX_S + 3_600);
    for method in [ALLOCATE, REFRESH, CREATE_PERMISSION, CHANNEL_BIND] {
        let from = if method == ALLOCATE { way(1, 9) } else { first };
        let answer = world.ask(&from, method, &[&transport(), &unknown, &fragment, &optional]);
        let answer = Message::from_bytes(&answer).expect("an answer");
        assert_eq!(answer.attribute::<ErrorCode>().expect("a refusal").code(), 420);
        let named = answer.attribute::<UnknownAttributes>().expect("what is unknown");
        for (kind, is_named) in [(0x7000, true), (0x001a, true), (0x8004, false), (0x0019, false)] {
            assert_eq!(named.has_attribute(kind.into()), is_named, "{kind:#x}");
        }
        answer.validate_integrity(&key(&world.login)).expect("it is signed");
    }
    // An indication has no answer: it is dropped, and what goes without is not.
    let mut message = Message::builder_indication(SEND, MessageWriteVec::new());
    let id = message.transaction_id();
    message.add_attribute(&XorPeerAddress::new(label, id)).expect("there is room");
    message.add_attribute(&fragment).expect("there is room");
    message.add_attribute(&Data::new(b"sound")).expect("there is room");
    assert_eq!(world.give(&first, &message.finish()), dropped(Dropped::Malformed));
    assert!(world.flows((first, own), (way(2, 5_000), label)));
}

/// RFC 8656 section 8.2.
#[test]
fn an_allocation_is_refreshed_under_its_own_family_only() {
    let mut world = World::new(settings());
    world.allocate(&way(1, 5), 1);
    let (v4, v6) = (RequestedAddressFamily::new(AddressFamily::IPV4), RequestedAddressFamily::new(AddressFamily::IPV6));
    assert_eq!(error_of(&world.ask(&way(1, 5), REFRESH, &[&v6])), Some(443));
    assert_eq!(error_of(&world.ask(&way(1, 5), REFRESH, &[&v4])), None);
}

#[test]
fn the_family_is_ipv4_unless_the_client_says_ipv6() {
    let v6 = RequestedAddressFamily::new(AddressFamily::IPV6);
    let mut world = World::new(Settings { addresses: vec!["2001:db8::1".parse().expect("an address")], ..settings() });
    let answer = world.ask(&way(1, 5), ALLOCATE, &[&transport()]);
    assert_eq!(label(&answer).ip(), IpAddr::from([192, 0, 2, 1]), "a virtual one");
    let answer = world.ask(&way(1, 6), ALLOCATE, &[&transport(), &v6]);
    assert_eq!(label(&answer).ip().to_string(), "2001:db8::1");
}

#[test]
fn a_request_that_comes_twice_is_answered_twice() {
    let mut world = World::new(settings());
    let id = TransactionId::generate();
    let [first, again] = [(); 2].map(|()| world.ask_as(&way(1, 5), id, ALLOCATE, &[&transport()]));
    assert_eq!(first, again);
    assert_eq!(world.relay.census(world.now).allocations, 1);
    world.login = login(2, UNIX_S + 3_600);
    let answer = world.ask_as(&way(1, 5), id, ALLOCATE, &[&transport()]);
    assert_eq!(error_of(&answer), Some(437), "of somebody else");
}

#[test]
fn after_a_restart_there_is_no_allocation() {
    let mut world = World::new(settings());
    let [(first, _), (_, label)] = world.call();
    world.relay = Relay::new(settings(), KEY);
    world.relay.set_clock(world.now, UNIX_S * 1_000);
    assert_eq!(world.refresh(&first, 1, 600), Some(437));
    assert_eq!(world.permit(&first, 1, label), Some(437));
    assert_eq!(world.bind(&first, 1, 0x4000, label), Some(437));
    assert_eq!(world.send(&first, label, b"sound"), dropped(Dropped::NoAllocation));
    assert_eq!(world.give(&first, &channel_data(0x4000, b"sound")), dropped(Dropped::NoAllocation));
    world.allocate(&first, 1);
}

#[test]
fn an_allocation_is_its_owners() {
    let mut world = World::new(settings());
    let [(first, _), (_, label)] = world.call();
    assert_eq!(world.refresh(&first, 3, 0), Some(441));
    assert_eq!(world.permit(&first, 3, label), Some(441));
    assert_eq!(world.bind(&first, 3, 0x4000, label), Some(441));
}

#[test]
fn a_channel_is_bound_to_one_label_and_a_label_to_one_channel() {
    let mut world = World::new(settings());
    let [(first, own), (_, label)] = world.call();
    assert_eq!(world.bind(&first, 1, 0x4000, label), None);
    assert_eq!(world.bind(&first, 1, 0x4000, label), None, "again");
    assert_eq!(world.bind(&first, 1, 0x4000, own), Some(400));
    assert_eq!(world.bind(&first, 1, 0x4001, label), Some(400));
    assert_eq!(world.bind(&first, 1, 0x3fff, own), Some(400));
    assert_eq!(world.bind(&first, 1, 0x5000, own), Some(400));
    for more in 1..32 {
        assert_eq!(world.bind(&first, 1, 0x4000 + more, SocketAddr::new(label.ip(), 40_000 + more)), None);
    }
    assert_eq!(world.bind(&first, 1, 0x4020, own), Some(403), "there are enough");
}

#[test]
fn a_permission_needs_an_address() {
    let mut world = World::new(settings());
    let [(first, _), _] = world.call();
    world.login = login(1, UNIX_S + 3_600);
    let answer = world.ask(&first, CREATE_PERMISSION, &[]);
    assert_eq!(error_of(&answer), Some(400));
}
