//! The line to the other person: one `RTCPeerConnection`, its tracks and its data channel.

use std::cell::Cell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use gloo_events::EventListener;
use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event as DomEvent, EventTarget, MediaStream, MediaStreamTrack, MessageEvent, RtcBundlePolicy, RtcConfiguration,
    RtcDataChannel, RtcDataChannelInit, RtcDataChannelState, RtcIceTransportPolicy, RtcPeerConnection,
    RtcPeerConnectionIceEvent, RtcPeerConnectionState, RtcRtpSender, RtcRtpTransceiver, RtcRtpTransceiverDirection,
    RtcSdpType, RtcTrackEvent,
};

use super::Emit;
use super::described::Descriptions;
use super::media::LocalMedia;
use crate::browser::guard::Guarded;
use crate::browser::task::spawn;
use crate::browser::told;
use crate::call::link::TransportState;
use crate::call::negotiation::{Outcome, PeerOperation};
use crate::call::tuning::Tuning;
use crate::call::{Device, Event, PeerEvent};
use crate::protocol::identity::ConnectionId;
use crate::protocol::signal::{ChannelMessage, Description, DescriptionKind};
use crate::protocol::{IceServer, codec};

/// Both sides make the channels under these numbers, so that they need no word of their own in the offer's exchange.
const CHANNEL_ID: u16 = 0;

/// Pings go over a channel of their own, which sends nothing twice and keeps no order: after a break a reliable one is
/// silent for as long again, and what it lost stands before what comes.
const BEAT_CHANNEL_ID: u16 = 1;

/// Voice and camera come first among the transceivers of a connection, on both sides; what comes after them is the screen's.
pub const CALL_TRACKS: usize = 2;

/// A screen that is shown, and what it sounds like. Their places are in every offer, so that showing one needs none.
const SCREEN_TRACKS: [&str; 2] = ["video", "audio"];

/// A channel with more than this waiting, in bytes, leads nowhere; pings will show it.
const BUFFERED_MAX_BYTES: u32 = 1024 * 1024;

#[wasm_bindgen]
extern "C" {
    /// What web-sys lacks: the forms of the current standard (W3C WebRTC section 4.4.2).
    #[wasm_bindgen(extends = RtcPeerConnection)]
    #[derive(Clone)]
    type ModernPeerConnection;

    /// Makes and sets the description that is due, offer or answer.
    #[wasm_bindgen(method, js_name = setLocalDescription)]
    fn set_due_description(this: &ModernPeerConnection) -> Promise;

    /// Has the next offer search all paths anew.
    #[wasm_bindgen(method, js_name = restartIce)]
    fn restart_ice(this: &ModernPeerConnection);

    #[wasm_bindgen(method, js_name = getStats)]
    fn stats(this: &ModernPeerConnection) -> Promise;

    /// web-sys has half of the parameters, and they must be given back whole.
    #[wasm_bindgen(extends = RtcRtpSender)]
    type ModernSender;

    #[wasm_bindgen(method, js_name = getParameters)]
    fn parameters(this: &ModernSender) -> JsValue;

    #[wasm_bindgen(method, catch, js_name = setParameters)]
    fn set_parameters(this: &ModernSender, parameters: &JsValue) -> Result<Promise, JsValue>;

    /// What this browser can receive of a kind.
    #[wasm_bindgen(catch, js_namespace = RTCRtpReceiver, js_name = getCapabilities)]
    fn capabilities(kind: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(extends = RtcRtpTransceiver)]
    type ModernTransceiver;

    #[wasm_bindgen(method, getter, js_name = mid)]
    fn section(this: &ModernTransceiver) -> JsValue;

    #[wasm_bindgen(method, catch, js_name = setCodecPreferences)]
    fn set_codec_preferences(this: &ModernTransceiver, codecs: &Array) -> Result<(), JsValue>;

    /// Takes the candidate as `RTCIceCandidate.toJSON()` made it.
    #[wasm_bindgen(method, catch, js_name = addIceCandidate)]
    fn add_candidate(this: &ModernPeerConnection, candidate: &JsValue) -> Result<Promise, JsValue>;
}

/// What a connection does one after the other.
enum Task {
    Operation(PeerOperation),
    /// As was wished last.
    Retune,
    RenewVoice,
    /// With the next search for paths.
    UseServers(RtcConfiguration),
}

/// A connection to the other person. Dropping it closes it, and nothing of it is heard any more.
#[must_use = "the connection closes when this is dropped"]
pub struct PeerConnection {
    connection: ModernPeerConnection,
    _guarded: Guarded,
    channel: RtcDataChannel,
    beat: RtcDataChannel,
    // Unbounded, but filled by the negotiation, whose queues are bounded, and by who watches the line, which other pages may drive: of its
    // wishes only the last waits.
    tasks: UnboundedSender<Task>,
    /// What our encoders are to be asked for next.
    wish: Rc<Cell<Option<Tuning>>>,
    /// Which paths it may take; what the person wants later is for the next connection.
    policy: RtcIceTransportPolicy,
    _listeners: Vec<EventListener>,
}

impl PeerConnection {
    /// Makes a connection that sends the local tracks. `show` gets each track of the other side.
    ///
    /// # Errors
    /// What the browser says, for example about an address of an ICE server.
    pub fn open(
        id: ConnectionId,
        ice_servers: &[IceServer],
        media: &LocalMedia,
        emit: &Emit,
        show: impl Fn(MediaStreamTrack) + 'static,
    ) -> Result<Self, JsValue> {
        // Where there is no relay there is no path then: better than one that tells what is to be hidden.
        let policy = if told::hides_address() { RtcIceTransportPolicy::Relay } else { RtcIceTransportPolicy::All };
        let connection: ModernPeerConnection =
            RtcPeerConnection::new_with_configuration(&configuration(ice_servers, policy)?)?.unchecked_into();
        for track in media.tracks() {
            // Tracks added so find their places in the other side's offer too (RFC 8829 section 5.10). Each is in a stream of its own, or a
            // browser would keep the voice back until the picture that belongs to it has come: on a narrow line for half a second.
            let sender = connection.add_track(&track, &MediaStream::new()?, &Array::new());
            // A browser that does not know these wishes goes by its own, which are much the same.
            let _ = prefer(sender.unchecked_ref(), &track);
        }
        // A browser that cannot say what it can or does not take it goes by its own order.
        let _ = prefer_codecs(&connection);
        let init = RtcDataChannelInit::new();
        init.set_negotiated(true);
        init.set_id(CHANNEL_ID);
        let channel = connection.create_data_channel_with_data_channel_dict("duet", &init);
        init.set_id(BEAT_CHANNEL_ID);
        init.set_ordered(false);
        init.set_max_retransmits(0);
        let beat = connection.create_data_channel_with_data_channel_dict("duet-beat", &init);

        let guarded = Guarded::new(&connection);
        let emit = emit.clone();
        let say: Rc<dyn Fn(PeerEvent)> = Rc::new(move |event| emit(Event::Peer(id, event)));
        let listeners = listeners(&connection, &channel, &beat, &say, show);
        let (tasks, queue) = unbounded();
        let wish = Rc::default();
        spawn(operate(connection.clone(), queue, Rc::clone(&wish), say));
        Ok(Self { connection, _guarded: guarded, channel, beat, tasks, wish, policy, _listeners: listeners })
    }

    /// The connection as the browser has it.
    pub fn connection(&self) -> &RtcPeerConnection {
        &self.connection
    }

    /// Has an operation done after those before it.
    pub fn operate(&self, operation: PeerOperation) {
        // The receiving end lives as long as this.
        let _ = self.tasks.unbounded_send(Task::Operation(operation));
    }

    /// Asks something else of our encoders, after all that was to be done before.
    pub fn retune(&self, tuning: Tuning) {
        if self.wish.replace(Some(tuning)).is_none() {
            let _ = self.tasks.unbounded_send(Task::Retune);
        }
    }

    /// Has the browser forget how late the other's voice came.
    pub fn renew_voice(&self) {
        let _ = self.tasks.unbounded_send(Task::RenewVoice);
    }

    /// Says something over the data channel, if it is open.
    pub fn say(&self, message: &ChannelMessage) {
        let channel = match message {
            // What must arrive while the path is in doubt does not wait behind what was lost.
            ChannelMessage::Ping | ChannelMessage::Pong | ChannelMessage::Repair => &self.beat,
            ChannelMessage::Signal(_) | ChannelMessage::Ack { .. } | ChannelMessage::Bye => &self.channel,
        };
        if channel.ready_state() == RtcDataChannelState::Open && channel.buffered_amount() < BUFFERED_MAX_BYTES {
            let _ = channel.send_with_str(&codec::encode(message));
        }
    }

    /// Searches paths with these servers from the next ICE restart on.
    pub fn use_ice_servers(&self, ice_servers: &[IceServer]) {
        if let Ok(configuration) = configuration(ice_servers, self.policy) {
            let _ = self.tasks.unbounded_send(Task::UseServers(configuration));
        }
    }

    /// What each device has given so far, in numbers that grow (W3C WebRTC Statistics section 8.3), where the browser tells.
    pub fn sources(&self, media: &LocalMedia) -> impl Future<Output = Vec<(Device, u64)>> + use<> {
        let report = self.connection.stats();
        let own: Vec<_> = media.tracks().iter().map(MediaStreamTrack::id).collect();
        async move {
            let Ok(report) = JsFuture::from(report).await else { return Vec::new() };
            // Pairs of an id and what is told under it.
            let entries = Array::from(&report);
            entries.iter().filter_map(|pair| reading(&Reflect::get_u32(&pair, 1).ok()?, &own)).collect()
        }
    }

    /// Has the encoder begin anew, with a key frame: a stream that is switched off and on again does (W3C WebRTC section
    /// 5.2.5 has no other way).
    pub fn send_whole_picture(&self) {
        let senders = self.connection.get_senders();
        spawn(async move {
            for sender in senders.iter().map(JsCast::unchecked_into::<ModernSender>) {
                // A picture that is paused stays so, and begins with a key frame when it goes on.
                if sender.track().is_some_and(|track| track.kind() == "video") && is_active(&sender) {
                    // A browser that refuses sends the key frame when it is asked for one.
                    if set_active(&sender, false).await.is_ok() && set_active(&sender, true).await.is_err() {
                        // Something else was set meanwhile; a picture that stays off would be worse than a late one.
                        let _ = set_active(&sender, true).await;
                    }
                }
            }
        });
    }

    /// Sends another track in the place of the present one of its kind, without a new negotiation.
    pub fn replace(&self, kind: &str, track: &MediaStreamTrack) {
        for sender in self.connection.get_senders().iter().take(CALL_TRACKS) {
            let sender: RtcRtpSender = sender.unchecked_into();
            if sender.track().is_some_and(|track| track.kind() == kind) {
                // Refused only on a closed connection, whose successor is made with the new track.
                disregard(sender.replace_track(Some(track)).unchecked_into());
            }
        }
    }
}

fn reading(entry: &JsValue, own: &[String]) -> Option<(Device, u64)> {
    let field = |name: &str| Reflect::get(entry, &name.into()).ok();
    // A screen that is shown is no device.
    if field("type")?.as_string()? != "media-source" || !own.contains(&field("trackIdentifier")?.as_string()?) {
        return None;
    }
    let (device, amount) = match field("kind")?.as_string()?.as_str() {
        "audio" => (Device::Microphone, field("totalAudioEnergy")?.as_f64()?),
        _ => (Device::Camera, field("frames")?.as_f64()?),
    };
    // Energies are tiny fractions; the bits tell as well whether they grow.
    Some((device, amount.to_bits()))
}

fn is_active(sender: &ModernSender) -> bool {
    let encodings = Reflect::get(&sender.parameters(), &"encodings".into()).map(JsCast::unchecked_into::<Array>);
    let first = encodings.map(|encodings| encodings.get(0));
    !first.and_then(|first| Reflect::get(&first, &"active".into())).is_ok_and(|active| active == JsValue::FALSE)
}

async fn set_active(sender: &ModernSender, active: bool) -> Result<(), JsValue> {
    let parameters = sender.parameters();
    set_in_encodings(&parameters, "active", &active.into())?;
    JsFuture::from(sender.set_parameters(&parameters)?).await.map(drop)
}

/// What is to be kept when the way is too narrow: the voice before the picture (WebRTC Priority Control section 3), and
/// of the picture a little of both, sharpness and smoothness.
fn prefer(sender: &ModernSender, track: &MediaStreamTrack) -> Result<(), JsValue> {
    let parameters = sender.parameters();
    if track.kind() == "audio" {
        set_in_encodings(&parameters, "priority", &"high".into())?;
        set_in_encodings(&parameters, "networkPriority", &"high".into())?;
    } else {
        Reflect::set(&parameters, &"degradationPreference".into(), &"balanced".into())?;
    }
    disregard(sender.set_parameters(&parameters)?);
    Ok(())
}

/// The codec that costs least, by what `make bench` measures: in software half of VP8's time for a frame; many devices
/// have it in hardware. A browser without it goes by its own order.
const CHEAPEST_CODEC: &str = "video/H264";

/// Puts the cheapest codec first, for both directions.
fn prefer_codecs(connection: &RtcPeerConnection) -> Result<(), JsValue> {
    let codecs: Array = Reflect::get(&capabilities("video")?, &"codecs".into())?.unchecked_into();
    let is_cheap = |codec: &JsValue| {
        Reflect::get(codec, &"mimeType".into()).is_ok_and(|mime| mime.as_string().as_deref() == Some(CHEAPEST_CODEC))
    };
    let (mut cheap, others): (Vec<_>, Vec<_>) = codecs.iter().partition(is_cheap);
    cheap.extend(others);
    for transceiver in connection.get_transceivers().iter() {
        let transceiver: ModernTransceiver = transceiver.unchecked_into();
        if transceiver.sender().track().is_some_and(|track| track.kind() == "video") {
            transceiver.set_codec_preferences(&cheap.iter().collect())?;
        }
    }
    Ok(())
}

/// Lets a promise take its course where nothing hangs on how it ends.
fn disregard(promise: Promise) {
    spawn(async {
        let _ = JsFuture::from(promise).await;
    });
}

fn set_in_encodings(parameters: &JsValue, name: &str, value: &JsValue) -> Result<(), JsValue> {
    let encodings: Array = Reflect::get(parameters, &"encodings".into())?.unchecked_into();
    for encoding in encodings.iter() {
        Reflect::set(&encoding, &name.into(), value)?;
    }
    Ok(())
}

fn configuration(ice_servers: &[IceServer], policy: RtcIceTransportPolicy) -> Result<RtcConfiguration, JsValue> {
    let configuration = RtcConfiguration::new();
    configuration.set_bundle_policy(RtcBundlePolicy::MaxBundle);
    configuration.set_ice_transport_policy(policy);
    configuration.set_ice_servers(&JSON::parse(&codec::encode(&ice_servers))?);
    Ok(configuration)
}

impl Drop for PeerConnection {
    fn drop(&mut self) {
        self.channel.close();
        self.beat.close();
        self.connection.close();
    }
}

type Heard = Box<dyn Fn(&DomEvent) -> Option<PeerEvent>>;

fn listeners(
    connection: &ModernPeerConnection,
    channel: &RtcDataChannel,
    beat: &RtcDataChannel,
    say: &Rc<dyn Fn(PeerEvent)>,
    show: impl Fn(MediaStreamTrack) + 'static,
) -> Vec<EventListener> {
    let listen = |target: &EventTarget, kind: &'static str, heard: Heard| {
        let say = say.clone();
        EventListener::new(target, kind, move |event| {
            if let Some(event) = heard(event) {
                say(event);
            }
        })
    };
    let (watched, transceivers) = (connection.clone(), connection.clone());
    vec![
        listen(
            connection,
            "icecandidate",
            Box::new(|event| {
                let candidate = event.dyn_ref::<RtcPeerConnectionIceEvent>()?.candidate()?;
                // The empty candidate only says that there are no more; nothing here waits for that.
                if candidate.candidate().is_empty() {
                    return None;
                }
                JSON::stringify(&candidate.to_json()).ok().map(|text| PeerEvent::Gathered(text.into()))
            }),
        ),
        listen(
            connection,
            "connectionstatechange",
            Box::new(move |_| {
                Some(PeerEvent::Transport(match watched.connection_state() {
                    RtcPeerConnectionState::Connected => TransportState::Connected,
                    RtcPeerConnectionState::Disconnected => TransportState::Disconnected,
                    RtcPeerConnectionState::Failed | RtcPeerConnectionState::Closed => TransportState::Failed,
                    _ => TransportState::Pending,
                }))
            }),
        ),
        listen(
            connection,
            "track",
            Box::new(move |event| {
                let event = event.dyn_ref::<RtcTrackEvent>()?;
                if transceivers
                    .get_transceivers()
                    .iter()
                    .take(CALL_TRACKS)
                    .any(|one| one == JsValue::from(event.transceiver()))
                {
                    show(event.track());
                }
                None
            }),
        ),
        listen(beat, "open", Box::new(|_| Some(PeerEvent::ChannelOpened))),
        listen(channel, "close", Box::new(|_| Some(PeerEvent::ChannelClosed))),
        listen(channel, "message", Box::new(channel_message)),
        listen(beat, "message", Box::new(channel_message)),
    ]
}

fn channel_message(event: &DomEvent) -> Option<PeerEvent> {
    let text = event.dyn_ref::<MessageEvent>()?.data().as_string()?;
    codec::decode_channel::<JsValue>(&text).ok().map(PeerEvent::ChannelMessage)
}

async fn operate(
    connection: ModernPeerConnection,
    mut queue: UnboundedReceiver<Task>,
    wish: Rc<Cell<Option<Tuning>>>,
    say: Rc<dyn Fn(PeerEvent)>,
) {
    let mut descriptions = Descriptions::default();
    let mut servers = None;
    while let Some(task) = queue.next().await {
        let operation = match task {
            Task::Operation(operation) => operation,
            Task::Retune => {
                if let Some(tuning) = wish.take() {
                    descriptions.retune(&connection, tuning).await;
                }
                continue;
            }
            Task::RenewVoice => {
                descriptions.renew_voice(&connection).await;
                continue;
            }
            Task::UseServers(configuration) => {
                servers = Some(configuration);
                continue;
            }
        };
        // Told earlier, a browser makes of every next offer a new search, also of one that only this page knows.
        if begins_search(&operation, &connection, &descriptions)
            && let Some(servers) = servers.take()
        {
            // Refused only for servers that were refused before; the old ones stay.
            let _ = connection.set_configuration_with_configuration(&servers);
        }
        let outcome = match operation {
            PeerOperation::Offer { restart_ice } => {
                if restart_ice {
                    connection.restart_ice();
                }
                reserve_screen(&connection);
                describe(&connection, DescriptionKind::Offer).await
            }
            PeerOperation::Answer(sdp) => match descriptions.apply(&connection, RtcSdpType::Offer, sdp).await {
                Ok(()) => {
                    open_screen(&connection);
                    describe(&connection, DescriptionKind::Answer).await
                }
                Err(error) => Err(error),
            },
            PeerOperation::Accept(sdp) => {
                descriptions.apply(&connection, RtcSdpType::Answer, sdp).await.map(|()| Outcome::Accepted)
            }
            PeerOperation::AddCandidate(candidate) => {
                add_candidate(&connection, &candidate).await;
                continue;
            }
        };
        say(PeerEvent::Finished(outcome.unwrap_or(Outcome::Failed)));
    }
}

fn begins_search(operation: &PeerOperation, connection: &RtcPeerConnection, descriptions: &Descriptions) -> bool {
    match operation {
        PeerOperation::Offer { restart_ice } => *restart_ice || connection.local_description().is_none(),
        PeerOperation::Answer(sdp) => descriptions.restarts(sdp),
        PeerOperation::Accept(_) | PeerOperation::AddCandidate(_) => false,
    }
}

/// Makes the places for a screen, once for a connection.
fn reserve_screen(connection: &ModernPeerConnection) {
    if screen(connection).next().is_none() {
        for kind in SCREEN_TRACKS {
            connection.add_transceiver_with_str(kind);
        }
    }
}

/// Lets this side use the places that the other's offer has for a screen. An own offer that was taken back leaves its own
/// places behind, which no description will ever speak of.
fn open_screen(connection: &ModernPeerConnection) {
    for place in screen(connection) {
        if place.section().is_null() {
            place.stop();
        } else {
            place.set_direction(RtcRtpTransceiverDirection::Sendrecv);
        }
    }
}

fn screen(connection: &ModernPeerConnection) -> impl Iterator<Item = ModernTransceiver> {
    let all: Vec<JsValue> = connection.get_transceivers().iter().collect();
    all.into_iter().skip(CALL_TRACKS).map(JsCast::unchecked_into)
}

async fn describe(connection: &ModernPeerConnection, kind: DescriptionKind) -> Result<Outcome, JsValue> {
    JsFuture::from(connection.set_due_description()).await?;
    let description = connection.local_description().ok_or(JsValue::NULL)?;
    Ok(Outcome::Described(Description { kind, sdp: description.sdp() }))
}

async fn add_candidate(connection: &ModernPeerConnection, candidate: &str) {
    // One that the browser does not like is no harm: it may belong to an offer that was ignored, and others may work.
    if let Ok(candidate) = JSON::parse(candidate)
        && let Ok(added) = connection.add_candidate(&candidate)
    {
        let _ = JsFuture::from(added).await;
    }
}
