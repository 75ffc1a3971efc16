//! How much anybody may have.

use super::*;

#[test]
fn a_ticket_has_32_allocations_and_the_oldest_unused_goes_first() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    for port in 1..32 {
        world.wait(1);
        world.allocate(&way(1, 6_000 + port), 1);
    }
    assert_eq!(world.relay.census(world.now).allocations, 33);
    world.wait(1);
    assert!(world.flows(first, second));
    world.allocate(&way(1, 7_000), 1);
    assert_eq!(world.relay.census(world.now).allocations, 33);
    assert!(world.flows(first, second), "the one in use stays");
    assert_eq!(world.refresh(&way(1, 6_001), 1, 600), Some(437), "the oldest that was never used is gone");
    assert_eq!(world.refresh(&way(1, 6_002), 1, 600), None);
}

#[test]
fn a_network_has_so_many_allocations_and_others_do_not_notice() {
    let mut world = World::new(Settings { allocations_per_network: 3, ..settings() });
    let at =
        |host: &str, port| FiveTuple { remote: SocketAddr::new(host.parse().expect("an address"), port), ..way(1, 5) };
    for (host, number, other) in [("198.51.100.9", 1, "198.51.100.10"), ("2001:db8:1:1::1", 10, "2001:db8:1:2::1")] {
        for more in 0..3 {
            world.allocate(&at(host, 5 + u16::from(more)), number + more);
        }
        world.login = login(number + 3, UNIX_S + 5);
        let answer = world.ask(&at(host, 9), ALLOCATE, &[&transport()]);
        assert_eq!(error_of(&answer), Some(486));
        world.allocate(&at(other, 9), number + 4);
        // With an end there is a place.
        assert_eq!(world.refresh(&at(host, 5), number, 0), None);
        world.allocate(&at(host, 9), number + 3);
    }
}

/// Of a ticket that asks without end; what flows is not a request.
#[test]
fn a_flood_of_signed_requests_is_met_with_silence_and_neither_its_call_nor_others_notice() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.login = login(1, UNIX_S + 3_600);
    world.nonce = world.relay.nonces.give(UNIX_S, &first.0);
    let request = signed(TransactionId::generate(), REFRESH, &[], &world.login, &world.nonce);
    let answers = |world: &mut World| {
        (0..60_000).filter(|_| world.give(&first.0, &request).0 == Outcome::Answered(first.0)).count()
    };
    let at_once = answers(&mut world);
    assert!((10_000..50_000).contains(&at_once), "{at_once}");
    assert!(world.flows(first, second) && world.flows(second, first));
    assert_eq!(world.refresh(&second.0, 2, 600), None, "another network");
    world.wait(1_000);
    let in_a_second = answers(&mut world);
    assert!((500..2_000).contains(&in_a_second), "{in_a_second}");
}

/// Three addresses of TURN, four interfaces, both families, and forty candidates of the other side; then a path is lost, and once more.
#[test]
fn a_browser_that_gathers_from_every_interface_and_restarts_is_always_answered() {
    let mut world = World::new(settings());
    world.fact(Fact::Issued(ticket(1), SocketId(1)));
    world.sit(1, seat(1, false));
    let foreign: Vec<SocketAddr> = (0..30).map(|last| SocketAddr::from(([10, 0, 0, last], 5_000))).collect();
    for restart in 0..3 {
        for interface in 0..24 {
            let from = way(1, 5_000 + restart * 100 + interface);
            let own = world.allocate(&from, 1);
            for peer in &foreign {
                assert_eq!(world.permit(&from, 1, *peer), Some(403));
            }
            for more in 1..=10 {
                let peer = SocketAddr::new(own.ip(), 30_000 + more);
                assert_eq!(world.permit(&from, 1, peer), None);
                assert_eq!(world.bind(&from, 1, 0x4000 + more, peer), None);
            }
            assert_eq!(world.refresh(&from, 1, 600), None);
        }
    }
}

#[test]
fn a_ticket_that_has_all_it_may_makes_no_room_in_a_network_that_is_full() {
    let mut world = World::new(Settings { allocations_per_ticket: 2, allocations_per_network: 2, ..settings() });
    let asks = |world: &mut World, from: FiveTuple, number| {
        world.login = login(number, UNIX_S + 3_600);
        error_of(&world.ask(&from, ALLOCATE, &[&transport()]))
    };
    world.allocate(&way(1, 5), 1);
    world.wait(1);
    world.allocate(&way(1, 6), 1);
    // The one that goes was of the same network, which has as many as before.
    assert_eq!(asks(&mut world, way(1, 7), 1), None);
    [5, 6].into_iter().for_each(|port| _ = world.allocate(&way(2, port), 2));
    assert_eq!(asks(&mut world, way(2, 7), 1), Some(486));
    assert_eq!(world.refresh(&way(1, 6), 1, 600), None, "nothing of what it had is over");
    assert_eq!(asks(&mut world, way(3, 7), 1), None);
}

#[test]
fn where_all_labels_are_taken_those_before_a_seat_go_first_and_a_seats_never() {
    let mut world = World::new(Settings { allocations: 4, ..settings() });
    let [first, second] = world.call();
    let [third, fourth, fifth] = [3, 4, 5].map(|person| way(person, 5_000));
    world.wait(1);
    world.allocate(&third, 3);
    world.wait(1);
    world.allocate(&fourth, 4);
    world.wait(1);
    world.allocate(&fifth, 5);
    assert_eq!(world.refresh(&third, 3, 600), Some(437));
    assert_eq!(world.refresh(&fourth, 4, 600), None);
    world.sit(4, seat(2, false));
    world.sit(5, seat(2, true));
    world.login = login(6, UNIX_S + 5);
    let answer = world.ask(&way(6, 5_000), ALLOCATE, &[&transport()]);
    assert_eq!(error_of(&answer), Some(508));
    assert!(world.flows(first, second));
}

/// A client in one of the 65 536 networks of a site.
fn at_site(site: u16, network: u16) -> FiveTuple {
    let host = std::net::Ipv6Addr::new(0x2001, 0xdb8, site, network, 0, 0, 0, 1);
    FiveTuple { remote: (host, 5).into(), ..way(1, 5) }
}

/// A customer with a /48 has 65 536 networks, and would have every place.
#[test]
fn a_site_of_many_networks_has_as_many_allocations_as_four_of_them() {
    let mut world = World::new(Settings { allocations_per_network: 2, ..settings() });
    let mut answers = |site, network: u8| {
        world.login = login(network, UNIX_S + 5);
        error_of(&world.ask(&at_site(site, network.into()), ALLOCATE, &[&transport()]))
    };
    assert_eq!((0..100).filter(|network| answers(1, *network).is_none()).count(), 8);
    assert_eq!(answers(1, 100), Some(486));
    assert_eq!(answers(2, 101), None, "others notice nothing");
    assert_eq!(world.refresh(&at_site(1, 3), 3, 0), None);
    world.allocate(&at_site(1, 102), 102);
}

#[test]
fn where_all_labels_are_taken_those_of_who_has_most_of_them_go_first() {
    let mut world = World::new(Settings { allocations: 8, ..settings() });
    let newcomer = way(200, 5);
    world.allocate(&newcomer, 200);
    for network in 1..=7 {
        world.wait(1);
        world.allocate(&at_site(1, network), network as u8);
    }
    world.wait(1);
    world.allocate(&way(201, 5), 201);
    (8..50).for_each(|network| _ = world.allocate(&at_site(1, network), network as u8));
    for (person, number) in [(newcomer, 200), (way(201, 5), 201)] {
        assert_eq!(world.refresh(&person, number, 600), None, "a newcomer, older than all of the site");
    }
    assert_eq!(world.refresh(&at_site(1, 1), 1, 600), Some(437));
    assert_eq!(world.refresh(&at_site(1, 49), 49, 600), None);
    assert_eq!(world.relay.census(world.now).allocations, 8);
}

#[test]
fn a_site_of_many_networks_gets_as_many_answers_as_four_of_them() {
    let mut world = World::new(Settings { strangers_per_network: 1, ..settings() });
    let mut answers = |site| {
        let ask = |network: &u16| {
            let from = at_site(site, *network);
            world.give(&from, &unsigned(ALLOCATE, &[&transport()])).0 == Outcome::Answered(from)
        };
        (0..1_000).filter(ask).count()
    };
    assert_eq!(answers(1), 40);
    assert_eq!(answers(2), 40, "others notice nothing");
}

#[test]
fn a_seat_sends_no_more_than_it_may() {
    let mut world = World::new(Settings { seat_bytes_per_second: 10_000, ..settings() });
    let [first, second] = world.call();
    let sent = |world: &mut World, from: (FiveTuple, SocketAddr), to: (FiveTuple, SocketAddr)| {
        (0..100).filter(|_| world.send(&from.0, to.1, &[0; 1_000]).0 == Outcome::Forwarded(to.0)).count()
    };
    assert_eq!(sent(&mut world, first, second), 10);
    assert_eq!(sent(&mut world, second, first), 10, "the other has as much");
    assert_eq!(world.relay.tally().of(Count::Dropped(Dropped::SeatBandwidth)), 180);
    world.wait(500);
    assert_eq!(sent(&mut world, first, second), 5);
}

#[test]
fn who_sends_too_much_is_told_how_much_it_may_be() {
    let mut world = World::new(Settings { seat_bytes_per_second: 10_000, ..settings() });
    let [first, second] = world.call();
    assert_eq!(world.throttled(), []);
    let too_much = |world: &mut World| {
        for _ in 0..20 {
            world.send(&first.0, second.1, &[0; 1_000]);
        }
    };
    too_much(&mut world);
    assert_eq!(world.throttled(), [(SocketId(1), 10_000)], "once, and not the other");
    assert_eq!(world.throttled(), []);
    too_much(&mut world);
    world.fact(Fact::Left(seat(1, false)));
    assert_eq!(world.throttled(), [], "nobody is there any more");
}

#[test]
fn where_all_together_send_too_much_each_call_is_told_its_share() {
    let mut world = World::new(Settings { total_bytes_per_second: 10_000, ..settings() });
    let [first, second] = world.call();
    world.send(&second.0, first.1, &[0; 1_000]);
    for _ in 0..20 {
        world.send(&first.0, second.1, &[0; 1_000]);
    }
    assert_eq!(world.throttled(), [(SocketId(1), 5_000)]);
}

#[test]
fn who_alone_sends_too_much_is_told_the_own_limit_and_not_the_share_of_all() {
    let limits = Settings { seat_bytes_per_second: 10_000, total_bytes_per_second: 12_000, ..settings() };
    let mut world = World::new(limits);
    let [first, second] = world.call();
    world.send(&second.0, first.1, &[0; 1_000]);
    for _ in 0..20 {
        world.send(&first.0, second.1, &[0; 1_000]);
    }
    assert_eq!(world.relay.tally().of(Count::Dropped(Dropped::TotalBandwidth)), 0);
    assert_eq!(world.throttled(), [(SocketId(1), 10_000)]);
}

#[test]
fn all_together_send_no_more_than_the_owner_says() {
    let mut world = World::new(Settings { total_bytes_per_second: 10_000, ..settings() });
    let [first, second] = world.call();
    let passed = (0..100).filter(|_| world.send(&first.0, second.1, &[0; 1_000]).0 == Outcome::Forwarded(second.0));
    assert_eq!(passed.count(), 10);
    assert_eq!(world.send(&first.0, second.1, &[0; 1_000]), dropped(Dropped::TotalBandwidth));
}

#[test]
fn a_flood_of_strangers_is_met_with_silence_and_a_call_goes_on() {
    let mut world = World::new(Settings { strangers_per_network: 1, strangers_in_all: 1_000, ..settings() });
    let [first, second] = world.call();
    let answers = |world: &mut World, from: &FiveTuple| {
        (0..100)
            .filter(|_| world.give(from, &unsigned(ALLOCATE, &[&transport()])).0 == Outcome::Answered(*from))
            .count()
    };
    assert_eq!(answers(&mut world, &way(77, 5)), 10, "one network");
    let spoofed = |number: u32| {
        let host = std::net::Ipv4Addr::from(0x0b00_0000 + number * 7_919);
        FiveTuple { remote: (host, 5).into(), ..way(1, 5) }
    };
    let all: usize = (0..1_000).map(|number| answers(&mut world, &spoofed(number))).sum();
    assert_eq!(all, 990, "all networks");
    // Who has a login, and who came over a stream, is not among them.
    assert_eq!(world.refresh(&first.0, 1, 600), None);
    assert!(world.flows(first, second));
    let stream = |person| FiveTuple { transport: Transport::Tcp, ..way(person, 5) };
    assert!((100..200).all(|person| answers(&mut world, &stream(person)) == 100));
    world.wait(10_000);
    assert_eq!(answers(&mut world, &way(79, 5)), 10);
}

/// A school behind one address, after a restart: whoever has no answer over a stream gives up.
#[test]
fn a_hundred_pages_behind_one_address_that_come_back_at_once_are_all_answered() {
    for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
        let mut world = World::new(settings());
        for page in 0..100 {
            for question in 0..12 {
                let from = FiveTuple { transport, ..way(1, 5_000 + page * 100 + question) };
                let (outcome, _) = world.give(&from, &unsigned(ALLOCATE, &[&self::transport()]));
                assert_eq!(outcome, Outcome::Answered(from), "page {page} over {transport:?}");
            }
        }
    }
}

#[test]
fn tickets_without_a_socket_are_bounded_and_whoever_has_one_is_let_in() {
    let mut world = World::new(Settings { tickets: 20, ..settings() });
    (1..=15).for_each(|number| world.fact(Fact::Issued(ticket(number), SocketId(number.into()))));
    // Of the server before: their pages have yet to come back.
    (101..=105).for_each(|number| _ = world.allocate(&way(number, 5), number));
    world.login = login(106, UNIX_S + 5);
    let answer = world.ask(&way(106, 5), ALLOCATE, &[&transport()]);
    assert_eq!(error_of(&answer), Some(508));
    world.fact(Fact::Issued(ticket(16), SocketId(16)));
    world.allocate(&way(16, 5), 16);
    assert_eq!(world.relay.census(world.now).tickets, 21);
    (1..=16).for_each(|number| world.fact(Fact::Gone(SocketId(number))));
    world.wait(60_000);
    assert_eq!(world.relay.census(world.now), Census::default());
}
