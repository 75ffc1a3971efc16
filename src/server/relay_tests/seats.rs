//! Seats whose owners change while packets still flow there: nobody is linked to somebody whom the rooms do not seat opposite them.

use super::*;

impl World {
    /// The socket is gone, and the seat held no longer.
    fn expires(&mut self, number: u8, seat: SeatId) {
        self.fact(Fact::Gone(SocketId(number.into())));
        self.owners.remove(&seat);
    }

    /// A new socket, and an allocation with its ticket.
    fn arrives(&mut self, number: u8) -> (FiveTuple, SocketAddr) {
        self.fact(Fact::Issued(ticket(number), SocketId(number.into())));
        (way(number, 5_000), self.allocate(&way(number, 5_000), number))
    }

    /// Both permit each other; whether packets go both ways.
    fn links(&mut self, [one, other]: [(u8, (FiveTuple, SocketAddr)); 2]) -> bool {
        assert_eq!(self.permit(&one.1.0, one.0, other.1.1), None);
        assert_eq!(self.permit(&other.1.0, other.0, one.1.1), None);
        self.flows(one.1, other.1) && self.flows(other.1, one.1)
    }
}

#[test]
fn a_stranger_in_a_room_is_not_linked_to_whose_seat_there_expired() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    assert!(world.flows(first, second) && world.flows(second, first));
    world.expires(2, seat(1, true));
    world.fact(Fact::Left(seat(1, false)));
    world.wait(20_000);
    world.arrives(3);
    world.sit(3, seat(1, false));
    assert!(!world.relay.sit_opposite(ticket(2), ticket(3)));
    assert_eq!(
        world.relay.census(world.now).tickets,
        2,
        "the ticket of a person who is here, and of one whose page is open"
    );
}

#[test]
fn who_resumes_a_seat_does_not_keep_what_somebody_else_had_there_since() {
    let mut world = World::new(settings());
    let [_, second] = world.call();
    world.expires(1, seat(1, false));
    let third = world.arrives(3);
    world.sit(3, seat(1, false));
    assert!(world.links([(3, third), (2, second)]));
    world.expires(3, seat(1, false));
    let back = world.arrives(4);
    world.come_back(4, 1, seat(1, false));
    assert!(!world.flows(third, second) && !world.flows(second, third), "the guest has no seat any more");
    assert!(world.links([(4, back), (2, second)]));
}

#[test]
fn a_call_that_comes_back_the_other_way_round_flows_on_and_ends_when_one_leaves() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.expires(1, seat(1, false));
    world.expires(2, seat(1, true));
    assert!(world.flows(first, second) && world.flows(second, first), "nobody else has come");
    world.owners.insert(seat(1, false), OwnerId(2));
    let back = world.arrives(3);
    world.come_back(3, 1, seat(1, true));
    assert!(world.flows(first, second) && world.flows(second, first));
    assert!(world.links([(3, back), (2, second)]) && !world.relay.sit_opposite(ticket(1), ticket(3)));
    world.fact(Fact::Left(seat(1, true)));
    assert!(!world.flows(first, second) && !world.flows(second, first) && !world.flows(back, second));
}

#[test]
fn a_call_flows_on_whose_seats_expired_when_one_of_the_two_comes_back() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    world.expires(2, seat(1, true));
    world.fact(Fact::Gone(SocketId(1)));
    world.fact(Fact::Issued(ticket(3), SocketId(3)));
    world.come_back(3, 1, seat(1, false));
    assert!(world.flows(first, second) && world.flows(second, first));
    // A stranger in the seat that was free ends it.
    world.arrives(4);
    world.sit(4, seat(1, true));
    assert!(!world.flows(first, second) && !world.flows(second, first));
}

#[test]
fn a_person_with_a_seat_has_a_ticket_however_many_tickets_there_are() {
    let mut world = World::new(Settings { tickets: 1, ..settings() });
    let [first, second] = world.call();
    world.wait(40_000);
    assert!(world.flows(first, second) && world.flows(second, first));
    assert_eq!(world.throttled(), []);
    // Of the server before, without a socket.
    world.login = login(9, UNIX_S + 3_600);
    let answer = world.ask(&way(9, 5_000), ALLOCATE, &[&transport()]);
    assert_eq!(error_of(&answer), Some(508));
}

#[test]
fn who_sits_down_on_an_open_socket_stays_though_its_ticket_was_not_known() {
    let mut world = World::new(settings());
    world.sit(1, seat(1, false));
    world.wait(40_000);
    world.sit(2, seat(1, true));
    assert!(world.relay.sit_opposite(ticket(1), ticket(2)));
}
