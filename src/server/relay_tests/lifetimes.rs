//! What ends by time alone, in virtual time.

use super::*;

const MINUTE_MS: u64 = 60_000;

#[test]
fn a_permission_lasts_five_minutes_and_a_channel_ten() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    assert_eq!(world.bind(&first.0, 1, 0x4000, second.1), None);
    assert_eq!(world.bind(&second.0, 2, 0x4000, first.1), None);
    world.wait(5 * MINUTE_MS - 1);
    assert!(world.flows(first, second));
    world.wait(1);
    assert_eq!(world.send(&first.0, second.1, b"sound"), dropped(Dropped::NoPermission));
    // The receiver's has gone, too.
    assert_eq!(world.give(&first.0, &channel_data(0x4000, b"sound")), dropped(Dropped::NoPermission));
    assert_eq!(world.permit(&second.0, 2, first.1), None);
    assert_eq!(world.give(&first.0, &channel_data(0x4000, b"sound")).0, Outcome::Forwarded(second.0));
    world.wait(5 * MINUTE_MS - 1);
    assert_eq!(world.give(&first.0, &channel_data(0x4000, b"sound")).0, Outcome::Forwarded(second.0));
    assert_eq!(world.refresh(&first.0, 1, 600), None);
    world.wait(1);
    assert_eq!(world.give(&first.0, &channel_data(0x4000, b"sound")), dropped(Dropped::NoPermission));
    // What was bound to one label may now be bound to another.
    assert_eq!(world.bind(&first.0, 1, 0x4000, first.1), None);
}

#[test]
fn a_call_that_is_renewed_in_time_goes_on_for_hours() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    for _ in 0..100 {
        world.wait(4 * MINUTE_MS);
        for ((way, _), person, other) in [(first, 1, second.1), (second, 2, first.1)] {
            assert_eq!(world.refresh(&way, person, 600), None);
            assert_eq!(world.bind(&way, person, 0x4001, other), None);
        }
        assert_eq!(world.give(&first.0, &channel_data(0x4001, b"sound")).0, Outcome::Forwarded(second.0));
    }
}

#[test]
fn an_allocation_lives_as_long_as_was_asked_up_to_an_hour() {
    for (asked, seconds) in [(1, 600), (600, 600), (1_000, 1_000), (3_600, 3_600), (u32::MAX, 3_600)] {
        let mut world = World::new(settings());
        let [first, _] = world.call();
        assert_eq!(world.refresh(&first.0, 1, asked), None);
        world.wait(seconds * 1_000 - 1);
        let alive = world.relay.allocations.find(&first.0).is_some();
        world.wait(1);
        assert_eq!((alive, world.relay.allocations.find(&first.0)), (true, None), "{asked}");
    }
    let mut world = World::new(settings());
    let [first, second] = world.call();
    assert_eq!(world.refresh(&first.0, 1, 0), None);
    assert_eq!(world.refresh(&first.0, 1, 0), Some(437));
    assert!(!world.flows(second, first));
}

#[test]
fn a_nonce_is_renewed_once_an_hour() {
    let mut world = World::new(settings());
    let (from, id, login) = (way(1, 5), TransactionId::generate(), login(1, UNIX_S + 10_000));
    let nonce = world.relay.nonces.give(UNIX_S, &from);
    world.wait(60 * MINUTE_MS + 1_000);
    let (_, answer) = world.give(&from, &signed(id, ALLOCATE, &[&transport()], &login, &nonce));
    assert_eq!(error_of(&answer), Some(438));
    let message = Message::from_bytes(&answer).expect("an answer");
    let nonce = message.attribute::<Nonce>().expect("a nonce").nonce().to_owned();
    let (_, answer) = world.give(&from, &signed(id, ALLOCATE, &[&transport()], &login, &nonce));
    assert_eq!(error_of(&answer), None);
}

#[test]
fn a_flood_of_strangers_keeps_no_nonce_from_a_long_call() {
    let mut world = World::new(Settings { strangers_per_network: 3, strangers_in_all: 10, ..settings() });
    let [(from, _), _] = world.call();
    let (nonce, login) = (world.relay.nonces.give(UNIX_S, &from), login(1, UNIX_S + 3_600));
    assert_eq!(world.refresh(&from, 1, 3_600), None);
    world.wait(59 * MINUTE_MS);
    assert_eq!(world.refresh(&from, 1, 3_600), None);
    world.wait(2 * MINUTE_MS);
    for person in 50..250 {
        world.give(&way(person, 5), &unsigned(ALLOCATE, &[&transport()]));
    }
    let unknown = unsigned(ALLOCATE, &[&transport()]);
    assert_eq!(world.give(&from, &unknown), dropped(Dropped::Stranger), "who shows nothing is a stranger");
    let asks = |world: &mut World, nonce: &str| {
        let request = signed(TransactionId::generate(), REFRESH, &[&Lifetime::new(600)], &login, nonce);
        world.give(&from, &request)
    };
    let (outcome, answer) = asks(&mut world, &nonce);
    assert_eq!((outcome, error_of(&answer)), (Outcome::Answered(from), Some(438)));
    let answered = (0..1_000).filter(|_| matches!(asks(&mut world, &nonce).0, Outcome::Answered(_))).count();
    assert!((10..100).contains(&answered), "{answered}: enough for all of a browser's requests, and no more");
    let of_another = world.relay.nonces.give(UNIX_S, &way(1, 5_001));
    assert_eq!(asks(&mut world, &of_another), dropped(Dropped::Stranger));
    let message = Message::from_bytes(&answer).expect("an answer");
    let fresh = message.attribute::<Nonce>().expect("a nonce").nonce().to_owned();
    assert_eq!(error_of(&asks(&mut world, &fresh).1), None);
}

#[test]
fn before_a_seat_a_client_is_told_how_long_its_allocation_lives() {
    let told = |answer: &[u8]| {
        let message = Message::from_bytes(answer).expect("an answer");
        message.attribute::<Lifetime>().expect("a lifetime").seconds()
    };
    let mut world = World::new(settings());
    world.fact(Fact::Issued(ticket(1), SocketId(1)));
    let hour = Lifetime::new(3_600);
    let (from, id) = (way(1, 5), TransactionId::generate());
    assert_eq!(told(&world.ask_as(&from, id, ALLOCATE, &[&transport(), &hour])), 600);
    world.wait(9 * MINUTE_MS);
    assert_eq!(told(&world.ask_as(&from, id, ALLOCATE, &[&transport(), &hour])), 60, "the same request again");
    assert_eq!(told(&world.ask(&from, REFRESH, &[&hour])), 60);
    world.sit(1, seat(1, false));
    assert_eq!(told(&world.ask(&from, REFRESH, &[&hour])), 3_600);
    assert_eq!(told(&world.ask(&from, REFRESH, &[&Lifetime::new(0)])), 0);
}

#[test]
fn before_a_seat_an_allocation_lives_ten_minutes_while_its_socket_is_open() {
    let mut world = World::new(settings());
    world.fact(Fact::Issued(ticket(1), SocketId(1)));
    world.allocate(&way(1, 5), 1);
    assert_eq!(world.refresh(&way(1, 5), 1, 3_600), None);
    world.wait(10 * MINUTE_MS - 1);
    assert_eq!(world.relay.census(world.now).allocations, 1);
    world.wait(1);
    assert_eq!(world.relay.census(world.now), Census { tickets: 1, ..Census::default() });
    assert_eq!(world.refresh(&way(1, 5), 1, 600), Some(437));
}

#[test]
fn before_a_seat_an_allocation_outlives_its_socket_by_a_minute() {
    let mut world = World::new(settings());
    world.fact(Fact::Issued(ticket(1), SocketId(1)));
    world.allocate(&way(1, 5), 1);
    world.wait(5_000);
    world.fact(Fact::Gone(SocketId(1)));
    world.wait(MINUTE_MS - 1);
    assert_eq!(world.relay.census(world.now).allocations, 1);
    world.wait(1);
    assert_eq!(world.relay.census(world.now), Census::default());
    // The same for a ticket of the server before.
    world.allocate(&way(2, 5), 9);
    world.wait(MINUTE_MS);
    assert_eq!(world.relay.census(world.now), Census::default());
}

#[test]
fn a_call_outlives_its_signaling_while_packets_of_both_flow() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.fact(Fact::Gone(SocketId(1)));
    world.fact(Fact::Gone(SocketId(2)));
    for _ in 0..200 {
        world.wait(20_000);
        for ((way, _), person, other) in [(first, 1, second.1), (second, 2, first.1)] {
            assert_eq!(world.refresh(&way, person, 600), None);
            assert_eq!(world.permit(&way, person, other), None);
        }
        assert!(world.flows(first, second) && world.flows(second, first));
    }
    // One of the two is silent.
    world.wait(20_000);
    assert!(world.flows(first, second));
    world.wait(9_999);
    assert!(world.flows(first, second));
    world.wait(1);
    assert!(!world.flows(first, second));
    assert_eq!(world.relay.census(world.now), Census::default());
}

#[test]
fn who_vanished_from_a_call_leaves_a_link_of_half_a_minute() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.wait(1_000);
    assert!(world.flows(first, second));
    assert_eq!(world.relay.census(world.now).calls, 0, "one speaks, nobody answers");
    assert!(world.flows(second, first));
    assert_eq!(world.relay.census(world.now).calls, 1);
    world.wait(1_000);
    assert_eq!([1_000, 1_001].map(|within| world.relay.calls(world.now, within)), [0, 1]);
    world.fact(Fact::Gone(SocketId(2)));
    world.wait(29_999);
    assert!(world.flows(first, second));
    world.wait(1);
    assert!(!world.flows(first, second));
    assert_eq!(world.relay.census(world.now).allocations, 1, "who is there keeps theirs");
}

#[test]
fn an_adapter_that_wakes_late_forwards_nothing_that_is_over() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.fact(Fact::Gone(SocketId(2)));
    world.now = world.now.after(30_000);
    assert!(!world.flows(first, second));
}
