//! The world around the calls: a network that delays, a server that is the real rooms, browsers that take their time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use duet::call::link::TransportState;
use duet::call::seat::{Address, Arrival, StoredSeat};
use duet::call::view::{Intent, Phase, View};
use duet::call::{Call, Device, Event, MediaEvent, PeerEvent};
use duet::clock::Millis;
use duet::protocol::identity::{ConnectionId, VisitId};
use duet::protocol::signal::ChannelMessage;
use duet::protocol::{ClientMessage, Measured, ServerMessage};
use duet::server::pass::{KEY_BYTES, Passes};
use duet::server::rooms::{Input, Rooms, SETTLING_MS, SocketId};

use fake_browser::FakePeer;

#[path = "browser.rs"]
mod fake_browser;
#[path = "faults.rs"]
mod faults;
#[path = "hands.rs"]
mod hands;
#[path = "links.rs"]
mod links;
#[path = "network.rs"]
mod network;

/// The longest way of a message between page and server, in milliseconds.
pub(crate) const TRIP_MAX_MS: u64 = 20;

/// The longest time that a browser takes for one step: a description, a handshake, a first frame.
pub(crate) const STEP_MAX_MS: u64 = 30;

/// Something that will happen.
#[derive(Debug, Clone)]
enum Happening {
    /// To a page, if it is still the same page.
    Event(usize, u32, Event),
    /// To a page's socket, if it is still open on both sides.
    FromServer(SocketId, ServerMessage),
    ToServer(SocketId, ClientMessage),
    SocketOpens(SocketId),
    SocketCloses(SocketId),
    ClientNotices(SocketId),
    Heartbeat(SocketId),
    Silence(SocketId),
    OperationDone(usize, ConnectionId),
    LinkUp(usize, ConnectionId),
    /// The browser thinks worse of a path that was lost at that time, if it is lost still.
    PathSinks(usize, ConnectionId, u64, TransportState),
    PathReturns,
    PageWakes(usize, u32),
    OverChannel(usize, ConnectionId, ChannelMessage),
    LoadPage(usize, u32, bool),
    ServerWakes,
}

struct Socket {
    person: usize,
    /// The client's end and the server's: either may believe longer than the other.
    client: bool,
    server: bool,
    /// Nothing passes any more, though nobody may have noticed.
    dead: bool,
    heard: u64,
    /// Messages keep their order: none arrives before the one sent before it.
    last_arrival: u64,
}

/// Which peer connections a browser makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Peers {
    #[default]
    All,
    /// It refuses an address of the ICE servers.
    WithoutServers,
    None,
}

struct Page {
    call: Call,
    generation: u32,
    alive: bool,
    socket: Option<SocketId>,
    peer: Option<FakePeer>,
    captured: bool,
    camera: bool,
    address: Option<String>,
    stored: Option<(StoredSeat, u64)>,
    wake_at: Option<Millis>,
    blocked: bool,
    doubled: bool,
    /// Nobody looks at the page: browsers wake it right after whole seconds only.
    hidden: bool,
    asleep: bool,
    /// What happens while the page sleeps is heard when it wakes.
    deferred: Vec<Event>,
    /// How much the page's clock is behind.
    skew: u64,
    starts: u32,
    /// No device can be started.
    broken: bool,
    /// The camera is on, and no picture of it ever comes.
    dark: bool,
    /// Which peer connections the browser makes.
    peers: Peers,
    /// The microphone sends what it hears.
    heard: bool,
    /// When the password was made with which paths are searched.
    ice_servers: Option<u64>,
    /// How often the encoder was made to send a whole picture.
    whole_pictures: u32,
}

/// The whole of it.
pub(crate) struct World {
    now: u64,
    order: u64,
    random: u64,
    happenings: BinaryHeap<Reverse<(u64, u64, u64)>>,
    what: HashMap<u64, Happening>,
    pages: Vec<Page>,
    rooms: Rooms,
    server_back_at: u64,
    server_wakes_at: Option<u64>,
    blocked_since: Option<u64>,
    blocked_until: u64,
    sockets: HashMap<SocketId, Socket>,
    /// Every signal that was sent, by its sender and content.
    sent: HashMap<(VisitId, String), usize>,
    /// What the pages told of their call, and whose they were.
    pub(crate) measured: Vec<(usize, Measured)>,
    /// When the server was told whether media flows, and whether it does.
    pub(crate) reported: Vec<(u64, bool)>,
}

impl World {
    /// A world with so many people, none of whom has opened the page.
    pub(crate) fn new(seed: u64, people: usize) -> Self {
        let mut world = Self {
            // The server has long known by itself who sits where.
            now: SETTLING_MS + 1_000,
            order: 0,
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            happenings: BinaryHeap::new(),
            what: HashMap::new(),
            pages: Vec::new(),
            rooms: Rooms::new(Millis(0), 0, passes()),
            server_back_at: 0,
            server_wakes_at: None,
            blocked_since: None,
            blocked_until: 0,
            sockets: HashMap::new(),
            sent: HashMap::new(),
            measured: Vec::new(),
            reported: Vec::new(),
        };
        for person in 0..people {
            let call = world.new_call(person, 0);
            world.pages.push(Page {
                call,
                generation: 0,
                alive: false,
                socket: None,
                peer: None,
                captured: false,
                camera: true,
                address: None,
                stored: None,
                wake_at: None,
                blocked: false,
                doubled: false,
                hidden: false,
                asleep: false,
                deferred: Vec::new(),
                skew: 0,
                starts: 0,
                dark: false,
                peers: Peers::All,
                broken: false,
                heard: true,
                ice_servers: None,
                whole_pictures: 0,
            });
        }
        world
    }

    pub(crate) fn arrive(&mut self, person: usize) {
        self.load(person, false);
    }

    pub(crate) fn press(&mut self, person: usize, intent: Intent) {
        self.feed(person, Event::Intent(intent));
    }

    pub(crate) fn view(&self, person: usize) -> View {
        self.pages[person].call.view()
    }

    pub(crate) fn phase(&self, person: usize) -> Phase {
        self.view(person).phase
    }

    pub(crate) fn phases(&self) -> Vec<Phase> {
        (0..self.pages.len()).map(|person| self.phase(person)).collect()
    }

    /// How often a signal was sent that had been sent before.
    pub(crate) fn signals_sent_again(&self) -> usize {
        self.sent.values().map(|times| times - 1).sum()
    }

    /// How many signals were sent.
    pub(crate) fn signals_sent(&self) -> usize {
        self.sent.values().sum()
    }

    /// Lets time pass.
    pub(crate) fn run(&mut self, ms: u64) {
        let until = self.now + ms;
        while let Some(Reverse((at, _, key))) = self.happenings.peek().copied().filter(|next| next.0.0 <= until) {
            self.happenings.pop();
            self.now = self.now.max(at);
            if let Some(happening) = self.what.remove(&key) {
                self.happen(happening);
            }
        }
        self.now = until;
    }

    /// Lets time pass until something is so; whether that takes no longer than so many milliseconds.
    pub(crate) fn comes_to(&mut self, ms: u64, is_so: impl Fn(&Self) -> bool) -> bool {
        (0..ms).any(|_| {
            self.run(1);
            is_so(self)
        })
    }

    fn new_call(&mut self, person: usize, generation: u32) -> Call {
        let mut random = self.random ^ ((person as u64 + 1) << 40) ^ (u64::from(generation) << 20);
        Call::new(Box::new(move || {
            let (one, two) = (next_random(&mut random), next_random(&mut random));
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&one.to_le_bytes());
            bytes[8..].copy_from_slice(&two.to_le_bytes());
            bytes
        }))
    }

    fn load(&mut self, person: usize, reloaded: bool) {
        let generation = self.pages[person].generation;
        let call = self.new_call(person, generation);
        let now = self.now;
        let page = &mut self.pages[person];
        page.call = call;
        page.alive = true;
        page.camera = true;
        page.wake_at = None;
        let arrival = Arrival {
            address: page.address.clone().map_or(Address::Lobby, Address::Room),
            build: String::new(),
            seat: page.stored.as_ref().map(|(seat, _)| seat.clone()),
            reloaded,
            seat_age_ms: page.stored.as_ref().map_or(0, |(_, used)| now - used),
        };
        self.feed(person, Event::Arrived(arrival));
    }

    fn feed(&mut self, person: usize, event: Event) {
        if !self.pages[person].alive {
            return;
        }
        if self.pages[person].asleep {
            return self.pages[person].deferred.push(event);
        }
        if event == Event::Media(MediaEvent::Granted) {
            self.pages[person].captured = true;
            self.pages[person].camera = true;
        }
        if event == Event::Media(MediaEvent::Started(Device::Camera)) && self.pages[person].captured {
            self.pages[person].camera = true;
            self.show_picture_again(person);
        }
        let now = self.page_time(person);
        let commands = self.pages[person].call.handle(now, event);
        for command in commands {
            self.perform(person, command);
        }
        let deadline = self.pages[person].call.deadline();
        if deadline != self.pages[person].wake_at
            && let Some(at) = deadline
        {
            self.pages[person].wake_at = deadline;
            let generation = self.pages[person].generation;
            let wait = at.0.saturating_sub(now.0).max(1);
            let wait =
                if self.pages[person].hidden { (now.0 + wait).next_multiple_of(1_000) + 4 - now.0 } else { wait };
            self.schedule(wait, Happening::Event(person, generation, Event::Woke));
        }
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Event(person, generation, event) => {
                if self.pages[person].generation == generation {
                    if event == Event::Woke {
                        self.pages[person].wake_at = None;
                    }
                    self.feed(person, event);
                }
            }
            Happening::FromServer(id, message) => {
                let Some(socket) = self.sockets.get(&id).filter(|socket| socket.client && !socket.dead) else { return };
                let person = socket.person;
                let twice = self.pages[person].doubled && matches!(message, ServerMessage::Signal(_));
                if twice {
                    self.feed(person, Event::SocketMessage(message.clone()));
                }
                self.feed(person, Event::SocketMessage(message));
            }
            Happening::ToServer(id, message) => {
                let now = self.now;
                let Some(socket) = self.sockets.get_mut(&id).filter(|socket| socket.server && !socket.dead) else {
                    return;
                };
                socket.heard = now;
                let person = socket.person;
                match message {
                    ClientMessage::Refresh => self.refresh(id),
                    ClientMessage::Measured(measured) => self.measured.push((person, measured)),
                    ClientMessage::Report { flowing } => self.reported.push((now, flowing)),
                    _ => {}
                }
                self.server_hears(id, message);
            }
            Happening::SocketOpens(id) => self.socket_opens(id),
            Happening::SocketCloses(id) => self.server_loses(id),
            Happening::ClientNotices(id) => self.client_notices(id),
            Happening::Heartbeat(id) => self.heartbeat(id),
            Happening::Silence(id) => self.lose_if_silent(id),
            Happening::OperationDone(person, connection) => self.operation_done(person, connection),
            Happening::LinkUp(person, connection) => self.link_up(person, connection),
            Happening::PathSinks(person, connection, lost_at, state) => {
                let peer = self.pages[person].peer.as_ref();
                if peer.is_some_and(|peer| peer.id == connection && peer.lost_at == Some(lost_at)) {
                    self.peer_event(person, connection, PeerEvent::Transport(state));
                }
            }
            Happening::PathReturns => self.path_returns(),
            Happening::PageWakes(person, generation) => {
                if self.pages[person].generation == generation {
                    self.page_wakes(person);
                }
            }
            Happening::OverChannel(person, connection, message) => {
                self.peer_event(person, connection, PeerEvent::ChannelMessage(message));
            }
            Happening::LoadPage(person, generation, reloaded) => {
                if self.pages[person].generation == generation {
                    self.load(person, reloaded);
                }
            }
            Happening::ServerWakes => {
                self.server_wakes_at = None;
                self.server(Input::Woke);
            }
        }
    }

    fn schedule(&mut self, wait: u64, happening: Happening) {
        self.order += 1;
        self.happenings.push(Reverse((self.now + wait, self.order, self.order)));
        self.what.insert(self.order, happening);
    }

    fn step(&mut self, happening: Happening) {
        let wait = 1 + self.chance(STEP_MAX_MS);
        self.schedule(wait, happening);
    }

    /// A message on a socket, behind those before it.
    fn trip(&mut self, id: SocketId, happening: Happening) {
        let wait = 1 + self.chance(TRIP_MAX_MS);
        let now = self.now;
        let Some(socket) = self.sockets.get_mut(&id) else { return };
        let arrival = (now + wait).max(socket.last_arrival);
        socket.last_arrival = arrival;
        self.schedule(arrival - now, happening);
    }

    fn chance(&mut self, below: u64) -> u64 {
        next_random(&mut self.random) % below
    }
}

/// The key outlives every server.
fn passes() -> Passes {
    Passes::new([3; KEY_BYTES])
}

/// xorshift64*: small, and the same on every machine.
fn next_random(state: &mut u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    state.wrapping_mul(0x2545_f491_4f6c_dd1d)
}
