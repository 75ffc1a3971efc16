//! What an allocation and a packet cost.

use std::time::Instant;

use super::*;
use crate::server::network::{Network, Site};

#[test]
fn an_allocation_takes_no_more_than_it_is_said_to() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    assert_eq!(world.bind(&first.0, 1, 0x4000, second.1), None);
    let slot = world.relay.allocations.find(&first.0).expect("an allocation");
    let allocation = world.relay.allocations.get(slot).expect("an allocation");
    // The allocation in its list, its way in the table, its alarm, its age, its number in its ticket.
    let [own, way] = [size_of_val(allocation), size_of::<FiveTuple>() + size_of::<u32>() + 1];
    let lists = 2 * (size_of::<(Millis, Alarm)>() + size_of::<(Millis, u32)>()) + size_of::<u32>();
    let bytes = |spare: usize| spare * (own + way) + lists + allocation.heap_bytes();
    println!("{own} bytes for an allocation itself, {} with all tables full, {} half full", bytes(1), bytes(2));
    assert!(bytes(2) <= ALLOCATION_BYTES, "{} bytes", bytes(2));
}

#[test]
fn a_ticket_and_a_network_take_no_more_than_they_are_said_to() {
    // In the list, in the tables of names and of sockets, its alarm, its number in its seat, and the first labels.
    let names = size_of::<(TicketId, usize)>() + size_of::<(SocketId, usize)>() + 2;
    let tables = size_of::<(usize, tickets::Ticket)>() + names + size_of::<(Millis, Alarm)>() + tickets::PAIR_BYTES;
    // A list has space for four at the least, a set for eleven.
    let lists = 4 * (size_of::<u32>() + size_of::<usize>());
    println!("{} bytes for a ticket with all tables full, {} half full", tables + lists, 2 * tables + lists);
    assert!(2 * tables + lists <= TICKET_BYTES, "{} bytes", 2 * tables + lists);

    let counts = size_of::<(Network, usize)>() + size_of::<(Site, usize)>() + 2;
    let (tables, set) = (counts + unseated::ORIGIN_BYTES, 12 * size_of::<(Millis, u32)>());
    println!("{} bytes for a network with all tables full, {} half full", tables + set, 2 * tables + set);
    assert!(2 * tables + set <= ORIGIN_BYTES, "{} bytes", 2 * tables + set);
}

#[test]
#[ignore = "a measurement: cargo test --release --features embed --lib relay::tests::cost -- --ignored --nocapture"]
fn nanoseconds_for_a_packet() {
    const PACKETS: u32 = 1_000_000;
    let mut world = World::new(Settings { seat_bytes_per_second: 0, allocations_per_network: 0, ..settings() });
    let pairs: Vec<_> = (0..300_u16)
        .map(|pair| {
            let sides = [false, true].map(|is_second| {
                let number = pair * 2 + u16::from(is_second);
                let mut bytes = [0; 16];
                bytes[..2].copy_from_slice(&number.to_be_bytes());
                let id = TicketId::from_random(bytes);
                world.fact(Fact::Issued(id, SocketId(number.into())));
                world.fact(Fact::Seated(Sitting {
                    ticket: id,
                    socket: SocketId(number.into()),
                    seat: seat(pair.into(), is_second),
                    owner: OwnerId(number.into()),
                    beside: Some(OwnerId(u64::from(number) ^ 1)),
                }));
                let from = way((number % 250) as u8, 5_000 + number);
                world.login = Credentials::new(KEY).issue(id, UNIX_S + 3_600);
                let answer = world.ask(&from, ALLOCATE, &[&transport()]);
                (from, label(&answer), world.login.clone())
            });
            for (from, to) in [(&sides[0], &sides[1]), (&sides[1], &sides[0])] {
                world.login = from.2.clone();
                let id = TransactionId::generate();
                let says: [&dyn AttributeWrite; 2] = [&ChannelNumber::new(0x4000), &XorPeerAddress::new(to.1, id)];
                let answer = world.ask_as(&from.0, id, CHANNEL_BIND, &says);
                assert_eq!(error_of(&answer), None);
            }
            sides
        })
        .collect();
    let data = [5; 1_100];
    for (name, count) in [("one pair", 1), ("300 pairs", 300)] {
        let mut out = Vec::with_capacity(2_048);
        let packet = channel_data(0x4000, &data);
        let start = Instant::now();
        for number in 0..PACKETS {
            let from = &pairs[number as usize % count][0].0;
            let outcome = world.relay.on_packet(world.now, from, &packet, &mut out);
            assert!(matches!(outcome, Outcome::Forwarded(_)));
        }
        let channel = start.elapsed() / PACKETS;
        let sends: Vec<_> = pairs.iter().map(|sides| (sides[0].0, send_indication(sides[1].1, &data))).collect();
        let start = Instant::now();
        for number in 0..PACKETS {
            let (from, packet) = &sends[number as usize % count];
            let outcome = world.relay.on_packet(world.now, from, packet, &mut out);
            assert!(matches!(outcome, Outcome::Forwarded(_)));
        }
        println!("{name}: {channel:?} by channel, {:?} from a Send indication to a channel", start.elapsed() / PACKETS);
    }
}
