//! What two people send each other.

use turn_types::channel::ChannelData;

use super::*;

fn read_indication(packet: &[u8]) -> (SocketAddr, Vec<u8>) {
    let message = Message::from_bytes(packet).expect("a message");
    assert!(message.class() == MessageClass::Indication && message.method() == turn_types::message::DATA);
    let peer = message.attribute::<XorPeerAddress>().expect("a peer").addr(message.transaction_id());
    (peer, message.attribute::<Data>().expect("data").data().to_vec())
}

#[test]
fn a_packet_shows_the_label_of_its_sender() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    for length in [0, 1, 2, 3, 4, 1_200] {
        let data = vec![length as u8; length];
        let (outcome, packet) = world.send(&first.0, second.1, &data);
        assert_eq!(outcome, Outcome::Forwarded(second.0));
        assert_eq!(read_indication(&packet), (first.1, data));
    }
    assert_eq!(world.relay.tally().of(Count::Packets), 6);
    assert_eq!(world.relay.tally().of(Count::Bytes), 1_210);
}

#[test]
fn who_bound_a_channel_gets_channel_data() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    assert_eq!(world.bind(&second.0, 2, 0x4abc, first.1), None);
    let (outcome, packet) = world.send(&first.0, second.1, b"sound");
    assert_eq!(outcome, Outcome::Forwarded(second.0));
    assert_eq!(packet, channel_data(0x4abc, b"sound"));
    // The other way, from a channel to one without.
    let (outcome, packet) = world.give(&second.0, &channel_data(0x4abc, b"picture"));
    assert_eq!(outcome, Outcome::Forwarded(first.0));
    assert_eq!(read_indication(&packet), (second.1, b"picture".to_vec()));
    assert_eq!(world.give(&second.0, &channel_data(0x4abd, b"picture")), dropped(Dropped::NoPermission));
}

#[test]
fn a_stream_gets_channel_data_that_is_padded() {
    let mut world = World::new(settings());
    let [first, _] = world.call();
    let stream = FiveTuple { transport: Transport::Tls, ..way(2, 6_000) };
    let label = world.allocate(&stream, 2);
    assert_eq!(world.bind(&stream, 2, 0x4000, first.1), None);
    let (outcome, packet) = world.send(&first.0, label, b"sound");
    assert_eq!(outcome, Outcome::Forwarded(stream));
    assert_eq!(packet.len(), 12);
    assert_eq!(ChannelData::parse(&packet).expect("data").data(), b"sound");
    let mut messages = 0;
    Reader::default().read(&packet, |_| messages += 1).expect("a stream");
    assert_eq!(messages, 1);
    world.relay.handle(world.now, Input::Closed(stream));
    assert_eq!(world.send(&first.0, label, b"sound"), dropped(Dropped::NoLabel));
}

#[test]
fn only_the_other_seat_is_reached() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    // A second allocation of the same person, somebody in another room, somebody without a seat.
    let own = way(1, 6_000);
    let others = [(own, 1, None), (way(3, 5_000), 3, Some(seat(2, true))), (way(4, 5_000), 4, None)];
    for (way, person, sits) in others {
        let label = world.allocate(&way, person);
        if let Some(seat) = sits {
            world.sit(person, seat);
        }
        assert_eq!(world.permit(&way, person, first.1), None);
        assert_eq!(world.send(&first.0, label, b"sound"), dropped(Dropped::NotOpposite));
        assert_eq!(world.send(&way, first.1, b"sound"), dropped(Dropped::NotOpposite));
        assert_eq!(world.flows((way, label), second), person == 1, "two allocations of one seat both reach the other");
    }
    assert_eq!(world.send(&first.0, first.1, b"sound"), dropped(Dropped::NotOpposite), "nor oneself");
}

#[test]
fn before_a_seat_nothing_goes_on() {
    let mut world = World::new(settings());
    let sides = [1, 2].map(|person| {
        world.fact(Fact::Issued(ticket(person), SocketId(person.into())));
        (way(person, 5_000), world.allocate(&way(person, 5_000), person))
    });
    assert_eq!(world.permit(&sides[0].0, 1, sides[1].1), None, "granted all the same");
    assert_eq!(world.permit(&sides[1].0, 2, sides[0].1), None);
    assert!(!world.flows(sides[0], sides[1]));
    world.sit(1, seat(1, false));
    assert!(!world.flows(sides[0], sides[1]));
    world.sit(2, seat(1, true));
    assert!(world.flows(sides[0], sides[1]) && world.flows(sides[1], sides[0]));
}

#[test]
fn both_have_to_permit_the_other() {
    let mut world = World::new(settings());
    let [first, _] = world.call();
    let more = way(2, 6_000);
    let label = world.allocate(&more, 2);
    assert_eq!(world.send(&first.0, label, b"sound"), dropped(Dropped::NoPermission));
    assert_eq!(world.send(&more, first.1, b"sound"), dropped(Dropped::NoPermission));
    assert_eq!(world.permit(&more, 2, first.1), None);
    assert!(world.flows(first, (more, label)) && world.flows((more, label), first));
}

#[test]
fn nothing_flows_once_one_of_the_two_has_left_or_was_put_out() {
    for leaver in [1, 2] {
        let mut world = World::new(settings());
        let [first, second] = world.call();
        assert!(world.flows(first, second) && world.flows(second, first));
        assert!(world.relay.sit_opposite(ticket(1), ticket(2)) && !world.relay.sit_opposite(ticket(1), ticket(1)));
        world.fact(Fact::Left(seat(1, leaver == 2)));
        assert!(!world.flows(first, second) && !world.flows(second, first));
        assert!(!world.relay.sit_opposite(ticket(1), ticket(2)));
        assert_eq!(world.relay.census(world.now).allocations, 1);
        // The socket is open still: who joins again begins anew.
        let (way, person) = if leaver == 1 { (first.0, 1) } else { (second.0, 2) };
        let label = world.allocate(&way, person);
        world.sit(leaver, seat(1, leaver == 2));
        assert_eq!(world.permit(&way, person, label), None);
        let other = if leaver == 1 { second } else { first };
        assert!(world.flows((way, label), other) && world.flows(other, (way, label)));
    }
}

#[test]
fn a_call_that_moved_to_another_page_leaves_nothing_to_the_first() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.fact(Fact::Issued(ticket(3), SocketId(3)));
    let moved = (way(1, 7_000), world.allocate(&way(1, 7_000), 3));
    assert_eq!(world.permit(&moved.0, 3, second.1), None);
    let sitting = world.sitting(3, 1, seat(1, false));
    world.fact(Fact::Seated(sitting));
    assert!(!world.flows(first, second) && !world.flows(second, first));
    assert!(world.flows(moved, second) && world.flows(second, moved));
}

#[test]
fn who_resumes_a_seat_keeps_what_flows_there() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.fact(Fact::Gone(SocketId(1)));
    world.fact(Fact::Issued(ticket(3), SocketId(3)));
    world.come_back(3, 1, seat(1, false));
    let new = (way(1, 7_000), world.allocate(&way(1, 7_000), 3));
    assert_eq!(world.permit(&new.0, 3, second.1), None);
    assert!(world.flows(first, second) && world.flows(new, second));
    // Whoever leaves ends what was before, too.
    world.fact(Fact::Left(seat(1, false)));
    assert!(!world.flows(first, second) && !world.flows(new, second) && !world.flows(second, first));
}

#[test]
fn a_seat_that_is_resumed_again_and_again_keeps_few_tickets() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    for again in 3..40 {
        world.fact(Fact::Gone(SocketId(if again == 3 { 1 } else { u64::from(again) - 1 })));
        world.wait(1_000);
        assert!(world.flows(first, second) && world.flows(second, first), "what flows goes last");
        world.fact(Fact::Issued(ticket(again), SocketId(again.into())));
        world.come_back(again, 1, seat(1, false));
    }
    assert_eq!(world.relay.census(world.now), Census { allocations: 2, tickets: 5, rooms: 1, calls: 1 });
}
