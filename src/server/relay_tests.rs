//! What people would lose if the relay were wrong, and what its owner would.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};

use stun_types::attribute::{ErrorCode, Nonce, Realm, Username, XorMappedAddress};
use stun_types::message::{
    BINDING, IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageIntegrityCredentials, MessageType,
    MessageWriteExt, MessageWriteVec, Method, TransactionId,
};
use stun_types::prelude::{AttributeWrite, MessageWrite};
use turn_types::attribute::{ChannelNumber, Data, Lifetime, RequestedTransport, XorPeerAddress, XorRelayedAddress};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, REFRESH};

use super::*;
use crate::server::rooms::{OwnerId, SocketId};

#[path = "relay_tests/allocating.rs"]
mod allocating;
#[path = "relay_tests/clients.rs"]
mod clients;
#[path = "relay_tests/cost.rs"]
mod cost;
#[path = "relay_tests/forbidden.rs"]
mod forbidden;
#[path = "relay_tests/forwarding.rs"]
mod forwarding_data;
#[path = "relay_tests/garbage.rs"]
mod garbage;
#[path = "relay_tests/lifetimes.rs"]
mod lifetimes;
#[path = "relay_tests/limits.rs"]
mod limits;
#[path = "relay_tests/oracle.rs"]
mod oracle;
#[path = "relay_tests/seats.rs"]
mod seats;

const KEY: [u8; 32] = [7; 32];
/// The time since 1970 at the start of each test, in seconds.
const UNIX_S: u64 = 1_800_000_000;
const PUBLIC: [u8; 4] = [203, 0, 113, 1];

fn settings() -> Settings {
    Settings { addresses: vec![PUBLIC.into()], ..Settings::default() }
}

fn way(person: u8, port: u16) -> FiveTuple {
    let remote = SocketAddr::from(([198, 51, 100, person], port));
    FiveTuple { transport: Transport::Udp, local: (PUBLIC, 3478).into(), remote, connection: 0 }
}

fn ticket(number: u8) -> TicketId {
    TicketId::from_random([number; 16])
}

fn seat(room: u64, is_second: bool) -> SeatId {
    SeatId { room, is_second }
}

fn transport() -> RequestedTransport {
    RequestedTransport::new(17)
}

/// The relay, the time, and what a client has to know.
struct World {
    relay: Relay,
    now: Millis,
    login: Login,
    nonce: String,
    /// Whose each seat is, taken or held.
    owners: HashMap<SeatId, OwnerId>,
}

impl World {
    fn new(settings: Settings) -> Self {
        let mut relay = Relay::new(settings, KEY);
        relay.set_clock(Millis(0), UNIX_S * 1_000);
        Self { relay, now: Millis(0), login: login(1, UNIX_S + 3_600), nonce: String::new(), owners: HashMap::new() }
    }

    /// Time passes, as an adapter has it pass.
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
        if let Fact::Left(seat) = fact {
            self.owners.remove(&seat);
        }
        self.relay.handle(self.now, Input::Fact(fact));
    }

    /// Somebody sits down with the ticket and the socket of that number.
    fn sit(&mut self, number: u8, seat: SeatId) {
        let sitting = self.sitting(number, number, seat);
        self.fact(Fact::Seated(sitting));
    }

    /// Who sat there with the ticket of the second number comes back with that of the first.
    fn come_back(&mut self, number: u8, owner: u8, seat: SeatId) {
        let sitting = self.sitting(number, owner, seat);
        self.fact(Fact::Resumed(sitting));
    }

    /// Somebody beside whoever is in the other seat as far as nobody said that it is free.
    fn sitting(&mut self, number: u8, owner: u8, seat: SeatId) -> Sitting {
        let (owner, other) = (OwnerId(owner.into()), SeatId { is_second: !seat.is_second, ..seat });
        self.owners.insert(seat, owner);
        let beside = self.owners.get(&other).copied();
        Sitting { ticket: ticket(number), socket: SocketId(number.into()), seat, owner, beside }
    }

    fn give(&mut self, from: &FiveTuple, packet: &[u8]) -> (Outcome, Vec<u8>) {
        let mut out = Vec::new();
        let outcome = self.relay.on_packet(self.now, from, packet, &mut out);
        (outcome, out)
    }

    /// Asks with what one knows, and says what came back.
    fn ask(&mut self, from: &FiveTuple, method: Method, says: &[&dyn AttributeWrite]) -> Vec<u8> {
        self.ask_as(from, TransactionId::generate(), method, says)
    }

    fn ask_as(&mut self, from: &FiveTuple, id: TransactionId, method: Method, says: &[&dyn AttributeWrite]) -> Vec<u8> {
        self.nonce = self.relay.nonces.give(UNIX_S + self.now.0 / 1_000, from);
        let request = signed(id, method, says, &self.login, &self.nonce);
        let (outcome, answer) = self.give(from, &request);
        assert_eq!(outcome, Outcome::Answered(*from));
        answer
    }

    /// Allocates with a ticket.
    fn allocate(&mut self, from: &FiveTuple, number: u8) -> SocketAddr {
        self.login = login(number, UNIX_S + self.now.0 / 1_000 + 3_600);
        let answer = self.ask(from, ALLOCATE, &[&transport()]);
        label(&answer)
    }

    fn permit(&mut self, from: &FiveTuple, number: u8, peer: SocketAddr) -> Option<u16> {
        self.login = login(number, UNIX_S + 3_600);
        let id = TransactionId::generate();
        let answer = self.ask_as(from, id, CREATE_PERMISSION, &[&XorPeerAddress::new(peer, id)]);
        error_of(&answer)
    }

    fn bind(&mut self, from: &FiveTuple, number: u8, channel: u16, peer: SocketAddr) -> Option<u16> {
        self.login = login(number, UNIX_S + 3_600);
        let id = TransactionId::generate();
        let says: [&dyn AttributeWrite; 2] = [&ChannelNumber::new(channel), &XorPeerAddress::new(peer, id)];
        let answer = self.ask_as(from, id, CHANNEL_BIND, &says);
        error_of(&answer)
    }

    fn refresh(&mut self, from: &FiveTuple, number: u8, seconds: u32) -> Option<u16> {
        self.login = login(number, UNIX_S + 3_600);
        let answer = self.ask(from, REFRESH, &[&Lifetime::new(seconds)]);
        error_of(&answer)
    }

    /// Sends to a label, and says what became of it.
    fn send(&mut self, from: &FiveTuple, peer: SocketAddr, data: &[u8]) -> (Outcome, Vec<u8>) {
        self.give(from, &send_indication(peer, data))
    }

    fn throttled(&mut self) -> Vec<(SocketId, u64)> {
        self.relay.take_throttled(self.now)
    }

    /// Two people with tickets 1 and 2 and an allocation each, opposite each other, with permissions: their ways and labels.
    fn call(&mut self) -> [(FiveTuple, SocketAddr); 2] {
        let sides = [(1, false), (2, true)].map(|(person, is_second)| {
            self.fact(Fact::Issued(ticket(person), SocketId(person.into())));
            let label = self.allocate(&way(person, 5_000), person);
            self.sit(person, seat(1, is_second));
            (way(person, 5_000), label)
        });
        assert_eq!(self.permit(&sides[0].0, 1, sides[1].1), None);
        assert_eq!(self.permit(&sides[1].0, 2, sides[0].1), None);
        sides
    }

    /// Whether a packet of one comes to the other.
    fn flows(&mut self, from: (FiveTuple, SocketAddr), to: (FiveTuple, SocketAddr)) -> bool {
        self.send(&from.0, to.1, b"sound").0 == Outcome::Forwarded(to.0)
    }
}

fn login(number: u8, expiry: u64) -> Login {
    Credentials::new(KEY).issue(ticket(number), expiry)
}

fn request(id: TransactionId, method: Method, says: &[&dyn AttributeWrite]) -> MessageWriteVec {
    let kind = MessageType::from_class_method(MessageClass::Request, method);
    let mut message = Message::builder(kind, id, MessageWriteVec::new());
    says.iter().for_each(|attribute| message.add_attribute(*attribute).expect("there is room"));
    message
}

fn unsigned(method: Method, says: &[&dyn AttributeWrite]) -> Vec<u8> {
    request(TransactionId::generate(), method, says).finish()
}

fn signed(id: TransactionId, method: Method, says: &[&dyn AttributeWrite], login: &Login, nonce: &str) -> Vec<u8> {
    let mut message = request(id, method, says);
    message.add_attribute(&Username::new(&login.username).expect("a name")).expect("there is room");
    message.add_attribute(&Realm::new("duet").expect("a realm")).expect("there is room");
    message.add_attribute(&Nonce::new(nonce).expect("a nonce")).expect("there is room");
    message.add_message_integrity(&key(login), IntegrityAlgorithm::Sha1).expect("there is room");
    message.finish()
}

fn key(login: &Login) -> MessageIntegrityCredentials {
    LongTermKeyCredentials::new(login.username.clone(), login.password.clone(), "duet".into()).into()
}

fn send_indication(peer: SocketAddr, data: &[u8]) -> Vec<u8> {
    let mut message = Message::builder_indication(SEND, MessageWriteVec::new());
    let id = message.transaction_id();
    message.add_attribute(&XorPeerAddress::new(peer, id)).expect("there is room");
    message.add_attribute(&Data::new(data)).expect("there is room");
    message.finish()
}

fn channel_data(channel: u16, data: &[u8]) -> Vec<u8> {
    [&channel.to_be_bytes()[..], &(data.len() as u16).to_be_bytes(), data].concat()
}

fn error_of(answer: &[u8]) -> Option<u16> {
    let message = Message::from_bytes(answer).expect("an answer");
    message.attribute::<ErrorCode>().ok().map(|error| error.code())
}

fn label(answer: &[u8]) -> SocketAddr {
    let message = Message::from_bytes(answer).expect("an answer");
    let label = message.attribute::<XorRelayedAddress>().unwrap_or_else(|_| panic!("{:?}", error_of(answer)));
    label.addr(message.transaction_id())
}

fn dropped(why: Dropped) -> (Outcome, Vec<u8>) {
    (Outcome::Dropped(why), Vec::new())
}

#[test]
fn a_binding_request_is_answered_with_the_address_and_nothing_else() {
    let mut world = World::new(settings());
    for (remote, bytes) in [("198.51.100.7:5", 32), ("[::ffff:198.51.100.7]:5", 32), ("[2001:db8::7]:5", 44)] {
        let remote: SocketAddr = remote.parse().expect("an address");
        for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
            let from = FiveTuple { transport, remote, ..way(1, 5) };
            let (outcome, answer) = world.give(&from, &unsigned(BINDING, &[]));
            assert_eq!((outcome, answer.len()), (Outcome::Answered(from), bytes));
            let message = Message::from_bytes(&answer).expect("an answer");
            let mapped = message.attribute::<XorMappedAddress>().expect("an address").addr(message.transaction_id());
            assert_eq!(mapped, SocketAddr::new(remote.ip().to_canonical(), 5));
        }
    }
    assert_eq!(world.relay.tally().of(Count::Bindings), 9);
}

#[test]
fn what_has_to_be_understood_and_is_not_is_named() {
    let mut world = World::new(settings());
    let unknown = stun_types::attribute::RawAttribute::new(0x0003.into(), &[0, 0, 0, 6]);
    let (_, answer) = world.give(&way(1, 5), &unsigned(BINDING, &[&unknown]));
    assert_eq!(error_of(&answer), Some(420));
    assert_eq!(answer.len(), 36);
    let message = Message::from_bytes(&answer).expect("an answer");
    let named = message.attribute::<stun_types::attribute::UnknownAttributes>().expect("what is unknown");
    assert!(named.has_attribute(0x0003.into()));
    // What need not be understood is passed over.
    let software = stun_types::attribute::Software::new("somebody").expect("a name");
    assert_eq!(world.give(&way(1, 5), &unsigned(BINDING, &[&software])).1.len(), 32);
}
