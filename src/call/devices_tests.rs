use proptest::prelude::*;

use super::*;
use crate::call::Event;
use crate::call::seat::{Address, Arrival};
use crate::call::view::{Intent, View};
use crate::protocol::identity::Pass;
use crate::protocol::{PROTOCOL_VERSION, Role, ServerMessage};

/// A call with a seat, and what its commands have made of the devices.
struct Desk {
    call: Call,
    now: u64,
    /// The camera's track gives pictures.
    camera: bool,
    /// The microphone's track gives sound.
    microphone: bool,
    /// The page lets it be heard.
    enabled: bool,
    /// What is being started.
    starting: Vec<Device>,
    talking: bool,
    /// Its track gives nothing at the moment, as the browser says: camera, microphone.
    silent: [bool; 2],
}

impl Desk {
    fn new() -> Self {
        let call = Call::new(Box::new(|| [7; 16]));
        let mut desk = Self {
            call,
            now: 0,
            camera: true,
            microphone: true,
            enabled: true,
            starting: Vec::new(),
            talking: false,
            silent: [false; 2],
        };
        let arrival =
            Arrival { address: Address::Lobby, build: "one".into(), seat: None, reloaded: false, seat_age_ms: 0 };
        let welcome = ServerMessage::Welcome {
            version: PROTOCOL_VERSION,
            heartbeat_ms: 5_000,
            ice_servers: Vec::new(),
            build: None,
        };
        let joined = ServerMessage::Joined {
            name: "tea".into(),
            role: Role::Polite,
            resumed: false,
            pass: Pass::from_bytes([1; 16]),
            beside: None,
            peer: None,
        };
        for event in [
            Event::Arrived(arrival),
            Event::SocketOpened,
            Event::SocketMessage(welcome),
            Event::Media(MediaEvent::Granted),
            Event::Intent(Intent::Join("tea".into())),
            Event::SocketMessage(joined),
        ] {
            desk.feed(event);
        }
        assert_eq!(desk.view().phase, Phase::Waiting);
        desk
    }

    fn view(&self) -> View {
        self.call.view()
    }

    fn feed(&mut self, event: Event) {
        self.now += 1;
        for command in self.call.handle(Millis(self.now), event) {
            match command {
                Command::StopCamera => self.camera = false,
                Command::EnableMicrophone(on) => self.enabled = on,
                Command::Start(device) => self.starting.push(device),
                Command::StopMedia => (self.camera, self.microphone) = (false, false),
                _ => {}
            }
        }
    }

    fn press(&mut self, intent: Intent) {
        self.feed(Event::Intent(intent));
    }

    fn tell(&mut self, event: MediaEvent) {
        self.feed(Event::Media(event));
    }

    /// The browser has started a device, or could not.
    fn answer(&mut self, error: Option<MediaError>) {
        let Some(device) = self.starting.pop() else { return };
        let Some(error) = error else {
            self.silent[usize::from(device == Device::Microphone)] = false;
            match device {
                Device::Camera => self.camera = true,
                // A new track is heard until the page says otherwise, in the same turn.
                Device::Microphone => (self.microphone, self.enabled) = (true, true),
            }
            return self.tell(MediaEvent::Started(device));
        };
        self.tell(MediaEvent::StartFailed(device, error));
    }

    fn wait(&mut self, ms: u64) {
        self.now += ms;
        self.feed(Event::Woke);
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Camera,
    Microphone,
    Talk(bool),
    Another(Device),
    Answer(Option<MediaError>),
    Lost(Device),
    Silenced(Device),
    Unsilenced(Device),
    Measured(Device, u64),
    DevicesChanged,
    NewDefault,
    Allowed,
    Awake,
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let device = || prop_oneof![Just(Device::Camera), Just(Device::Microphone)];
    let error = prop_oneof![Just(MediaError::Denied), Just(MediaError::InUse), Just(MediaError::NotFound)];
    prop_oneof![
        5 => Just(Step::Camera),
        5 => Just(Step::Microphone),
        2 => any::<bool>().prop_map(Step::Talk),
        1 => device().prop_map(Step::Another),
        6 => Just(Step::Answer(None)),
        2 => error.prop_map(|error| Step::Answer(Some(error))),
        2 => device().prop_map(Step::Lost),
        1 => device().prop_map(Step::Silenced),
        1 => device().prop_map(Step::Unsilenced),
        2 => (device(), 0..2_u64).prop_map(|(device, reading)| Step::Measured(device, reading)),
        1 => Just(Step::DevicesChanged),
        1 => Just(Step::NewDefault),
        1 => Just(Step::Allowed),
        1 => Just(Step::Awake),
        1 => (0..6_000_u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_device_is_on_that_its_person_does_not_want(steps in prop::collection::vec(step(), 0..60)) {
        let mut desk = Desk::new();
        // What the last press of each button asked for.
        let (mut camera, mut microphone) = (true, true);
        for step in steps {
            match step {
                Step::Camera => {
                    camera = !desk.view().wanted.camera;
                    desk.press(Intent::ToggleCamera);
                }
                Step::Microphone => {
                    microphone = !desk.view().wanted.microphone;
                    desk.talking = false;
                    desk.press(Intent::ToggleMicrophone);
                }
                Step::Talk(held) => {
                    desk.talking = held;
                    desk.press(Intent::Talk(held));
                }
                Step::Another(device) => desk.press(Intent::UseAnother(device)),
                Step::Answer(error) => desk.answer(error),
                Step::Lost(device) => {
                    match device {
                        Device::Camera => desk.camera = false,
                        Device::Microphone => desk.microphone = false,
                    }
                    desk.tell(MediaEvent::Lost(device));
                }
                Step::Silenced(device) => {
                    desk.silent[usize::from(device == Device::Microphone)] = true;
                    desk.tell(MediaEvent::Silenced(device));
                }
                Step::Unsilenced(device) => {
                    desk.silent[usize::from(device == Device::Microphone)] = false;
                    desk.tell(MediaEvent::Unsilenced(device));
                }
                Step::Measured(device, reading) => desk.tell(MediaEvent::Measured(device, reading)),
                Step::DevicesChanged => desk.tell(MediaEvent::DevicesChanged),
                Step::NewDefault => desk.tell(MediaEvent::DefaultMicrophoneChanged),
                Step::Allowed => desk.tell(MediaEvent::PermissionGranted),
                Step::Awake => desk.feed(Event::Awake),
                Step::Wait(ms) => desk.wait(ms),
            }
            let view = desk.view();
            prop_assert_eq!(view.wanted.camera, camera, "no press is lost");
            prop_assert!(view.wanted.microphone == microphone || desk.talking, "no press is lost");
            prop_assert!(!desk.camera || camera, "a camera on that nobody wants");
            prop_assert!(!desk.enabled || microphone || desk.talking, "a microphone heard that nobody wants");
            prop_assert!(!view.devices.camera || desk.camera, "a camera shown as on that is off");
            let heard = desk.microphone && desk.enabled;
            prop_assert!(!view.devices.microphone || heard, "a microphone shown as on that is off");
            prop_assert!(!desk.camera || desk.silent[0] || view.devices.camera, "a camera seen that is shown as off");
            prop_assert!(!heard || desk.silent[1] || view.devices.microphone, "a microphone heard that is shown as off");
        }
        // Whatever has happened: who presses until both are wanted has both, once the browser gives them.
        desk.press(Intent::Talk(false));
        if !desk.view().wanted.camera {
            desk.press(Intent::ToggleCamera);
        }
        if !desk.view().wanted.microphone {
            desk.press(Intent::ToggleMicrophone);
        }
        desk.tell(MediaEvent::Unsilenced(Device::Camera));
        desk.tell(MediaEvent::Unsilenced(Device::Microphone));
        for _ in 0..8 {
            desk.answer(None);
            desk.tell(MediaEvent::DevicesChanged);
        }
        let view = desk.view();
        prop_assert_eq!(view.devices, Devices { camera: true, microphone: true });
        prop_assert!(desk.camera && desk.microphone && desk.enabled);
    }
}

#[test]
fn presses_while_the_camera_starts_all_count() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.press(Intent::ToggleCamera);
    }
    desk.answer(None);
    assert!(!desk.view().wanted.camera && !desk.camera);
    desk.press(Intent::ToggleCamera);
    desk.answer(None);
    assert!(desk.view().devices.camera && desk.camera);
}

#[test]
fn a_camera_that_gives_nothing_is_stopped_before_it_is_started_again() {
    let mut desk = Desk::new();
    for _ in 0..4 {
        desk.tell(MediaEvent::Measured(Device::Camera, 7));
    }
    assert!(!desk.camera, "or Chromium would give the same one again");
    assert_eq!(desk.starting, [Device::Camera]);
    assert!(desk.view().camera_starting);
    desk.answer(None);
    assert!(desk.camera && desk.view().devices.camera);
}

#[test]
fn an_old_track_that_ends_while_its_successor_starts_is_no_loss() {
    let mut desk = Desk::new();
    // Safari ends the first capture of a microphone when a second one begins.
    desk.press(Intent::UseAnother(Device::Microphone));
    desk.tell(MediaEvent::Lost(Device::Microphone));
    assert_eq!(desk.view().microphone_trouble, None);
    desk.answer(None);
    assert_eq!(desk.view().microphone_trouble, None);
    assert!(desk.starting.is_empty() && desk.view().devices.microphone);
    desk.press(Intent::UseAnother(Device::Microphone));
    desk.tell(MediaEvent::Lost(Device::Microphone));
    desk.answer(Some(MediaError::NotFound));
    assert_eq!(desk.view().microphone_trouble, Some(Trouble::Gone), "and one that has no successor is");
}

#[test]
fn a_press_on_a_silenced_microphone_keeps_it_off_afterwards() {
    let mut desk = Desk::new();
    desk.tell(MediaEvent::Silenced(Device::Microphone));
    desk.wait(SILENCED_AFTER_MS);
    assert_eq!(desk.view().microphone_trouble, Some(Trouble::Silenced));
    desk.press(Intent::ToggleMicrophone);
    desk.tell(MediaEvent::Unsilenced(Device::Microphone));
    desk.answer(None);
    assert!(!desk.enabled);
}

#[test]
fn a_camera_in_trouble_that_is_switched_off_stays_off() {
    let mut desk = Desk::new();
    desk.camera = false;
    desk.tell(MediaEvent::Lost(Device::Camera));
    desk.answer(Some(MediaError::InUse));
    assert_eq!(desk.view().camera_trouble, Some(Trouble::InUse));
    desk.press(Intent::ToggleCamera);
    desk.tell(MediaEvent::DevicesChanged);
    desk.feed(Event::Awake);
    assert!(desk.starting.is_empty());
    desk.press(Intent::ToggleCamera);
    assert_eq!(desk.starting, [Device::Camera]);
}

#[test]
fn a_permission_that_is_given_back_brings_the_devices_back() {
    let mut desk = Desk::new();
    for device in [Device::Camera, Device::Microphone] {
        desk.tell(MediaEvent::Lost(device));
        desk.answer(Some(MediaError::Denied));
    }
    let view = desk.view();
    assert_eq!([view.camera_trouble, view.microphone_trouble], [Some(Trouble::Refused); 2]);
    desk.tell(MediaEvent::PermissionGranted);
    desk.answer(None);
    desk.answer(None);
    assert_eq!(desk.view().devices, Devices::default());
}

#[test]
fn a_microphone_behind_a_noise_gate_is_never_doubted() {
    let mut desk = Desk::new();
    let mut energy = 0;
    for _ in 0..3 {
        for _ in 0..2 {
            energy += 1;
            desk.tell(MediaEvent::Measured(Device::Microphone, energy));
        }
        (0..4).for_each(|_| desk.tell(MediaEvent::Measured(Device::Microphone, energy)));
    }
    assert!(desk.starting.is_empty());
}

#[test]
fn a_microphone_that_never_gives_anything_is_started_again_once() {
    let mut desk = Desk::new();
    let starts = |desk: &mut Desk| {
        let mut starts = 0;
        for _ in 0..9 {
            desk.tell(MediaEvent::Measured(Device::Microphone, 5));
            starts += desk.starting.len();
            desk.answer(None);
        }
        starts
    };
    assert_eq!(starts(&mut desk), 1);
    assert_eq!(starts(&mut desk), 0, "a second start is of no use");
    desk.feed(Event::Awake);
    assert_eq!(starts(&mut desk), 0, "nor after a look at another tab");
}

#[test]
fn a_device_lost_in_the_dialog_leads_back_to_the_dialog() {
    let mut desk = Desk::new();
    desk.press(Intent::ToggleMicrophone);
    desk.press(Intent::Leave);
    desk.press(Intent::JoinAgain);
    desk.tell(MediaEvent::Granted);
    desk.feed(Event::SocketMessage(ServerMessage::Full));
    assert!(desk.view().phase.dialog().is_some());
    desk.tell(MediaEvent::Lost(Device::Camera));
    desk.press(Intent::RetryMedia);
    desk.tell(MediaEvent::Granted);
    assert!(desk.view().phase.dialog().is_some(), "{:?}", desk.view().phase);
    assert!(!desk.enabled && !desk.view().wanted.microphone, "and who was muted is still muted");
}

#[test]
fn muting_while_the_key_to_talk_is_held_mutes() {
    let mut desk = Desk::new();
    desk.press(Intent::ToggleMicrophone);
    desk.press(Intent::Talk(true));
    assert!(desk.enabled && desk.view().wanted.microphone);
    desk.press(Intent::ToggleMicrophone);
    desk.press(Intent::Talk(false));
    assert!(!desk.enabled && !desk.view().wanted.microphone);
}
