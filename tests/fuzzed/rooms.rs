//! Whatever people say, in whatever order and at whatever time: never more than two sit in a room, nobody comes through a shut
//! door who has not been inside or let in, who knocks is answered once, nobody is told anything who has gone, time alone never
//! spins, and when all have gone nothing is left of them.
//!
//! The relay is told what the server would tell it: it links two who sit opposite each other, nobody else, and nobody any more who has
//! left, moved or was put out.

use std::collections::{BTreeMap, BTreeSet};

use arbitrary::Arbitrary;
use duet::clock::Millis;
use duet::protocol::identity::{SeatSecret, VisitId};
use duet::protocol::occupancy::Occupancy;
use duet::protocol::room_name::{RoomKey, RoomName};
use duet::protocol::signal::{Length, Payload, Signal};
use duet::protocol::{Access, Claim, ClientMessage, Join, PROTOCOL_VERSION, ServerMessage};
use duet::server::pass::{KEY_BYTES, Passes, digest};
use duet::server::relay::{self as turn, Fact, Relay, Settings, Sitting, TicketId};
use duet::server::rooms::{Input, Output, Rooms, SETTLING_MS, SocketId};

const ROOMS: [&str; 3] = ["tea", "TEA", "coffee"];
const SOCKETS: u64 = 7;
const PEOPLE: u8 = 4;
const ROOMS_MAX: usize = 2;
const KEY: [u8; KEY_BYTES] = [7; KEY_BYTES];
/// Longer than any seat is held.
const LONG_MS: u64 = 60_000;
/// So long the relay keeps the link of somebody whose socket has gone and who sends nothing, in milliseconds.
const SILENT_MS: u64 = 30_000;

/// What may happen next.
#[derive(Debug, Arbitrary)]
pub(crate) enum Step {
    Wait {
        ms: u16,
    },
    Join {
        socket: u8,
        room: u8,
        person: u8,
        visit: u8,
        claims: bool,
        flowing: bool,
    },
    Signal {
        socket: u8,
        from: u8,
        to: Option<u8>,
    },
    Ack {
        socket: u8,
        to: u8,
        up_to: u32,
    },
    Report {
        socket: u8,
        flowing: bool,
    },
    Repair {
        socket: u8,
    },
    Pong {
        socket: u8,
    },
    Access {
        socket: u8,
        access: u8,
    },
    Door {
        socket: u8,
    },
    Knock {
        socket: u8,
        room: u8,
    },
    Answer {
        socket: u8,
        knock: u8,
        admit: bool,
    },
    Leave {
        socket: u8,
    },
    Lose {
        socket: u8,
    },
    Drain,
    /// The server is killed, and another one with the same key starts.
    Restart,
}

struct World {
    rooms: Rooms,
    now: Millis,
    open: BTreeSet<SocketId>,
    /// Who sits where, as they were told.
    seated: BTreeMap<SocketId, &'static str>,
    /// Whose join has no answer yet.
    waiting: BTreeSet<SocketId>,
    /// What each socket asked for last, and with whom its claim says that it was in a call.
    asked: BTreeMap<SocketId, (&'static str, u8, Option<u8>)>,
    /// What each person remembers of their seat in a room.
    claims: BTreeMap<(&'static str, u8), Claim>,
    /// What is known of each door from outside.
    doors: BTreeMap<&'static str, Door>,
    /// Whom the youngest pass names that was shown since the start, and of when it is.
    belong: BTreeMap<&'static str, (u64, BTreeSet<u8>)>,
    /// At whose door each socket stands.
    knocking: BTreeMap<SocketId, &'static str>,
    started: Millis,
    /// Who just sat down where the door may be as a pass says, and asks how it is.
    to_ask: BTreeSet<SocketId>,
    /// Who of them asks now.
    asks: Option<SocketId>,
    /// The relay, of which each socket has a ticket.
    relay: Relay,
    /// Whose tickets may have a link: who was seated with it, and has neither left, moved nor made space for somebody since.
    linked: BTreeMap<SocketId, (&'static str, u8)>,
    /// Since when each socket has gone.
    gone: BTreeMap<SocketId, Millis>,
}

#[derive(Default)]
struct Door {
    access: Access,
    /// Who has sat inside since the room was empty.
    known: BTreeSet<u8>,
    /// For whom a seat was kept, as the claim of who sits inside says that they were in a call.
    expected: BTreeSet<u8>,
    invited: BTreeSet<SocketId>,
}

impl World {
    fn new() -> Self {
        let mut relay = Relay::new(Settings::default(), KEY);
        for socket in (0..SOCKETS).map(SocketId) {
            relay.handle(Millis(0), turn::Input::Fact(Fact::Issued(ticket_of(socket), socket)));
        }
        Self {
            rooms: Rooms::new(Millis(0), ROOMS_MAX, Passes::new(KEY)),
            relay,
            linked: BTreeMap::new(),
            gone: BTreeMap::new(),
            now: Millis(0),
            open: (0..SOCKETS).map(SocketId).collect(),
            seated: BTreeMap::new(),
            waiting: BTreeSet::new(),
            asked: BTreeMap::new(),
            claims: BTreeMap::new(),
            doors: BTreeMap::new(),
            belong: BTreeMap::new(),
            knocking: BTreeMap::new(),
            started: Millis(0),
            to_ask: BTreeSet::new(),
            asks: None,
        }
    }

    /// Whether the server goes by passes that it has seen.
    fn is_settling(&self) -> bool {
        self.now < self.started.after(SETTLING_MS)
    }

    fn start_again(&mut self) {
        let claims = std::mem::take(&mut self.claims);
        *self = Self { now: self.now, started: self.now, claims, ..Self::new() };
        self.rooms = Rooms::new(self.now, ROOMS_MAX, Passes::new(KEY));
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Wait { ms } => self.wait(u64::from(ms)),
            Step::Join { socket, room, person, visit, claims, flowing } => {
                let (name, person) = (ROOMS[usize::from(room) % ROOMS.len()], person % PEOPLE);
                let known = self.claims.get(&(folded(name), person)).copied();
                let claim = known.filter(|_| claims).map(|claim| Claim { flowing, ..claim });
                let join = Join {
                    version: PROTOCOL_VERSION,
                    name: name.into(),
                    visit: visit_of(visit),
                    secret: secret_of(person),
                    claim,
                    signals: Vec::new(),
                };
                let socket = socket_of(socket);
                if self.open.contains(&socket) && !self.seated.contains_key(&socket) && self.waiting.insert(socket) {
                    let other = claim
                        .and_then(|claim| claim.peer)
                        .and_then(|peer| (0..PEOPLE).find(|one| digest(&secret_of(*one)) == peer.seat));
                    self.asked.insert(socket, (folded(name), person, other));
                    claim.into_iter().for_each(|claim| self.show(folded(name), person, &claim));
                }
                self.say(socket, ClientMessage::Join(join));
            }
            Step::Signal { socket, from, to } => {
                let payload =
                    Payload::Candidate { link: serde_json::from_str(LINK).expect("a link"), candidate: Length(1) };
                let (from, to) = (visit_of(from), to.map(visit_of));
                self.say(socket_of(socket), ClientMessage::Signal(Signal { from, to, seq: 1, payload }));
            }
            Step::Ack { socket, to, up_to } => {
                self.say(socket_of(socket), ClientMessage::Ack { to: visit_of(to), up_to });
            }
            Step::Report { socket, flowing } => self.say(socket_of(socket), ClientMessage::Report { flowing }),
            Step::Repair { socket } => self.say(socket_of(socket), ClientMessage::Repair),
            Step::Pong { socket } => self.say(socket_of(socket), ClientMessage::Pong),
            Step::Access { socket, access } => {
                let access = [Access::Open, Access::Knock, Access::Locked][usize::from(access) % 3];
                self.say(socket_of(socket), ClientMessage::Access(access));
            }
            Step::Door { socket } => self.say(socket_of(socket), ClientMessage::Door),
            Step::Knock { socket, room } => {
                let (socket, name) = (socket_of(socket), ROOMS[usize::from(room) % ROOMS.len()]);
                let is_free = !self.seated.contains_key(&socket) && !self.waiting.contains(&socket);
                if self.open.contains(&socket) && is_free && !self.knocking.contains_key(&socket) {
                    self.knocking.insert(socket, folded(name));
                }
                self.say(socket, ClientMessage::Knock { name: name.into() });
            }
            Step::Answer { socket, knock, admit } => {
                self.say(socket_of(socket), ClientMessage::Answer { knock: u64::from(knock), admit });
            }
            Step::Leave { socket } => {
                self.knocking.remove(&socket_of(socket));
                self.unlink(socket_of(socket));
                self.seated.remove(&socket_of(socket));
                self.waiting.remove(&socket_of(socket));
                self.say(socket_of(socket), ClientMessage::Leave);
            }
            Step::Lose { socket } => self.lose(socket_of(socket)),
            Step::Drain => self.handle(Input::Drain),
            Step::Restart => self.start_again(),
        }
    }

    /// Takes down whom a pass names, if it is as young as any that was shown, as long as the server goes by them.
    fn show(&mut self, room: &'static str, person: u8, claim: &Claim) {
        let said = Passes::new(KEY).read(claim, &key_of(room), digest(&secret_of(person)));
        let Some(said) = said.filter(|said| said.proves && self.is_settling()) else { return };
        let beside = (0..PEOPLE).filter(|one| Some(digest(&secret_of(*one))) == said.beside);
        let (at, named) = self.belong.entry(room).or_default();
        if said.at > *at {
            named.clear();
        }
        if said.at >= *at {
            *at = said.at;
            named.extend(beside.chain([person]));
        }
    }

    fn say(&mut self, socket: SocketId, message: ClientMessage<duet::protocol::signal::Passing>) {
        if self.open.contains(&socket) {
            self.handle(Input::said(socket, None, message));
        }
    }

    fn lose(&mut self, socket: SocketId) {
        if self.open.remove(&socket) {
            self.seated.remove(&socket);
            self.waiting.remove(&socket);
            self.knocking.remove(&socket);
            self.handle(Input::Lost(socket));
            self.has_gone(socket);
        }
    }

    fn has_gone(&mut self, socket: SocketId) {
        self.gone.insert(socket, self.now);
        self.fact(Fact::Gone(socket));
    }

    fn fact(&mut self, fact: Fact) {
        self.relay.handle(self.now, turn::Input::Fact(fact));
    }

    /// Whoever sits there has nothing in this room any more that may flow.
    fn unlink(&mut self, socket: SocketId) {
        if let Some(room) = self.seated.get(&socket) {
            let owner = (*room, self.asked[&socket].1);
            self.linked.retain(|_, linked| *linked != owner);
        }
    }

    /// Somebody sits down beside somebody or nobody: others who were there before have lost their places, and what one had oneself
    /// counts only for whoever comes back.
    fn link(&mut self, socket: SocketId, is_back: bool, beside: Option<u8>) {
        let (room, person, _) = self.asked[&socket];
        let had_link = self.linked.values().any(|linked| *linked == (room, person));
        self.linked.retain(|_, (at, other)| match (*at == room, *other == person) {
            (false, _) => true,
            (true, true) => is_back,
            // Nobody else has taken their seat since.
            (true, false) => beside == Some(*other) || (beside.is_none() && is_back && had_link),
        });
        self.linked.insert(socket, (room, person));
    }

    fn assert_links(&self) {
        for (one, other) in (0..SOCKETS).flat_map(|one| (0..one).map(move |other| (SocketId(one), SocketId(other)))) {
            let is_linked = self.relay.sit_opposite(ticket_of(one), ticket_of(other));
            let seats = [one, other].map(|socket| self.linked.get(&socket));
            let may_be = matches!(seats, [Some(one), Some(other)] if one.0 == other.0 && one.1 != other.1);
            let is_over = |socket| self.gone.get(socket).is_some_and(|gone| self.now >= gone.after(SILENT_MS));
            let is_over = [one, other].iter().any(is_over);
            assert!(!is_linked || (may_be && !is_over), "{one:?} and {other:?} are linked: {seats:?}");
            let both = [one, other].map(|socket| self.seated.get(&socket));
            assert!(is_linked || both[0].is_none() || both[0] != both[1], "{one:?} and {other:?} are not linked");
        }
    }

    /// Lets time pass, as the hub does: the rooms are woken when they asked to be.
    fn wait(&mut self, ms: u64) {
        let until = self.now.after(ms);
        while let Some(at) = self.rooms.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.handle(Input::Woke);
            assert!(self.rooms.deadline().is_none_or(|next| next > self.now), "the same moment comes twice");
        }
        self.now = until;
        self.relay.handle(self.now, turn::Input::Woke);
        self.assert_links();
    }

    fn handle(&mut self, input: Input) {
        self.relay.handle(self.now, turn::Input::Woke);
        for output in self.rooms.handle(self.now, input) {
            match output {
                Output::Send(socket, message) => self.told(socket, &message),
                Output::Forward(socket) => {
                    assert!(self.seated.contains_key(&socket), "a signal for somebody without a seat")
                }
                Output::Seated { socket, seat, is_back, owner, beside } => {
                    let sitting = Sitting { ticket: ticket_of(socket), socket, seat, owner, beside };
                    self.fact(if is_back { Fact::Resumed(sitting) } else { Fact::Seated(sitting) });
                }
                Output::Left(seat) => self.fact(Fact::Left(seat)),
                Output::Close(socket) | Output::Drop(socket) => {
                    self.seated.remove(&socket);
                    self.knocking.remove(&socket);
                    self.open.remove(&socket);
                    self.has_gone(socket);
                }
            }
        }
        self.assert_links();
        let rooms = &self.rooms;
        self.doors.retain(|name, _| rooms.occupancy(&key_of(name)) != Occupancy::Empty);
        self.belong.retain(|name, _| rooms.occupancy(&key_of(name)) != Occupancy::Empty);
        let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
        for room in self.seated.values() {
            *inside.entry(room).or_default() += 1;
        }
        assert!(inside.values().all(|people| *people <= 2), "{inside:?}");
        let census = self.rooms.census();
        assert_eq!(census.taken, self.seated.len(), "who was told of a seat has one");
        assert!(census.rooms <= ROOMS_MAX && census.taken + census.held <= 2 * census.rooms);
        if let Some(socket) = self.to_ask.pop_first() {
            self.asks = Some(socket);
            self.say(socket, ClientMessage::Door);
            self.asks = None;
        }
    }

    fn told(&mut self, socket: SocketId, message: &ServerMessage) {
        assert!(self.open.contains(&socket), "{message:?} for somebody who has gone");
        match message {
            ServerMessage::Joined { role, resumed, pass, beside, peer, .. } => {
                let (room, person, other) = self.asked[&socket];
                let neighbour = peer.and_then(|peer| (0..PEOPLE).find(|one| digest(&secret_of(*one)) == peer.seat));
                self.link(socket, *resumed, neighbour);
                let is_first = !self.doors.contains_key(room);
                let belongs = self.belong.get(room).is_some_and(|(_, named)| named.contains(&person));
                let may_be_restored = self.is_settling() && belongs;
                self.waiting.remove(&socket);
                self.seated.insert(socket, room);
                let door = self.doors.entry(room).or_default();
                let is_welcome = match door.access {
                    Access::Open => true,
                    Access::Knock => door.known.contains(&person) || door.invited.contains(&socket),
                    Access::Locked => door.known.contains(&person),
                };
                assert!(is_welcome || may_be_restored, "{person} came through a door that was {:?}", door.access);
                door.known.insert(person);
                door.expected.extend(other);
                let peer = peer.map(|peer| duet::protocol::Neighbour { seat: peer.seat, visit: peer.visit });
                let claim = Claim { pass: *pass, role: *role, beside: *beside, peer, flowing: true };
                self.claims.insert((room, person), claim);
                if is_first || may_be_restored {
                    self.to_ask.insert(socket);
                }
            }
            ServerMessage::Pass { pass, beside } => {
                let (room, person, _) = self.asked[&socket];
                if let Some(claim) = self.claims.get_mut(&(room, person)) {
                    (claim.pass, claim.beside) = (*pass, *beside);
                }
            }
            // Also for somebody who sat where another belongs.
            ServerMessage::Full | ServerMessage::Refused { .. } => {
                self.knocking.remove(&socket);
                self.waiting.remove(&socket);
                self.unlink(socket);
                self.seated.remove(&socket);
            }
            ServerMessage::Moved { .. } => self.unlink(socket),
            ServerMessage::Access(access) => {
                let room = self.seated[&socket];
                let full = self.rooms.occupancy(&key_of(room)) == Occupancy::Full;
                let door = self.doors.entry(room).or_default();
                if *access != Access::Knock {
                    door.invited.clear();
                }
                if full {
                    // Who has a seat that is kept for them is one of the two who are locked in.
                    door.known.append(&mut door.expected);
                }
                door.access = *access;
            }
            ServerMessage::Door { access, .. } => {
                let Some(room) = self.seated.get(&socket) else { return };
                let door = self.doors.entry(room).or_default();
                if self.asks == Some(socket) {
                    door.access = access.unwrap_or_default();
                    door.known.append(&mut door.expected);
                }
                let known = door.access;
                assert_eq!(access.unwrap_or_default(), known, "the door is as it was said to be");
            }
            ServerMessage::Knocked { .. } | ServerMessage::KnockOver { .. } => {
                assert!(self.seated.contains_key(&socket), "a knock for somebody without a seat");
            }
            ServerMessage::Answered { admit } => {
                let room = self.knocking.remove(&socket).expect("an answer for somebody who did not knock");
                if *admit {
                    self.doors.entry(room).or_default().invited.insert(socket);
                }
            }
            _ => {}
        }
    }
}

const LINK: &str = r#"{"connection":"0000000000000001"}"#;

fn socket_of(byte: u8) -> SocketId {
    SocketId(u64::from(byte) % SOCKETS)
}

fn ticket_of(socket: SocketId) -> TicketId {
    TicketId::from_random([socket.0 as u8; 16])
}

fn secret_of(person: u8) -> SeatSecret {
    SeatSecret::from_random([person; 16])
}

fn visit_of(byte: u8) -> VisitId {
    VisitId::from_random([byte % 6; 8])
}

fn key_of(name: &str) -> RoomKey {
    RoomName::parse(name).expect("a name").key()
}

/// Names that are the same room.
fn folded(name: &'static str) -> &'static str {
    if name == "TEA" { "tea" } else { name }
}

/// Lets these steps happen, and everybody go afterwards.
pub(crate) fn check(steps: Vec<Step>) {
    let mut world = World::new();
    for step in steps {
        world.step(step);
    }
    (0..SOCKETS).for_each(|socket| world.lose(SocketId(socket)));
    world.wait(LONG_MS);
    assert!(world.rooms.is_empty() && world.rooms.deadline().is_none(), "nothing is left");
    assert!(world.relay.census(world.now) == turn::Census::default() && world.relay.deadline().is_none());
}
