//! The one pump: what happens in the browser goes into the call as an event, and what the call answers is done here.
//!
//! There is one driver for the page. Signals of the views hold plain data; every JavaScript handle lives here.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamTrack, RtcPeerConnection, window};

use super::device_watch::DeviceWatch;
use super::media::LocalMedia;
use super::peer::PeerConnection;
use super::permission::RefusalWatch;
use super::socket::Socket;
use super::tabs::Tabs;
use super::video_elements::Screen;
use super::video_elements::Tile;
use super::{Emit, address, culprit, lifecycle, media, memory, permission};
use crate::browser::task::spawn;
use crate::browser::{guard, question};
use crate::call::tabs::TabMessage;
use crate::call::tuning::Tuning;
use crate::call::view::{Intent, MediaError, View};
use crate::call::{Call, Command, Device, Event, MediaEvent, PeerEvent};
use crate::clock::Millis;
use crate::protocol::identity::ConnectionId;
use crate::protocol::{IceServer, codec};

thread_local! {
    static DRIVER: RefCell<Option<Rc<Driver>>> = const { RefCell::new(None) };
}

struct Driver {
    call: RefCell<Call>,
    /// What happened while something else was being dealt with.
    events: RefCell<VecDeque<Event>>,
    pumping: Cell<bool>,
    hands: RefCell<Hands>,
    publish: Box<dyn Fn(View)>,
}

/// What the driver holds of the browser. Taking a thing out of here closes it.
#[derive(Default)]
struct Hands {
    media: Option<LocalMedia>,
    devices: Option<DeviceWatch>,
    refusal: Option<RefusalWatch>,
    tabs: Option<Tabs>,
    socket: Option<Socket>,
    peer: Option<(ConnectionId, PeerConnection)>,
    screen: Screen,
    alarm: Option<Timeout>,
    arrival: Option<Timeout>,
    listeners: Vec<EventListener>,
    /// Who wants to know of each new peer connection.
    peer_watchers: Vec<PeerWatcher>,
    /// Who reads the server's messages after the call.
    readers: Vec<Reader>,
}

/// Is given each message of the server, after the call has dealt with it.
pub type Reader = Rc<dyn Fn(&str)>;

/// Is given each new peer connection, as the browser has it.
pub type PeerWatcher = Rc<dyn Fn(&RtcPeerConnection)>;

/// Starts the call; `publish` gets what a person should see, each time it may have changed.
pub fn start(publish: impl Fn(View) + 'static) {
    let driver = Rc::new(Driver {
        call: RefCell::new(Call::new(Box::new(random))),
        events: RefCell::default(),
        pumping: Cell::new(false),
        hands: RefCell::default(),
        publish: Box::new(publish),
    });
    DRIVER.set(Some(Rc::clone(&driver)));
    {
        let mut hands = driver.hands.borrow_mut();
        hands.listeners.extend(address::watch(emit()));
        hands.listeners.extend(lifecycle::watch(&emit()));
        hands.devices = DeviceWatch::start(emit());
        // A task of its own: with what it brings about, and taking over the page in the same one, it would be a long one.
        hands.arrival = Some(Timeout::new(0, || emit()(Event::Arrived(memory::arrival()))));
    }
    spawn(async {
        let listeners = permission::watch(emit()).await;
        with_driver(|driver| driver.hands.borrow_mut().listeners.extend(listeners));
    });
}

/// Ends everything that [`start`] began: sockets, connections, tracks and listeners.
pub fn stop() {
    DRIVER.take();
}

/// Passes on what a person asked for.
pub fn send(intent: Intent) {
    let intent = match intent {
        Intent::Join(name) => Intent::Join(address::nfc(&name.into())),
        Intent::MoveHere(name) => Intent::MoveHere(address::nfc(&name.into())),
        intent => intent,
    };
    with_driver(|driver| driver.take(Event::Intent(intent)));
}

/// The track of a device, while it is captured.
pub fn local_track(device: Device) -> Option<MediaStreamTrack> {
    with_driver(|driver| driver.hands.borrow().media.as_ref()?.tracks_of(device).next())?
}

/// The peer connection, while there is one.
pub fn peer_connection() -> Option<RtcPeerConnection> {
    with_driver(|driver| driver.hands.borrow().peer.as_ref().map(|(_, peer)| Clone::clone(peer.connection())))?
}

/// Asks something else of the encoders of the present peer connection.
pub fn retune(tuning: Tuning) {
    with_driver(|driver| driver.hands.borrow().peer.iter().for_each(|(_, peer)| peer.retune(tuning)));
}

/// Has the browser forget how late the other's voice came on the present peer connection.
pub fn renew_voice() {
    with_driver(|driver| driver.hands.borrow().peer.iter().for_each(|(_, peer)| peer.renew_voice()));
}

/// Calls `watcher` with each new peer connection, and with the present one.
pub fn watch_peer(watcher: PeerWatcher) {
    if let Some(connection) = peer_connection() {
        watcher(&connection);
    }
    with_driver(|driver| driver.hands.borrow_mut().peer_watchers.push(watcher));
}

/// Has `reader` read the server's messages too, from now on.
pub fn on_message(reader: Reader) {
    with_driver(|driver| driver.hands.borrow_mut().readers.push(reader));
}

/// Passes a message on to whoever reads it besides.
pub fn pass_on(text: &str) {
    // Cloned out, so that whoever reads it may do something.
    let readers = with_driver(|driver| driver.hands.borrow().readers.clone());
    readers.iter().flatten().for_each(|reader| reader(text));
}

/// Says something to the server that has no part in the call, as it is written.
pub fn say(text: &str) {
    with_driver(|driver| driver.hands.borrow().socket.iter().for_each(|socket| socket.send(text)));
}

/// The element of the other's picture.
pub fn remote_video() -> Option<HtmlVideoElement> {
    with_driver(|driver| driver.hands.borrow().screen.remote().cloned())?
}

/// Takes the element in which a picture is to be shown.
pub fn show_in(tile: Tile, element: HtmlVideoElement) {
    with_driver(|driver| {
        let mut hands = driver.hands.borrow_mut();
        match tile {
            Tile::Local => hands.screen.take_local(element),
            Tile::Remote => hands.screen.take_remote(element, picture_seen, picture_paused),
        }
    });
}

fn picture_paused() {
    with_driver(|driver| driver.hands.borrow().screen.play(&emit()));
}

fn picture_seen() {
    with_driver(|driver| {
        let id = driver.hands.borrow().peer.as_ref().map(|(id, _)| *id);
        if let Some(id) = id {
            driver.take(Event::Peer(id, PeerEvent::PictureSeen));
        }
    });
}

fn with_driver<T>(act: impl FnOnce(&Rc<Driver>) -> T) -> Option<T> {
    driver().map(|driver| act(&driver))
}

/// Cloned out, so that what is done may end the driver; apart, so that it is compiled once.
#[inline(never)]
fn driver() -> Option<Rc<Driver>> {
    DRIVER.with_borrow(Clone::clone)
}

fn emit() -> Emit {
    Rc::new(|event| {
        with_driver(|driver| driver.take(event));
    })
}

impl Driver {
    /// Deals with an event and with all that it brings about, one after another.
    fn take(&self, event: Event) {
        if guard::is_dead() {
            // A part of the program may live on. It must not open what the guard has closed.
            return;
        }
        self.events.borrow_mut().push_back(event);
        if self.pumping.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.events.borrow_mut().pop_front() else { break };
            let commands = self.call.borrow_mut().handle(now(), event);
            for command in commands {
                self.perform(command);
            }
        }
        self.pumping.set(false);
        let (view, deadline) = {
            let call = self.call.borrow();
            (call.view(), call.deadline())
        };
        self.set_alarm(deadline);
        (self.publish)(view);
    }

    fn set_alarm(&self, deadline: Option<Millis>) {
        let alarm = deadline.map(|at| {
            // One millisecond more, for a clock that is rounded down.
            let wait = at.0.saturating_sub(now().0).saturating_add(1);
            Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), || emit()(Event::Woke))
        });
        self.hands.borrow_mut().alarm = alarm;
    }

    fn perform(&self, command: Command) {
        let mut hands = self.hands.borrow_mut();
        match command {
            Command::RequestMedia => {
                hands.refusal = None;
                spawn(request_media());
            }
            Command::StopMedia => {
                hands.media = None;
                hands.screen.show_local(None);
            }
            Command::EnableMicrophone(enabled) => {
                hands.media.iter().for_each(|media| media.enable_microphone(enabled));
            }
            Command::Start(device) => spawn(start_device(device)),
            Command::MeasureDevices => {
                let both = hands.peer.as_ref().zip(hands.media.as_ref());
                both.into_iter().for_each(|((_, peer), media)| spawn(measure(peer.sources(media))));
            }
            Command::StopCamera => hands.media.iter().for_each(LocalMedia::stop_camera),
            Command::OpenSocket => {
                hands.socket = Socket::open(&emit());
                if hands.socket.is_none() {
                    self.events.borrow_mut().push_back(Event::SocketClosed);
                }
            }
            Command::Knock => spawn(async { emit()(Event::Knocked(question::knock().await)) }),
            Command::CloseSocket => hands.socket = None,
            Command::Send(message) => hands.socket.iter().for_each(|socket| socket.send(&codec::encode(&message))),
            Command::OpenPeer { connection, ice_servers } => self.open_peer(&mut hands, connection, &ice_servers),
            Command::UseIceServers(ice_servers) => {
                hands.peer.iter().for_each(|(_, peer)| peer.use_ice_servers(&ice_servers));
            }
            Command::SendWholePicture => hands.peer.iter().for_each(|(_, peer)| peer.send_whole_picture()),
            Command::ClosePeer => hands.peer = None,
            Command::ClearPicture => hands.screen.clear_remote(),
            Command::Peer(operation) => {
                if let Some((_, peer)) = &hands.peer {
                    peer.operate(operation);
                }
            }
            Command::SendChannel(message) => hands.peer.iter().for_each(|(_, peer)| peer.say(&message)),
            Command::PushAddress(room) => address::push(room.as_deref()),
            Command::StoreSeat(seat) => memory::store(seat),
            Command::ForgetSeat => memory::forget(),
            Command::CopyLink => spawn(copy_link()),
            Command::Play => hands.screen.play(&emit()),
            Command::TellTabs(message) => {
                if hands.tabs.is_none() {
                    hands.tabs = Tabs::open(emit());
                }
                hands.tabs.iter().for_each(|tabs| tabs.tell(&message));
            }
            Command::HandOverMemory => {
                hands.tabs.iter().for_each(|tabs| tabs.tell(&TabMessage::Memory { chat: memory::chat() }));
            }
            Command::TakeMemory(chat) => memory::store_chat(&chat),
            Command::LeaveTabs => hands.tabs = None,
        }
    }

    fn open_peer(&self, hands: &mut Hands, id: ConnectionId, ice_servers: &[IceServer]) {
        hands.peer = None;
        hands.screen.expect_remote();
        let show = |track| {
            with_driver(|driver| driver.hands.borrow_mut().screen.add_remote(&track, &emit(), show_incoming));
        };
        let opened =
            hands.media.as_ref().and_then(|media| PeerConnection::open(id, ice_servers, media, &emit(), show).ok());
        match opened {
            Some(peer) => {
                hands.peer_watchers.iter().for_each(|watcher| watcher(peer.connection()));
                hands.peer = Some((id, peer));
            }
            None => self.events.borrow_mut().push_back(Event::Peer(id, PeerEvent::Unavailable)),
        }
    }
}

async fn request_media() {
    let event = match LocalMedia::request(emit()).await {
        Ok(media) => {
            with_driver(|driver| {
                let mut hands = driver.hands.borrow_mut();
                // Not `stream.clone()`: that is JavaScript's, which captures a second time and never stops.
                hands.screen.show_local(Some(Clone::clone(media.stream())));
                hands.media = Some(media);
                hands.devices.iter().for_each(DeviceWatch::note_default);
            });
            MediaEvent::Granted
        }
        Err(error) => {
            if error == MediaError::Denied {
                with_driver(|driver| driver.hands.borrow_mut().refusal = Some(RefusalWatch::start(emit())));
            }
            MediaEvent::Failed(error, culprit::of(error).await)
        }
    };
    emit()(Event::Media(event));
    [Device::Microphone, Device::Camera].into_iter().for_each(tell_silence);
}

async fn start_device(device: Device) {
    let event = match media::start(device).await {
        Ok(fresh) => {
            with_driver(|driver| use_device(&mut driver.hands.borrow_mut(), device, &fresh)).unwrap_or_else(|| {
                media::stop(&fresh);
                MediaEvent::StartFailed(device, MediaError::Aborted)
            })
        }
        Err(error) => MediaEvent::StartFailed(device, error),
    };
    emit()(Event::Media(event));
    tell_silence(device);
}

/// Sends what a device gives that was just started. If the call ended meanwhile, nothing may stay switched on.
fn use_device(hands: &mut Hands, device: Device, fresh: &MediaStream) -> MediaEvent {
    let Some(track) = hands.media.as_mut().and_then(|media| media.take(device, fresh)) else {
        media::stop(fresh);
        return MediaEvent::StartFailed(device, MediaError::Aborted);
    };
    hands.peer.iter().for_each(|(_, peer)| peer.replace(media::kind(device), &track));
    MediaEvent::Started(device)
}

/// A track may be held by something else from its beginning, and then no event says so.
fn tell_silence(device: Device) {
    if local_track(device).is_some_and(|track| track.muted()) {
        emit()(Event::Media(MediaEvent::Silenced(device)));
    }
}

async fn measure(sources: impl Future<Output = Vec<(Device, u64)>>) {
    for (device, reading) in sources.await {
        emit()(Event::Media(MediaEvent::Measured(device, reading)));
    }
}

/// The new connection's sound and picture have begun.
fn show_incoming() {
    with_driver(|driver| driver.hands.borrow_mut().screen.show_incoming(&emit()));
}

async fn copy_link() {
    let copied = match (window(), address::link()) {
        (Some(window), Some(link)) => {
            let clipboard = window.navigator().clipboard();
            // A page that is not secure has no clipboard, though web-sys promises one.
            !clipboard.is_undefined()
                && JsFuture::from(clipboard.write_text(&link).unchecked_into::<Promise>()).await.is_ok()
        }
        _ => false,
    };
    emit()(Event::LinkCopied(copied));
}

fn now() -> Millis {
    let ms = window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive number of milliseconds")]
    Millis(ms as u64)
}

/// Sixteen random bytes, fit for secrets (`crypto.getRandomValues`).
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(Ok(crypto)) = window().map(|window| window.crypto()) {
        // Fails only for more than 65 536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}
