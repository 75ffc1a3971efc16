//! A call as the page decides it: pure code, that owns no socket, clock or browser object.
//!
//! [`Call::handle`] takes an event and the time and answers with commands; `runtime::driver` turns what happens in the
//! browser into events and does what the commands say. So two calls and the server's rooms can be run against each
//! other in virtual time (`tests/two_people.rs`).
//!
//! # Layout, in the order of a call
//! - [`lobby`]: permission, the room dialog, the address bar, leaving
//! - [`seat`]: what a tab remembers, and when it may come back unasked
//! - [`mod@line`]: when to open a socket, when to give one up
//! - [`devices`]: camera and microphone, switched, lost and replaced
//! - [`room`]: what the server says: the seat, and who has the other one
//! - [`visit`]: under which the other person knows us
//! - [`signals`]: the way of a signal to the other person
//! - [`mailbox`]: signals that arrive once and in order
//! - [`negotiation`]: offer and answer (W3C perfect negotiation)
//! - [`tuning`]: what the other side is made to ask of our encoders
//! - [`connection`]: the peer connection's events
//! - [`link`]: whether the path lives, and how it is repaired
//! - [`tabs`]: other tabs of the same browser
//! - [`wake`]: sleep, frozen tabs, pages that are left and come back
//! - [`view`]: what of all this a person sees
//!
//! [`event`] has what goes in and comes out.

mod connection;
mod devices;
pub mod event;
pub mod line;
pub mod link;
mod lobby;
pub mod mailbox;
pub mod negotiation;
mod room;
pub mod seat;
mod signals;
pub mod tabs;
pub mod tuning;
pub mod view;
mod visit;
mod wake;

use crate::clock::Millis;
use crate::protocol::identity::{SeatSecret, VisitId};
use crate::protocol::signal::Devices;
use crate::protocol::{Claim, ClientMessage, IceServer, Measured, Recovery, Role};
use devices::Equipment;
pub use event::{Command, Device, Event, MediaEvent, PeerEvent};
use line::{Line, LineAction};
use link::Health;
use mailbox::{Inbox, Outbox};
use negotiation::Negotiation;
use seat::StoredSeat;
use view::{Announcement, Phase, Repair, View};

/// An unanswered permission prompt deserves more words after this long, in milliseconds (contract).
const PROMPT_SLOW_MS: u64 = 8_000;

/// Connecting deserves more words after this long, in milliseconds (contract).
const CONNECTING_SLOW_MS: u64 = 10_000;

/// A call without the other's picture begins after the link has lived this long, in milliseconds (contract).
const PICTURE_MAX_MS: u64 = 3_000;

/// A join that has no answer after this long will get none, in milliseconds. It is longer than the server lets a join
/// wait for a held seat.
const JOIN_MAX_MS: u64 = 20_000;

/// Signals without an acknowledgement are sent again after this long, in milliseconds, though nothing was seen to
/// break: much longer than a round trip, much shorter than a person's patience.
const RESEND_AFTER_MS: u64 = 4_000;

/// How many of the own visits are remembered: more than sockets that could still be on their way.
const VISITS_KEPT: usize = 4;

/// How often the server hears whether media flows while the other seat is held, in milliseconds.
const REPORT_EVERY_MS: u64 = 1_000;

/// What follows once camera and microphone are there.
#[derive(Debug, Clone, PartialEq)]
enum AfterMedia {
    Choose,
    Join(StoredSeat),
}

/// The seat that is asked for or held.
#[derive(Debug, Clone)]
struct Seat {
    /// The room as it stands in the address.
    room: String,
    secret: SeatSecret,
    /// What is remembered for a server that forgets.
    claim: Option<Claim>,
    visit: VisitId,
    role: Role,
    /// Asked for on the present socket.
    asked: bool,
    /// Granted on the present socket.
    held: bool,
    /// Granted at some time.
    granted: bool,
    answer_by: Millis,
}

impl Seat {
    fn to_store(&self, devices: Devices) -> StoredSeat {
        let (room, secret, claim) = (self.room.clone(), self.secret, self.claim);
        StoredSeat { room, secret, claim, devices, spent: false }
    }
}

/// The other person.
#[derive(Debug, Clone)]
struct PeerState {
    visit: VisitId,
    /// Their socket is lost.
    quiet: bool,
    /// They have a seat, as far as the server knows.
    seated: bool,
    devices: Devices,
    /// They were seen, or their predecessor in a reloaded page was.
    met: bool,
    next_report: Millis,
    reported: Option<bool>,
}

#[derive(Debug)]
struct Connection {
    negotiation: Negotiation,
    health: Health,
    /// It failed here, so it is for this side to make a new one.
    broken: bool,
    /// The other side was asked to repair it.
    wished: bool,
}

/// How the page that the server serves now is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Served {
    /// The same, as far as is known.
    #[default]
    This,
    /// Of another build, and of the same protocol: what this one loads later may be gone.
    Newer,
    /// Of another protocol.
    Foreign,
}

/// Source of random bytes.
pub type Entropy = Box<dyn FnMut() -> [u8; 16]>;

/// One page's call, from the permission to the end.
pub struct Call {
    entropy: Entropy,
    now: Millis,
    commands: Vec<Command>,
    phase: Phase,
    phase_since: Millis,
    room: String,
    announcements: u32,
    announcement: Option<Announcement>,
    announced: bool,
    captured: bool,
    /// Camera and microphone were asked for, and there is no answer yet.
    asking: bool,
    /// When the devices are measured again.
    measure_at: Millis,
    equipment: Equipment,
    /// Which device it was that could not be had, if it was one alone.
    at_fault: Option<Device>,
    playback_blocked: bool,
    after_media: AfterMedia,
    /// A seat that may have been given without our hearing of it.
    kept: Option<StoredSeat>,
    /// The seats that other tabs of this browser have.
    other_tabs: Vec<StoredSeat>,
    /// The seat of one that is about to move here.
    moving: Option<tabs::Move>,
    /// What the dialog has to say when it opens.
    pending_notice: view::DialogNotice,
    line: Line,
    /// When the line is tested again, if the path to the other person is in doubt.
    probe_at: Millis,
    /// When fresh ICE servers are asked for.
    refresh_at: Millis,
    /// The server has spoken first on the present socket.
    welcomed: bool,
    /// The page that it serves.
    served: Served,
    /// The name of this page's build; empty if it has none.
    build: String,
    ice_servers: Option<Vec<IceServer>>,
    /// A name was typed: whoever only looks shall cost no relay an address.
    wants_relays: bool,
    /// The present connection was made without relays.
    is_direct_only: bool,
    /// The browser refuses connections that use them.
    serverless: bool,
    /// The browser makes no peer connections.
    unable: bool,
    /// It has made one.
    makes_connections: bool,
    seat: Option<Seat>,
    /// The latest visits of this page, the last one first.
    visits: [VisitId; VISITS_KEPT],
    peer: Option<PeerState>,
    outbox: Outbox,
    inbox: Inbox,
    resend_at: Millis,
    connection: Option<Connection>,
    /// When the offer was made that waits for a name.
    prepared_at: Millis,
    /// Since when the link has lived and the other's picture, which should be there, has not come.
    pictureless_since: Option<Millis>,
    /// When the later of the two asked for a seat.
    began: Millis,
    /// What was done last to repair the link.
    repaired: Recovery,
}

impl Call {
    /// A call that has not begun. `entropy` must be fit for secrets.
    pub fn new(entropy: Entropy) -> Self {
        Self {
            entropy,
            now: Millis::default(),
            commands: Vec::new(),
            phase: Phase::default(),
            phase_since: Millis::default(),
            room: String::new(),
            announcements: 0,
            announcement: None,
            announced: false,
            captured: false,
            asking: false,
            measure_at: Millis::default(),
            equipment: Equipment::default(),
            at_fault: None,
            playback_blocked: false,
            after_media: AfterMedia::Choose,
            kept: None,
            other_tabs: Vec::new(),
            moving: None,
            pending_notice: view::DialogNotice::None,
            line: Line::default(),
            probe_at: Millis::default(),
            refresh_at: Millis::default(),
            welcomed: false,
            served: Served::default(),
            build: String::new(),
            ice_servers: None,
            wants_relays: false,
            is_direct_only: false,
            serverless: false,
            unable: false,
            makes_connections: false,
            seat: None,
            visits: [VisitId::default(); VISITS_KEPT],
            peer: None,
            outbox: Outbox::default(),
            inbox: Inbox::default(),
            resend_at: Millis::default(),
            connection: None,
            prepared_at: Millis::default(),
            pictureless_since: None,
            began: Millis::default(),
            repaired: Recovery::default(),
        }
    }

    /// Takes what happened and answers what is to be done, in that order.
    pub fn handle(&mut self, now: Millis, event: Event) -> Vec<Command> {
        self.wake_at(now);
        self.announced = false;
        match event {
            Event::Arrived(arrival) => self.arrive(&arrival),
            Event::Intent(intent) => self.intend(intent),
            Event::Media(event) => self.media(event),
            Event::SocketOpened => self.line.opened(self.now),
            Event::SocketMessage(message) => self.hear(message),
            Event::SocketClosed => self.lose_socket(),
            Event::Knocked(answered) => {
                let chance = self.chance();
                self.line.knocked(self.now, answered, chance);
            }
            Event::Peer(connection, event) => self.peer_event(connection, event),
            Event::Navigated(address) => self.navigate(address),
            Event::Awake => self.awake(),
            Event::Hidden => self.hide(),
            Event::Restored(arrival) => self.restore(&arrival),
            Event::LinkCopied(copied) => {
                self.announce(if copied { Announcement::LinkCopied } else { Announcement::LinkNotCopied });
            }
            Event::PlaybackBlocked(blocked) => self.playback_blocked = blocked,
            Event::Tab(message) => self.hear_tab(message),
            Event::Woke => {}
        }
        self.tick();
        self.settle();
        std::mem::take(&mut self.commands)
    }

    /// When [`Event::Woke`] is due, if nothing else happens before.
    pub fn deadline(&self) -> Option<Millis> {
        let slow = self.slow_after().map(|ms| self.phase_since.after(ms)).filter(|at| *at > self.now);
        let answer = self.seat.as_ref().filter(|_| self.phase == Phase::Joining).map(|seat| seat.answer_by);
        let resend = self.may_signal().then_some(self.resend_at).filter(|_| self.outbox.awaits_acknowledgement());
        let reporting = |peer: &&PeerState| peer.quiet && peer.seated && self.is_held();
        let report = self.peer.as_ref().filter(reporting).map(|peer| peer.next_report);
        let link = self.connection.as_ref().and_then(|c| c.health.deadline(self.now, self.may_repair()));
        let measure = Some(self.measure_at).filter(|_| self.phase == Phase::Connected);
        let pictureless = self.pictureless_since.map(|since| since.after(PICTURE_MAX_MS)).filter(|at| *at > self.now);
        let others = [
            measure,
            pictureless,
            self.offer_due(),
            self.ask_due(),
            self.silence_due(),
            self.move_due(),
            self.line.deadline(),
        ];
        [slow, answer, resend, report, link].into_iter().chain(others).flatten().min()
    }

    /// What a person should see.
    pub fn view(&self) -> View {
        let flowing = self.phase == Phase::Connected;
        let [microphone_trouble, camera_trouble] = self.equipment.troubles();
        View {
            phase: self.phase.clone(),
            at_fault: self.at_fault,
            rooms_of_tabs: self.rooms_of_tabs(),
            room: self.room.clone(),
            wanted: self.equipment.wanted_now(),
            devices: self.equipment.working(),
            microphone_trouble,
            camera_trouble,
            camera_starting: self.equipment.is_camera_starting(),
            peer_devices: self.peer.as_ref().map(|peer| peer.devices).unwrap_or_default(),
            peer_quiet: flowing && self.peer.as_ref().is_some_and(|peer| peer.quiet),
            server_lost: flowing && !self.is_held(),
            picture_missing: flowing && self.is_picture_missing(),
            newer: self.served == Served::Newer && self.phase.outside_call(),
            slow: self.slow_after().is_some_and(|ms| self.now >= self.phase_since.after(ms)),
            playback_blocked: self.playback_blocked && self.peer.is_some(),
            announcement: self.announcement.map(|announcement| (self.announcements, announcement)),
        }
    }

    fn slow_after(&self) -> Option<u64> {
        match self.phase {
            Phase::RequestingMedia => Some(PROMPT_SLOW_MS),
            Phase::Connecting => Some(CONNECTING_SLOW_MS),
            Phase::MediaError(_)
            | Phase::ChoosingRoom(_)
            | Phase::Joining
            | Phase::RoomFull(_)
            | Phase::Waiting
            | Phase::Connected
            | Phase::Reconnecting(_)
            | Phase::Ended(_) => None,
        }
    }

    /// Does what time alone makes due.
    fn tick(&mut self) {
        self.tend_line();
        let chance = self.chance();
        while let Some(action) = self.line.tick(self.now, chance) {
            self.forget_socket();
            self.commands.push(match action {
                LineAction::Open => Command::OpenSocket,
                LineAction::Knock => Command::Knock,
                LineAction::Drop => Command::CloseSocket,
            });
        }
        self.tend_move();
        self.give_up_joining();
        self.give_up_outdated();
        self.notice_silence();
        self.measure_devices();
        self.lose_unseated();
        self.tend_connection();
        self.wish_for_repair();
        self.resend_late();
        self.report();
    }

    /// Who had no seat any more, but was still seen, is seen no more.
    fn lose_unseated(&mut self) {
        if self.is_held() && !self.is_alive() && self.peer.as_ref().is_some_and(|peer| !peer.seated) {
            self.peer_left();
        }
    }

    /// The phases of a call that has a seat follow from what is known, so none of them can be one that nobody leaves.
    fn settle(&mut self) {
        if !self.is_granted() {
            return;
        }
        let alive = self.is_alive();
        let pictured = self.connection.as_ref().is_some_and(|connection| connection.health.has_picture());
        let awaited = alive && !pictured && self.peer.as_ref().is_some_and(|peer| peer.devices.camera);
        self.pictureless_since = awaited.then(|| self.pictureless_since.unwrap_or(self.now));
        let given_up = self.is_picture_missing();
        let phase = match &mut self.peer {
            None => Phase::Waiting,
            // A camera that comes on in the middle of a call is no reason to call the line broken, and nor is a decoder that
            // fails: the two hear each other.
            Some(peer) if alive && (!awaited || given_up || self.phase == Phase::Connected) => {
                peer.met = true;
                Phase::Connected
            }
            Some(peer) if peer.quiet => Phase::Reconnecting(Repair::PeerAway),
            Some(peer) if !peer.met => Phase::Connecting,
            Some(_) if !self.line.is_up() => Phase::Reconnecting(Repair::Offline),
            Some(_) => Phase::Reconnecting(Repair::LinkLost),
        };
        self.go(phase);
    }

    /// Tells whoever watches the server how the call does. Of two who know the same, one is enough.
    fn measure(&mut self, phase: &Phase) {
        let (teller, measured) = match (&self.phase, phase) {
            (Phase::Joining | Phase::Connecting, Phase::Connected) => {
                (Role::Polite, Measured::Connected(self.now.0.saturating_sub(self.began.0)))
            }
            (Phase::Reconnecting(_), Phase::Connected) => {
                (Role::Impolite, Measured::Recovered(std::mem::take(&mut self.repaired)))
            }
            _ => return,
        };
        self.tell(teller, measured);
    }

    /// Tells it, if this is the one of the two who does.
    fn tell(&mut self, teller: Role, measured: Measured) {
        if self.seat.as_ref().is_some_and(|seat| seat.held && seat.role == teller) {
            self.send(ClientMessage::Measured(measured));
        }
    }

    fn go(&mut self, phase: Phase) {
        self.measure(&phase);
        if phase.dialog().is_some() && self.phase.dialog().is_none() {
            self.ask_tabs();
        }
        if self.phase.handle() != phase.handle() {
            self.phase_since = self.now;
            if !self.announced {
                self.announce(Announcement::PhaseChanged);
            }
        }
        self.phase = phase;
    }

    fn announce(&mut self, announcement: Announcement) {
        self.announced = true;
        self.announcements = self.announcements.wrapping_add(1);
        self.announcement = Some(announcement);
    }

    fn send(&mut self, message: ClientMessage) {
        self.commands.push(Command::Send(message));
    }

    fn chance(&mut self) -> u64 {
        let [a, b, c, d, ..] = (self.entropy)();
        u64::from(u32::from_le_bytes([a, b, c, d]))
    }

    fn random_id(&mut self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = (self.entropy)();
        [a, b, c, d, e, f, g, h]
    }

    fn is_held(&self) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.held)
    }

    fn is_granted(&self) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.granted)
    }

    /// Whether the seat was granted once, also to the page before this one was loaded.
    fn has_been_in(&self) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.claim.is_some())
    }

    /// Whether the other's picture should have come by now.
    fn is_picture_missing(&self) -> bool {
        self.pictureless_since.is_some_and(|since| self.now >= since.after(PICTURE_MAX_MS))
    }

    fn is_alive(&self) -> bool {
        self.connection.as_ref().is_some_and(|connection| connection.health.is_alive(self.now))
    }

    /// Only one side repairs, or both would undo each other's work: the impolite one, unless the fault is here.
    fn may_repair(&self) -> bool {
        let ours = self.connection.as_ref().is_some_and(|connection| connection.broken)
            || self.seat.as_ref().is_some_and(|seat| seat.role == Role::Impolite);
        ours && self.reaches_peer_by_server()
    }
}
