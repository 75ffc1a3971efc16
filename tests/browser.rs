//! The browser adapters in a real browser with a fake camera: what people give must be taken back when the call is over.
#![cfg(all(feature = "hydrate", target_arch = "wasm32"))]

#[path = "browser/page.rs"]
mod page;

use std::cell::RefCell;
use std::rc::Rc;

use duet::call::link::TransportState;
use duet::call::negotiation::{Outcome, PeerOperation};
use duet::call::seat::{Address, StoredSeat};
use duet::call::view::{Intent, MediaError, Phase, View};
use duet::call::{Device, Event, MediaEvent, PeerEvent};
use duet::protocol::identity::{ConnectionId, Pass, SeatSecret};
use duet::protocol::signal::{ChannelMessage, Devices};
use duet::protocol::{Claim, Role, codec};
use duet::runtime::media::LocalMedia;
use duet::runtime::peer::PeerConnection;
use duet::runtime::socket::Socket;
use duet::runtime::{Emit, address, driver, media_error, memory};
use page::{first_script, until, video_element};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{DomException, MediaStreamTrackState};

wasm_bindgen_test_configure!(run_in_browser);

/// What an adapter told.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<Event>>>);

impl Heard {
    fn emit(&self) -> Emit {
        let heard = self.0.clone();
        Rc::new(move |event| heard.borrow_mut().push(event))
    }

    fn any(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        self.0.borrow().iter().any(wanted)
    }

    /// Takes out the first outcome of an operation.
    fn outcome(&self) -> Option<Outcome> {
        let mut heard = self.0.borrow_mut();
        let at = heard.iter().position(|event| matches!(event, Event::Peer(_, PeerEvent::Finished(_))))?;
        match heard.remove(at) {
            Event::Peer(_, PeerEvent::Finished(outcome)) => Some(outcome),
            _ => None,
        }
    }

    fn take_candidates(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.0.borrow_mut().retain(|event| match event {
            Event::Peer(_, PeerEvent::Gathered(candidate)) => {
                found.push(candidate.clone());
                false
            }
            _ => true,
        });
        found
    }
}

fn id(byte: u8) -> ConnectionId {
    ConnectionId::from_random([byte; 8])
}

async fn sdp(heard: &Heard) -> String {
    until(|| heard.outcome()).await.and_then(described).expect("a description")
}

fn described(outcome: Outcome) -> Option<String> {
    match outcome {
        Outcome::Described(description) => Some(description.sdp),
        Outcome::Accepted | Outcome::Failed => None,
    }
}

#[wasm_bindgen_test]
async fn dropping_the_media_switches_camera_and_microphone_off() {
    first_script();
    let media = LocalMedia::request(Heard::default().emit()).await.expect("the fake devices are granted");
    let tracks = media.tracks();
    assert_eq!(tracks.iter().map(|track| track.kind()).collect::<Vec<_>>(), ["audio", "video"]);
    assert!(tracks.iter().all(|track| track.ready_state() == MediaStreamTrackState::Live));
    drop(media);
    assert!(tracks.iter().all(|track| track.ready_state() == MediaStreamTrackState::Ended));
}

#[wasm_bindgen_test]
async fn muting_is_silence_and_the_camera_really_goes_off_and_on_again() {
    first_script();
    let mut media = LocalMedia::request(Heard::default().emit()).await.expect("the fake devices are granted");
    media.enable_microphone(false);
    assert!(!media.tracks()[0].enabled());
    media.stop_camera();
    assert_eq!(media.tracks()[1].ready_state(), MediaStreamTrackState::Ended);
    for (device, place) in [(Device::Camera, 1), (Device::Microphone, 0)] {
        // Not JavaScript's `clone`, which captures a second time.
        let before = Clone::clone(&media.tracks()[place]);
        let fresh = duet::runtime::media::start(device).await.expect("the fake device is granted");
        media.take(device, &fresh).expect("it has a track");
        assert_eq!(media.tracks().len(), 2);
        assert_eq!(before.ready_state(), MediaStreamTrackState::Ended);
        assert_eq!(media.tracks()[place].ready_state(), MediaStreamTrackState::Live);
    }
}

#[wasm_bindgen_test]
async fn a_device_that_is_lost_or_held_by_others_is_told() {
    let heard = Heard::default();
    first_script();
    let media = LocalMedia::request(heard.emit()).await.expect("the fake devices are granted");
    for (place, kind, told) in [
        (0, "ended", MediaEvent::Lost(Device::Microphone)),
        (1, "ended", MediaEvent::Lost(Device::Camera)),
        (0, "mute", MediaEvent::Silenced(Device::Microphone)),
        (1, "unmute", MediaEvent::Unsilenced(Device::Camera)),
    ] {
        // No fake device can be unplugged or held by a phone call: the browser's events are made by hand.
        page::dispatch(&media.tracks()[place], kind);
        assert!(heard.any(|event| *event == Event::Media(told)), "{told:?}");
    }
}

#[wasm_bindgen_test]
fn the_page_is_told_what_becomes_of_it() {
    let heard = Heard::default();
    let _watched = duet::runtime::lifecycle::watch(&heard.emit());
    page::leave_and_return();
    assert!(heard.any(|event| *event == Event::Hidden));
    assert!(heard.any(|event| matches!(event, Event::Restored(_))));
    let woken = heard.0.borrow().iter().filter(|event| **event == Event::Awake).count();
    page::network_returns();
    assert_eq!(heard.0.borrow().iter().filter(|event| **event == Event::Awake).count(), woken + 1);
}

#[wasm_bindgen_test]
fn each_refusal_has_its_own_reason() {
    for (name, denied, reason) in [
        ("NotAllowedError", true, MediaError::Denied),
        ("NotAllowedError", false, MediaError::Dismissed),
        ("NotFoundError", false, MediaError::NotFound),
        ("NotReadableError", false, MediaError::InUse),
        ("OverconstrainedError", false, MediaError::Overconstrained),
        ("AbortError", false, MediaError::Aborted),
        ("SecurityError", false, MediaError::Forbidden),
        ("SomethingNewError", false, MediaError::Other),
    ] {
        let exception = DomException::new_with_message_and_name("", name).expect("a constructor");
        assert_eq!(media_error::media_error(&exception, denied), reason, "{name}");
    }
    assert_eq!(media_error::media_error(&"no exception at all".into(), false), MediaError::Other);
}

#[wasm_bindgen_test]
async fn two_connections_are_linked_exchange_pictures_and_pings_and_close() {
    first_script();
    let media = LocalMedia::request(Heard::default().emit()).await.expect("the fake devices are granted");
    let (ann, ben) = (Heard::default(), Heard::default());
    let shown = Rc::new(RefCell::new(Vec::new()));
    let screen = shown.clone();
    let caller = PeerConnection::open(id(1), &[], &media, &ann.emit(), |_| {}).expect("a connection");
    let callee = PeerConnection::open(id(2), &[], &media, &ben.emit(), move |track| screen.borrow_mut().push(track))
        .expect("a connection");
    caller.operate(PeerOperation::Offer { restart_ice: false });
    callee.operate(PeerOperation::Answer(sdp(&ann).await));
    caller.operate(PeerOperation::Accept(sdp(&ben).await));
    assert_eq!(until(|| ann.outcome()).await, Some(Outcome::Accepted));
    let linked = |event: &Event| matches!(event, Event::Peer(_, PeerEvent::Transport(TransportState::Connected)));
    let open = |event: &Event| matches!(event, Event::Peer(_, PeerEvent::ChannelOpened));
    until(|| {
        ann.take_candidates().into_iter().for_each(|text| callee.operate(PeerOperation::AddCandidate(text)));
        ben.take_candidates().into_iter().for_each(|text| caller.operate(PeerOperation::AddCandidate(text)));
        (ann.any(linked) && ben.any(linked) && ann.any(open) && ben.any(open)).then_some(())
    })
    .await
    .expect("both are linked");
    assert_eq!(shown.borrow().len(), 2, "sound and picture");
    for message in [ChannelMessage::Ping, ChannelMessage::Bye] {
        let heard = |event: &Event| *event == Event::Peer(id(2), PeerEvent::ChannelMessage(message.clone()));
        // One of the two channels may open later than the other.
        until(|| {
            caller.say(&message);
            ben.any(heard).then_some(())
        })
        .await
        .expect("it arrives");
    }
    caller.use_ice_servers(&[]);
    drop(caller);
    let closed = |event: &Event| matches!(event, Event::Peer(_, PeerEvent::ChannelClosed));
    until(|| ben.any(closed).then_some(())).await.expect("the other end notices at once");
    let told = ann.0.borrow().len();
    drop(callee);
    page::next_task().await;
    assert_eq!(ann.0.borrow().len(), told, "a dropped connection says nothing any more");
}

#[wasm_bindgen_test]
async fn what_the_browser_cannot_apply_fails_and_a_bad_candidate_is_no_harm() {
    first_script();
    let media = LocalMedia::request(Heard::default().emit()).await.expect("the fake devices are granted");
    let heard = Heard::default();
    let peer = PeerConnection::open(id(1), &[], &media, &heard.emit(), |_| {}).expect("a connection");
    peer.operate(PeerOperation::AddCandidate("{not json".into()));
    peer.operate(PeerOperation::Offer { restart_ice: false });
    assert!(until(|| heard.outcome()).await.and_then(described).is_some());
    peer.operate(PeerOperation::Accept("nonsense".into()));
    assert_eq!(until(|| heard.outcome()).await, Some(Outcome::Failed));
}

#[wasm_bindgen_test]
async fn a_socket_without_a_server_is_told_as_closed() {
    let heard = Heard::default();
    // The test page's server has no /ws.
    let _socket = Socket::open(&heard.emit()).expect("a socket that tries");
    until(|| heard.any(|event| *event == Event::SocketClosed).then_some(())).await.expect("it is told");
}

#[wasm_bindgen_test]
fn the_address_bar_carries_any_name() {
    let home = web_sys::window().and_then(|window| window.location().href().ok()).expect("a page has an address");
    for name in ["tea time", "a/b?c#d%e", "Käse 🧀", ".."] {
        address::push(Some(name));
        if name != ".." {
            assert_eq!(address::current(), Address::Room(name.into()));
        }
    }
    assert_eq!(address::nfc(&"Cafe\u{301}".into()), "Café");
    page::restore_address(&home);
}

#[wasm_bindgen_test]
fn the_tab_remembers_its_seat_and_forgets_it() {
    let claim = Claim { pass: Pass::from_bytes([6; 16]), role: Role::Polite, beside: None, peer: None, flowing: false };
    let devices = Devices { microphone: false, camera: true };
    let seat =
        StoredSeat { claim: Some(claim), devices, ..StoredSeat::new("tea".into(), SeatSecret::from_random([5; 16])) };
    memory::store(seat.clone());
    let arrival = memory::arrival();
    assert_eq!(arrival.seat, Some(seat));
    assert!(arrival.seat_age_ms < 60_000);
    assert!(!memory::return_from_cache().reloaded, "a kept page was not loaded again, whatever was done to it before");
    memory::forget();
    assert_eq!(memory::arrival().seat, None);
}

/// The whole page without a server: from the permission to the dialog, and to its end.
#[wasm_bindgen_test]
async fn after_the_call_no_track_is_live_and_no_listener_is_left() {
    let _counted = page::ListenerCount::start();
    let views: Rc<RefCell<Vec<View>>> = Rc::default();
    let seen = views.clone();
    first_script();
    driver::start(move |view| seen.borrow_mut().push(view));
    let (element, video) = video_element();
    driver::show_in(duet::runtime::video_elements::Tile::Local, video.clone());
    driver::show_in(duet::runtime::video_elements::Tile::Remote, element);
    until(|| views.borrow().last().is_some_and(|view| view.phase.dialog().is_some()).then_some(()))
        .await
        .expect("the devices are granted and the dialog opens");
    let tracks = page::tracks_of(&video);
    assert_eq!(tracks.len(), 2);
    driver::send(Intent::CancelDialog);
    assert!(matches!(views.borrow().last().map(|view| view.phase.clone()), Some(Phase::ChoosingRoom(_))));
    driver::stop();
    assert!(tracks.iter().all(|track| track.ready_state() == MediaStreamTrackState::Ended));
    until(|| (page::ListenerCount::left() == 0).then_some(())).await.expect("every listener is removed");
}

#[wasm_bindgen_test]
fn messages_are_read_with_the_browsers_parser_as_on_the_server() {
    let read = |text: &str| codec::decode_server::<JsValue>(text).ok();
    let peer = r#"{"visit":"0101010101010101","seat":"02020202020202020202020202020202","quiet":true}"#;
    let joined = |peer: &str| {
        format!(
            r#"{{"joined":{{"name":"\ud83c\udf75 \"tea\"","role":"polite","resumed":false,"pass":"03030303030303030303030303030303","peer":{peer},"new":[]}}}}"#
        )
    };
    for text in
        [joined(peer), joined("null"), r#""full""#.to_owned(), r#"{"refused":{"reason":{"name":"dots"}}}"#.to_owned()]
    {
        let on_the_server = codec::decode_server::<serde_json::Value>(&text).ok();
        assert!(on_the_server.is_some() && read(&text) == on_the_server, "{text}");
    }
    // What a hostile server or person could send must only be ignored.
    for text in [
        &"[".repeat(20_000),
        "{",
        "7",
        "null",
        "[\"full\"]",
        r#"{"__proto__":{}}"#,
        r#"{"ping":1,"full":1}"#,
        r#""constructor""#,
    ] {
        assert_eq!(read(text), None);
    }
}
