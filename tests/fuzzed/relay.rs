//! People who get tickets, sit down, come back, move, leave and vanish, with requests, packets and whatever bytes in between: no packet
//! goes between two who do not sit opposite each other, nothing panics, and nothing grows or stays.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arbitrary::Arbitrary;
use duet::clock::Millis;
use duet::server::relay::{
    Census, Credentials, Fact, FiveTuple, Input, MESSAGE_MAX, Outcome, Reader, Relay, SeatId, Settings, Sitting,
    TicketId, Transport,
};
use duet::server::rooms::{OwnerId, SocketId};
use stun_types::attribute::{ErrorCode, Nonce, Realm, Username};
use stun_types::message::{
    IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageIntegrityCredentials, MessageType,
    MessageWriteExt, MessageWriteVec, Method, TransactionId,
};
use stun_types::prelude::{AttributeWrite, MessageWrite};
use turn_types::attribute::{ChannelNumber, Data, Lifetime, RequestedTransport, XorPeerAddress, XorRelayedAddress};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, REFRESH, SEND};

const KEY: [u8; 32] = [7; 32];
const UNIX_S: u64 = 1_800_000_000;
const TICKETS: u8 = 5;
const WAYS: u8 = 6;
const ALLOCATIONS: usize = 5;
/// So many tickets the relay keeps of people without a seat.
const TICKETS_KEPT: usize = 4;
/// By then everything is over that time alone ends, in milliseconds.
const LONG_MS: u64 = 2 * 3_600_000;
/// What a stranger gets, in bytes.
const CHALLENGE_BYTES: usize = 56;

/// One thing that happens.
#[derive(Debug, Arbitrary)]
pub(crate) enum Step {
    Wait {
        ms: u16,
    },
    WaitLong {
        seconds: u16,
    },
    Issue {
        ticket: u8,
        socket: u8,
    },
    Seat {
        ticket: u8,
        room: bool,
        is_second: bool,
    },
    Resume {
        ticket: u8,
        room: bool,
        is_second: bool,
    },
    Leave {
        room: bool,
        is_second: bool,
    },
    Lose {
        socket: u8,
    },
    Close {
        way: u8,
    },
    Allocate {
        way: u8,
        ticket: u8,
    },
    Refresh {
        way: u8,
        ticket: u8,
        seconds: u32,
    },
    Permit {
        way: u8,
        to: u8,
    },
    Bind {
        way: u8,
        channel: u8,
        to: u8,
    },
    /// A whole call of two ways, as far as they may.
    Meet {
        way: u8,
        to: u8,
    },
    Send {
        way: u8,
        to: u8,
        bytes: u8,
    },
    Channel {
        way: u8,
        channel: u8,
        bytes: u8,
    },
    /// The last request of a way again, with a byte changed and cut.
    Changed {
        way: u8,
        at: u8,
        by: u8,
        cut: Option<u8>,
    },
    Bytes {
        way: u8,
        bytes: Vec<u8>,
    },
    Stream {
        bytes: Vec<u8>,
        piece: u8,
    },
}

struct World {
    relay: Relay,
    now: Millis,
    /// Where each ticket may sit, and whose it is; one that was silent may have lost its seat before.
    seats: BTreeMap<u8, (SeatId, OwnerId)>,
    /// Whose each seat is.
    owners: Vec<(SeatId, OwnerId)>,
    /// With which ticket each way last got an allocation, and its label.
    allocated: BTreeMap<u8, (u8, SocketAddr)>,
    last: BTreeMap<u8, Vec<u8>>,
    readers: Reader,
    forwarded: usize,
}

impl World {
    fn new() -> Self {
        let settings = Settings {
            allocations: ALLOCATIONS,
            allocations_per_ticket: 3,
            allocations_per_network: 4,
            tickets: TICKETS_KEPT,
            strangers_per_network: 0,
            strangers_in_all: 0,
            ..Settings::default()
        };
        let mut relay = Relay::new(settings, KEY);
        relay.set_clock(Millis(0), UNIX_S * 1_000);
        let (seats, owners, allocated, last) = (BTreeMap::new(), Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self { relay, now: Millis(0), seats, owners, allocated, last, readers: Reader::default(), forwarded: 0 }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Wait { ms } => self.wait(ms.into()),
            Step::WaitLong { seconds } => self.wait(u64::from(seconds % 1_000) * 1_000),
            Step::Issue { ticket, socket } => self.fact(Fact::Issued(id(ticket), socket_of(socket))),
            Step::Seat { ticket, room, is_second } => self.sit(ticket, SeatId { room: room.into(), is_second }, false),
            Step::Resume { ticket, room, is_second } => self.sit(ticket, SeatId { room: room.into(), is_second }, true),
            Step::Leave { room, is_second } => {
                let seat = SeatId { room: room.into(), is_second };
                self.seats.retain(|_, (other, _)| *other != seat);
                self.owners.retain(|(other, _)| *other != seat);
                self.fact(Fact::Left(seat));
            }
            Step::Lose { socket } => self.fact(Fact::Gone(socket_of(socket))),
            Step::Close { way } => self.relay.handle(self.now, Input::Closed(way_of(way))),
            Step::Allocate { way, ticket } => self.allocate(way % WAYS, ticket % TICKETS),
            Step::Refresh { way, ticket, seconds } => {
                self.ask(way % WAYS, ticket % TICKETS, REFRESH, TransactionId::from(5), &[&Lifetime::new(seconds)]);
            }
            Step::Permit { way, to } => self.permit(way % WAYS, to % WAYS),
            Step::Bind { way, channel, to } => self.bind(way % WAYS, channel, to % WAYS),
            Step::Meet { way, to } => {
                for (way, to) in [(way % WAYS, to % WAYS), (to % WAYS, way % WAYS)] {
                    self.permit(way, to);
                    self.bind(way, 1, to);
                }
                self.send(way % WAYS, to % WAYS, 5);
                self.send(to % WAYS, way % WAYS, 5);
            }
            Step::Send { way, to, bytes } => self.send(way % WAYS, to % WAYS, bytes),
            Step::Channel { way, channel, bytes } => {
                let head = [0x40, channel % 4, 0, bytes];
                self.give(way % WAYS, &[&head[..], &vec![1; bytes.into()]].concat());
            }
            Step::Changed { way, at, by, cut } => self.change(way % WAYS, at, by, cut),
            Step::Bytes { way, bytes } => {
                self.give(way % WAYS, &bytes);
            }
            Step::Stream { bytes, piece } => self.stream(&bytes, piece),
        }
        let census = self.relay.census(self.now);
        assert!(census.allocations <= ALLOCATIONS && census.tickets <= usize::from(TICKETS) && census.rooms <= 2);
        assert!(census.calls <= census.rooms && self.relay.take_throttled(self.now).is_empty());
    }

    /// Lets time pass, as an adapter does: the relay is woken when it asked to be.
    fn wait(&mut self, ms: u64) {
        let until = self.now.after(ms);
        while let Some(at) = self.relay.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.relay.handle(self.now, Input::Woke);
            assert!(self.relay.deadline().is_none_or(|next| next > self.now), "the same moment comes twice");
        }
        self.now = until;
    }

    fn fact(&mut self, fact: Fact) {
        self.relay.handle(self.now, Input::Fact(fact));
    }

    fn sit(&mut self, ticket: u8, seat: SeatId, is_resumed: bool) {
        let ticket = ticket % TICKETS;
        let of_seat = |owners: &[(SeatId, OwnerId)], seat| owners.iter().find(|(at, _)| *at == seat).map(|(_, id)| *id);
        let owner = of_seat(&self.owners, seat).filter(|_| is_resumed).unwrap_or(OwnerId(ticket.into()));
        // Nobody has both seats of a room.
        self.owners.retain(|(at, id)| *at != seat && (at.room, *id) != (seat.room, owner));
        let beside = of_seat(&self.owners, SeatId { is_second: !seat.is_second, ..seat });
        self.owners.push((seat, owner));
        self.seats.remove(&ticket);
        self.seats.retain(|_, (at, id)| at.room != seat.room || (*id == owner && is_resumed) || Some(*id) == beside);
        self.seats.values_mut().filter(|(at, id)| at.room == seat.room && *id == owner).for_each(|(at, _)| *at = seat);
        self.seats.insert(ticket, (seat, owner));
        let sitting = Sitting { ticket: id(ticket), socket: socket_of(ticket), seat, owner, beside };
        self.fact(if is_resumed { Fact::Resumed(sitting) } else { Fact::Seated(sitting) });
    }

    fn allocate(&mut self, way: u8, ticket: u8) {
        let answer = self.ask(way, ticket, ALLOCATE, TransactionId::from(5), &[&RequestedTransport::new(17)]);
        let message = Message::from_bytes(&answer).expect("an answer");
        if let Ok(label) = message.attribute::<XorRelayedAddress>() {
            self.allocated.insert(way, (ticket, label.addr(message.transaction_id())));
        }
    }

    fn permit(&mut self, way: u8, to: u8) {
        let Some(&(ticket, _)) = self.allocated.get(&way) else { return };
        let transaction = TransactionId::from(6);
        self.ask(way, ticket, CREATE_PERMISSION, transaction, &[&XorPeerAddress::new(self.label(to), transaction)]);
    }

    fn bind(&mut self, way: u8, channel: u8, to: u8) {
        let Some(&(ticket, _)) = self.allocated.get(&way) else { return };
        let (transaction, channel) = (TransactionId::from(7), ChannelNumber::new(0x4000 + u16::from(channel % 4)));
        let peer = XorPeerAddress::new(self.label(to), transaction);
        self.ask(way, ticket, CHANNEL_BIND, transaction, &[&channel, &peer]);
    }

    fn label(&self, way: u8) -> SocketAddr {
        self.allocated.get(&way).map_or(([192, 0, 2, 1], 80).into(), |(_, label)| *label)
    }

    fn send(&mut self, way: u8, to: u8, bytes: u8) {
        let transaction = TransactionId::from(8);
        let peer = XorPeerAddress::new(self.label(to), transaction);
        let data = vec![2; bytes.into()];
        let packet = message(MessageClass::Indication, SEND, transaction, &[&peer, &Data::new(&data)]).finish();
        self.give(way, &packet);
    }

    /// Asks with a ticket, as a client does that was told a nonce before.
    fn ask(&mut self, way: u8, ticket: u8, method: Method, id: TransactionId, says: &[&dyn AttributeWrite]) -> Vec<u8> {
        let challenge = self.give(way, &message(MessageClass::Request, method, id, &[]).finish());
        assert_eq!(challenge.len(), CHALLENGE_BYTES);
        let challenge = Message::from_bytes(&challenge).expect("an answer");
        let nonce = challenge.attribute::<Nonce>().expect("a nonce");
        let login = Credentials::new(KEY).issue(self::id(ticket), UNIX_S + LONG_MS);
        let (user, realm) = (Username::new(&login.username).expect("a name"), Realm::new("duet").expect("a realm"));
        let mut request = message(MessageClass::Request, method, id, says);
        for attribute in [&user as &dyn AttributeWrite, &realm, &nonce] {
            request.add_attribute(attribute).expect("there is room");
        }
        let key = LongTermKeyCredentials::new(login.username, login.password, "duet".into());
        let key = MessageIntegrityCredentials::from(key);
        request.add_message_integrity(&key, IntegrityAlgorithm::Sha1).expect("there is room");
        let request = request.finish();
        let answer = self.give(way, &request);
        self.last.insert(way, request);
        answer
    }

    fn change(&mut self, way: u8, at: u8, by: u8, cut: Option<u8>) {
        let Some(mut packet) = self.last.get(&way).cloned() else { return };
        let at = usize::from(at) % packet.len();
        packet[at] ^= by;
        packet.truncate(cut.map_or(packet.len(), usize::from));
        let answer = self.give(way, &packet);
        let refused = Message::from_bytes(&answer).ok().and_then(|answer| answer.attribute::<ErrorCode>().ok());
        assert!(answer.is_empty() || by == 0 || at < 20 || refused.is_some() || is_unsigned(&packet, at), "at {at}");
    }

    fn stream(&mut self, bytes: &[u8], piece: u8) {
        for piece in bytes.chunks(usize::from(piece).max(1)) {
            let mut packets = Vec::new();
            if self.readers.read(piece, |packet| packets.push(packet.to_vec())).is_err() {
                self.readers = Reader::default();
            }
            assert!(self.readers.held() < MESSAGE_MAX);
            packets.iter().for_each(|packet| _ = self.give(1, packet));
        }
    }

    fn give(&mut self, way: u8, packet: &[u8]) -> Vec<u8> {
        let (from, mut out) = (way_of(way), Vec::new());
        match self.relay.on_packet(self.now, &from, packet, &mut out) {
            Outcome::Forwarded(to) => self.forward(way, to),
            Outcome::Answered(to) => assert!(to == from && Message::from_bytes(&out).is_ok()),
            Outcome::Dropped(_) => assert!(out.is_empty()),
        }
        assert!(out.len() <= packet.len() + 100, "{} bytes for {}", out.len(), packet.len());
        out
    }

    /// The one thing that has to hold: the two sit opposite each other.
    fn forward(&mut self, from: u8, to: FiveTuple) {
        self.forwarded += 1;
        let to = (0..WAYS).find(|way| way_of(*way) == to).expect("somebody who was there");
        let seats = [from, to].map(|way| self.seats[&self.allocated[&way].0].0);
        assert!(seats[0].room == seats[1].room && seats[0].is_second != seats[1].is_second, "{seats:?}");
    }
}

/// Whether this place is behind what is signed, or only pads an attribute.
fn is_unsigned(packet: &[u8], at: usize) -> bool {
    at + 24 >= packet.len()
}

fn message(class: MessageClass, method: Method, id: TransactionId, says: &[&dyn AttributeWrite]) -> MessageWriteVec {
    let mut message = Message::builder(MessageType::from_class_method(class, method), id, MessageWriteVec::new());
    says.iter().for_each(|attribute| message.add_attribute(*attribute).expect("there is room"));
    message
}

fn id(ticket: u8) -> TicketId {
    TicketId::from_random([ticket % TICKETS; 16])
}

fn socket_of(socket: u8) -> SocketId {
    SocketId(u64::from(socket % TICKETS))
}

fn way_of(way: u8) -> FiveTuple {
    let transport = [Transport::Udp, Transport::Tcp, Transport::Tls][usize::from(way % 3)];
    let remote = SocketAddr::from(([198, 51, 100, way % 2], 5_000 + u16::from(way)));
    FiveTuple { transport, local: ([203, 0, 113, 1], 3478).into(), remote, connection: 0 }
}

/// Lets these steps happen, and everybody vanish afterwards; says how many packets went on.
pub(crate) fn check(steps: Vec<Step>) -> usize {
    let mut world = World::new();
    for step in steps {
        world.step(step);
    }
    (0..TICKETS).for_each(|socket| world.fact(Fact::Gone(socket_of(socket))));
    world.wait(LONG_MS);
    assert!(world.relay.census(world.now) == Census::default() && world.relay.deadline().is_none(), "nothing is left");
    world.forwarded
}
