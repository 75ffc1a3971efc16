//! Calls of a TURN client that somebody else wrote (`turn-client-proto`), over UDP and over a stream, in virtual time.

use std::collections::VecDeque;

use turn_client_proto::api::{Transmit, TurnClientApi, TurnConfig, TurnEvent, TurnPollRet, TurnRecvRet};
use turn_client_proto::stun::Instant;
use turn_client_proto::tcp::TurnClientTcp;
use turn_client_proto::types::{TransportType, TurnCredentials};
use turn_client_proto::udp::TurnClientUdp;

use super::*;

/// The client leaves some time between its requests, in milliseconds.
const PACED_MS: u64 = 2_000;

struct Person<C> {
    client: C,
    way: FiveTuple,
    reader: Reader,
    label: Option<SocketAddr>,
    events: Vec<TurnEvent>,
    heard: VecDeque<Vec<u8>>,
}

struct Call<C> {
    world: World,
    people: [Person<C>; 2],
}

fn instant(now: Millis) -> Instant {
    Instant::from_nanos((now.0 as i64 + 1) * 1_000_000)
}

fn person<C>(
    number: u8,
    transport: Transport,
    make: impl FnOnce(SocketAddr, SocketAddr, TurnConfig) -> C,
) -> Person<C> {
    let way = FiveTuple { transport, ..way(number, 5_000) };
    let login = login(number, UNIX_S + 3_600);
    let config = TurnConfig::new(TurnCredentials::new(&login.username, &login.password));
    let client = make(way.remote, way.local, config);
    let (reader, events, heard) = (Reader::default(), Vec::new(), VecDeque::new());
    Person { client, way, reader, label: None, events, heard }
}

impl<C: TurnClientApi> Call<C> {
    fn new(people: [Person<C>; 2]) -> Self {
        let mut world = World::new(settings());
        for (person, is_second) in [(1, false), (2, true)] {
            world.fact(Fact::Issued(ticket(person), SocketId(person.into())));
            world.sit(person, seat(1, is_second));
        }
        let mut call = Self { world, people };
        call.wait(PACED_MS);
        call
    }

    /// Lets everything happen that happens at this moment.
    fn settle(&mut self) {
        let now = instant(self.world.now);
        for _ in 0..100 {
            let mut sent = Vec::new();
            for person in &mut self.people {
                let _ = person.client.poll(now);
                while let Some(packet) = person.client.poll_transmit(now) {
                    sent.push((person.way, packet.data.to_vec()));
                }
                while let Some(event) = person.client.poll_event() {
                    if let TurnEvent::AllocationCreated(_, label) = event {
                        person.label = Some(label);
                    }
                    person.events.push(event);
                }
            }
            if sent.is_empty() {
                return;
            }
            sent.into_iter().for_each(|(from, bytes)| self.deliver(from, &bytes));
        }
        panic!("they never come to rest");
    }

    fn deliver(&mut self, from: FiveTuple, bytes: &[u8]) {
        let mut packets = Vec::new();
        if from.transport.is_stream() {
            let sender = self.people.iter_mut().find(|person| person.way == from).expect("a sender");
            sender.reader.read(bytes, |packet| packets.push(packet.to_vec())).expect("a stream of messages");
        } else {
            packets.push(bytes.to_vec());
        }
        for packet in packets {
            let (outcome, out) = self.world.give(&from, &packet);
            if let Outcome::Forwarded(to) | Outcome::Answered(to) = outcome {
                self.hear(to, out);
            }
        }
    }

    fn hear(&mut self, to: FiveTuple, packet: Vec<u8>) {
        let now = instant(self.world.now);
        let person = self.people.iter_mut().find(|person| person.way == to).expect("a receiver");
        let transport = if to.transport.is_stream() { TransportType::Tcp } else { TransportType::Udp };
        match person.client.recv(Transmit::new(packet, transport, to.local, to.remote), now) {
            TurnRecvRet::PeerData(data) => person.heard.push_back(data.data().to_vec()),
            TurnRecvRet::Handled => {}
            other => panic!("{other:?}"),
        }
        while let Some(data) = person.client.poll_recv(now) {
            person.heard.push_back(data.data().to_vec());
        }
    }

    fn label(&self, person: usize) -> SocketAddr {
        self.people[person].label.expect("an allocation")
    }

    fn permit_each_other(&mut self) {
        for (own, other) in [(0, 1), (1, 0)] {
            let (peer, now) = (self.label(other), instant(self.world.now));
            self.people[own].client.create_permission(TransportType::Udp, peer.ip(), now).expect("an allocation");
        }
        self.wait(PACED_MS);
    }

    fn bind_each_other(&mut self) {
        for (own, other) in [(0, 1), (1, 0)] {
            let (peer, now) = (self.label(other), instant(self.world.now));
            self.people[own].client.bind_channel(TransportType::Udp, peer, now).expect("an allocation");
        }
        self.wait(PACED_MS);
    }

    fn say(&mut self, from: usize, data: &[u8]) -> Option<Vec<u8>> {
        use turn_client_proto::prelude::DelayedTransmitBuild;
        let (peer, now) = (self.label(1 - from), instant(self.world.now));
        let packet =
            self.people[from].client.send_to(TransportType::Udp, peer, data.to_vec(), now).expect("a permission");
        if let Some(packet) = packet {
            let way = self.people[from].way;
            self.deliver(way, &packet.data.build());
        }
        self.settle();
        self.people[1 - from].heard.pop_front()
    }

    /// Lets time pass to the next moment at which a client has something to do, at most so long.
    fn wait(&mut self, ms: u64) {
        let until = self.world.now.after(ms);
        while self.world.now < until {
            let now = instant(self.world.now);
            let next = self.people.iter_mut().filter_map(|person| match person.client.poll(now) {
                TurnPollRet::WaitUntil(at) => Some((at.as_nanos() / 1_000_000) as u64),
                _ => None,
            });
            let next = next.min().unwrap_or(u64::MAX).clamp(self.world.now.0 + 1, until.0);
            self.world.wait(next - self.world.now.0);
            self.settle();
        }
    }
}

fn a_call<C: TurnClientApi>(mut call: Call<C>) {
    assert_ne!(call.label(0), call.label(1));
    call.permit_each_other();
    assert_eq!(call.say(0, b"hear me!").as_deref(), Some(&b"hear me!"[..]));
    assert_eq!(call.say(1, b"I do so.").as_deref(), Some(&b"I do so."[..]));
    call.bind_each_other();
    for minute in 0..40 {
        call.wait(60_000);
        for from in [0, 1] {
            assert_eq!(
                call.say(from, b"are you there?!!").as_deref(),
                Some(&b"are you there?!!"[..]),
                "minute {minute}"
            );
        }
    }
    let failed = |event: &&TurnEvent| {
        !matches!(
            event,
            TurnEvent::AllocationCreated(..) | TurnEvent::PermissionCreated(..) | TurnEvent::ChannelCreated(..)
        )
    };
    assert_eq!(call.people.iter().flat_map(|person| person.events.iter().filter(failed)).count(), 0);
    for person in &mut call.people {
        person.client.delete(instant(call.world.now)).expect("an allocation");
    }
    call.wait(PACED_MS);
    assert_eq!(call.world.relay.census(call.world.now).allocations, 0);
}

#[test]
fn a_call_over_udp_is_renewed_by_itself() {
    a_call(Call::new([1, 2].map(|number| person(number, Transport::Udp, TurnClientUdp::allocate))));
}

#[test]
fn a_call_over_a_stream_is_renewed_by_itself() {
    a_call(Call::new([1, 2].map(|number| person(number, Transport::Tcp, TurnClientTcp::allocate))));
}

#[test]
fn a_client_learns_that_a_foreign_address_is_refused_and_keeps_its_allocation() {
    let mut call = Call::new([1, 2].map(|number| person(number, Transport::Udp, TurnClientUdp::allocate)));
    let (foreign, now) = ("10.0.0.1".parse().expect("an address"), instant(call.world.now));
    call.people[0].client.create_permission(TransportType::Udp, foreign, now).expect("an allocation");
    call.wait(PACED_MS);
    assert!(
        matches!(call.people[0].events.last(), Some(TurnEvent::PermissionCreateFailed(_, address)) if *address == foreign)
    );
    call.permit_each_other();
    assert!(call.say(0, b"hear me!").is_some());
}
