//! Two tabs of one browser.

use super::*;
use crate::call::seat::{Address, Arrival};
use crate::call::view::Phase;
use crate::call::{Device, Event, MediaEvent};
use crate::clock::Millis;
use crate::protocol::identity::Pass;
use crate::protocol::signal::Devices;
use crate::protocol::{ClientMessage, PROTOCOL_VERSION, Role, ServerMessage, codec};

struct Tab {
    call: Call,
    now: u64,
    told: Vec<TabMessage>,
    sent: Vec<ClientMessage>,
    taken: Vec<String>,
    asked_for_memory: bool,
    started: Vec<Device>,
    microphone: bool,
}

impl Tab {
    /// In the room dialog, opened by a link to "Tea".
    fn new(seed: u8) -> Self {
        Self::arriving(seed, None)
    }

    fn arriving(seed: u8, seat: Option<StoredSeat>) -> Self {
        let call = Call::new(Box::new(move || [seed; 16]));
        let mut tab = Self {
            call,
            now: 0,
            told: Vec::new(),
            sent: Vec::new(),
            taken: Vec::new(),
            asked_for_memory: false,
            started: Vec::new(),
            microphone: true,
        };
        let address = Address::Room("Tea".into());
        let welcome = ServerMessage::Welcome {
            version: PROTOCOL_VERSION,
            heartbeat_ms: 5_000,
            ice_servers: Vec::new(),
            build: None,
        };
        tab.feed(Event::Arrived(Arrival {
            address,
            build: String::new(),
            reloaded: seat.is_some(),
            seat,
            seat_age_ms: 0,
        }));
        tab.feed(Event::SocketOpened);
        tab.feed(Event::SocketMessage(welcome));
        tab.feed(Event::Media(MediaEvent::Granted));
        tab
    }

    fn feed(&mut self, event: Event) {
        self.now += 1;
        for command in self.call.handle(Millis(self.now), event) {
            match command {
                Command::TellTabs(message) => self.told.push(message),
                Command::Send(message) => self.sent.push(message),
                Command::EnableMicrophone(on) => self.microphone = on,
                Command::TakeMemory(chat) => self.taken.push(chat),
                Command::Start(device) => self.started.push(device),
                Command::HandOverMemory => self.asked_for_memory = true,
                _ => {}
            }
        }
    }

    fn join(&mut self) {
        self.feed(Event::Intent(Intent::Join("Tea".into())));
        let pass = Pass::from_bytes([1; 16]);
        let (name, role) = ("Tea".into(), Role::Polite);
        let joined = ServerMessage::Joined { name, role, resumed: false, pass, beside: None, peer: None };
        self.feed(Event::SocketMessage(joined));
    }

    /// Passes on what was said to the other tab.
    fn tell(&mut self, other: &mut Self) {
        for message in std::mem::take(&mut self.told) {
            other.feed(Event::Tab(message));
        }
    }
}

fn secret_of(tab: &Tab) -> Option<String> {
    tab.sent.iter().rev().find_map(|message| match message {
        ClientMessage::Join(join) => Some(codec::encode(&join.secret)),
        _ => None,
    })
}

#[test]
fn a_second_tab_moves_the_call_with_the_secret_of_the_first_and_its_muting() {
    let mut first = Tab::new(1);
    first.join();
    first.feed(Event::Intent(Intent::ToggleMicrophone));
    let mut second = Tab::new(2);
    second.tell(&mut first);
    first.tell(&mut second);
    assert_eq!(second.call.view().rooms_of_tabs, "Tea");
    second.feed(Event::Intent(Intent::MoveHere(" tea ".into())));
    second.tell(&mut first);
    assert!(first.asked_for_memory, "what was written comes along");
    second.feed(Event::Tab(TabMessage::Memory { chat: "hello".into() }));
    assert_eq!(second.taken, ["hello"]);
    assert_eq!(second.call.view().phase, Phase::Joining);
    assert!(secret_of(&first).is_some());
    assert_eq!(secret_of(&second), secret_of(&first));
    assert!(!second.microphone, "a muted person stays muted");
}

#[test]
fn a_tab_that_is_frozen_is_not_waited_for() {
    let (mut first, mut second) = (Tab::new(1), Tab::new(2));
    first.join();
    first.tell(&mut second);
    second.feed(Event::Intent(Intent::MoveHere("Tea".into())));
    assert!(second.call.view().phase.dialog().is_some());
    second.now += HAND_OVER_MAX_MS;
    second.feed(Event::Woke);
    assert_eq!(second.call.view().phase, Phase::Joining);
    assert_eq!(secret_of(&second), secret_of(&first));
}

#[test]
fn a_memory_that_nobody_has_asked_for_is_not_taken() {
    let mut tab = Tab::new(1);
    tab.feed(Event::Tab(TabMessage::Memory { chat: "hello".into() }));
    assert!(tab.taken.is_empty());
}

#[test]
fn a_tab_in_which_one_was_muted_takes_over_a_call_in_which_one_is_heard() {
    let mut first = Tab::new(1);
    first.join();
    let devices = Devices { microphone: false, camera: false };
    let secret = SeatSecret::from_random([9; 16]);
    let muted = StoredSeat { devices, ..StoredSeat::new("Tea".into(), secret) };
    let mut second = Tab::arriving(2, Some(muted));
    second.feed(Event::SocketMessage(ServerMessage::Full));
    assert!(second.call.view().phase.dialog().is_some() && !second.microphone);
    first.tell(&mut second);
    second.feed(Event::Intent(Intent::MoveHere("Tea".into())));
    second.now += HAND_OVER_MAX_MS;
    second.feed(Event::Woke);
    assert!(second.microphone && second.call.view().wanted.camera);
    assert_eq!(second.started, [Device::Camera], "the camera that was off is started");
}

#[test]
fn join_takes_a_seat_of_its_own() {
    let mut first = Tab::new(1);
    first.join();
    let mut second = Tab::new(2);
    first.tell(&mut second);
    second.feed(Event::Intent(Intent::Join("Tea".into())));
    assert_ne!(secret_of(&second), secret_of(&first));
}

#[test]
fn a_tab_that_leaves_is_forgotten_and_moving_joins_as_anybody_does() {
    let (mut first, mut second) = (Tab::new(1), Tab::new(2));
    first.join();
    first.tell(&mut second);
    assert_eq!(second.call.view().rooms_of_tabs, "Tea");
    first.feed(Event::Intent(Intent::Leave));
    first.tell(&mut second);
    assert_eq!(second.call.view().rooms_of_tabs, "");
    second.feed(Event::Intent(Intent::MoveHere("Tea".into())));
    assert_eq!(second.call.view().phase, Phase::Joining);
    assert_ne!(secret_of(&second), secret_of(&first));
}

#[test]
fn many_tabs_are_bounded() {
    let mut tab = Tab::new(1);
    for number in 0..50_u8 {
        let secret = SeatSecret::from_random([number; 16]);
        tab.feed(Event::Tab(TabMessage::Seated(StoredSeat::new(format!("room {number}"), secret))));
    }
    assert_eq!(tab.call.view().rooms_of_tabs.lines().count(), TABS_MAX);
}

#[test]
fn what_tabs_say_can_be_read() {
    let secret = SeatSecret::from_random([3; 16]);
    let seated = TabMessage::Seated(StoredSeat::new("Tea".into(), secret));
    for message in [
        TabMessage::WhoIsSeated,
        seated,
        TabMessage::Unseated { secret },
        TabMessage::Moving { secret },
        TabMessage::Memory { chat: "hello".into() },
    ] {
        let read = codec::read::<serde_json::Value, TabMessage>(&codec::encode(&message));
        assert_eq!(read.ok(), Some(message));
    }
}
