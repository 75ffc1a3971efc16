//! What the browser counts of the connection, and what its encoder of the picture is allowed. Of the candidates only their kinds
//! are read, and of their pair the round trip and the rate: addresses stay where they are.

use js_sys::{Array, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::RtcPeerConnection;

use super::model::figures::{Counters, Flow, Limit, Path};
use super::model::ladder::Allowance;
use crate::browser::object::{ask, call, get, number, set, text};
use crate::clock::Millis;
use crate::protocol::RelayTransport;
use crate::runtime::driver;
use crate::runtime::peer::CALL_TRACKS;

/// What was read at once.
pub struct Reading {
    /// What is judged.
    pub counters: Counters,
    /// What picture and voice are encoded with.
    pub sent_codecs: Codecs,
    /// What is decoded.
    pub received_codecs: Codecs,
}

/// The names of the codecs of the picture and of the voice; empty where not told.
#[derive(Default)]
pub struct Codecs {
    picture: String,
    voice: String,
}

impl Codecs {
    /// Both names.
    pub fn names(&self) -> String {
        let between = if self.picture.is_empty() || self.voice.is_empty() { "" } else { ", " };
        [&self.picture, between, &self.voice].concat()
    }
}

/// Seconds, as browsers tell them, in milliseconds.
const MS: f64 = 1e3;

/// Seconds in microseconds.
const US: f64 = 1e6;

/// Reads what the browser has counted by now (W3C WebRTC Statistics section 8).
pub async fn read(connection: &RtcPeerConnection) -> Option<Reading> {
    let report = ask(connection, "getStats", &[]).await.ok()?;
    let of_call = call_sections(connection);
    let mut reading = Reading {
        counters: Counters { at: now(), ..Counters::default() },
        sent_codecs: Codecs::default(),
        received_codecs: Codecs::default(),
    };
    let mut reported_round_trip = None;
    let mut pair = JsValue::UNDEFINED;
    let mut selected = JsValue::UNDEFINED;
    // Pairs of an id and what is told under it.
    for entry in Array::from(&report).iter().filter_map(|entry| Reflect::get_u32(&entry, 1).ok()) {
        let counters = &mut reading.counters;
        // A screen is part of what goes over the line, but how the call is going is told of its picture and voice.
        let is_of_call = |stream: &JsValue| text(stream, "mid").is_none_or(|section| of_call.contains(&section));
        match text(&entry, "type").unwrap_or_default().as_str() {
            "inbound-rtp" => {
                let flow = &mut counters.received;
                line(flow, &entry, &INBOUND);
                add(&mut flow.lost, whole(&entry, "packetsLost", 1.0));
                if !is_picture(&entry) {
                    add(&mut flow.waited_ms, whole(&entry, "jitterBufferDelay", MS));
                    add(&mut flow.played, whole(&entry, "jitterBufferEmittedCount", 1.0));
                    add(&mut flow.asked, whole(&entry, "nackCount", 1.0));
                }
                if is_of_call(&entry) {
                    picture(flow, &entry, &INBOUND);
                    jitter(flow, &entry);
                    codec(&mut reading.received_codecs, &entry, &report);
                }
            }
            "outbound-rtp" => {
                line(&mut counters.sent, &entry, &OUTBOUND);
                add(&mut counters.sent.resent, whole(&entry, "retransmittedPacketsSent", 1.0));
                if is_of_call(&entry) {
                    picture(&mut counters.sent, &entry, &OUTBOUND);
                    counters.limit = limit(&entry).unwrap_or(counters.limit);
                    codec(&mut reading.sent_codecs, &entry, &report);
                }
            }
            "remote-inbound-rtp" => {
                add(&mut counters.sent.lost, whole(&entry, "packetsLost", 1.0));
                if is_of_call(&self::entry(&report, get(&entry, "localId"))) {
                    jitter(&mut counters.sent, &entry);
                }
                reported_round_trip = whole(&entry, "roundTripTime", MS).or(reported_round_trip);
            }
            "candidate-pair" if is_in_use(&entry) => pair = entry,
            "transport" => selected = get(&entry, "selectedCandidatePairId"),
            _ => {}
        }
    }
    // The transport knows best; not every browser tells of it.
    if selected.is_string() {
        pair = entry(&report, selected);
    }
    let counters = &mut reading.counters;
    counters.round_trip_ms = whole(&pair, "currentRoundTripTime", MS).or(reported_round_trip);
    counters.available_bps = whole(&pair, "availableOutgoingBitrate", 1.0);
    counters.path = path(&pair, &report);
    Some(reading)
}

/// The sections of the description (`mid`) that are of picture and voice; known once they are negotiated.
fn call_sections(connection: &RtcPeerConnection) -> Vec<String> {
    let transceivers = call(connection, "getTransceivers", &[]).unwrap_or_default();
    Array::from(&transceivers).iter().take(CALL_TRACKS).filter_map(|transceiver| text(&transceiver, "mid")).collect()
}

/// The names under which one direction is told of.
struct Names {
    bytes: &'static str,
    packets: &'static str,
    frames: &'static str,
    codec_time: &'static str,
    hardware: &'static str,
}

const INBOUND: Names = Names {
    bytes: "bytesReceived",
    packets: "packetsReceived",
    frames: "framesDecoded",
    codec_time: "totalDecodeTime",
    hardware: "powerEfficientDecoder",
};

const OUTBOUND: Names = Names {
    bytes: "bytesSent",
    packets: "packetsSent",
    frames: "framesEncoded",
    codec_time: "totalEncodeTime",
    hardware: "powerEfficientEncoder",
};

fn line(flow: &mut Flow, entry: &JsValue, names: &Names) {
    add(&mut flow.bytes, whole(entry, names.bytes, 1.0));
    add(&mut flow.packets, whole(entry, names.packets, 1.0));
}

fn picture(flow: &mut Flow, entry: &JsValue, names: &Names) {
    if is_picture(entry) {
        flow.width = whole(entry, "frameWidth", 1.0);
        flow.height = whole(entry, "frameHeight", 1.0);
        flow.frames = whole(entry, names.frames, 1.0);
        flow.codec_us = whole(entry, names.codec_time, US);
        flow.hardware = get(entry, names.hardware).as_bool();
    }
}

/// The voice's, where there is one: a picture's packets come in bursts.
fn jitter(flow: &mut Flow, entry: &JsValue) {
    if flow.jitter_ms.is_none() || !is_picture(entry) {
        flow.jitter_ms = whole(entry, "jitter", MS).or(flow.jitter_ms);
    }
}

fn codec(codecs: &mut Codecs, stream: &JsValue, report: &JsValue) {
    let mime = text(&entry(report, get(stream, "codecId")), "mimeType").unwrap_or_default();
    // As in "video/H264".
    let name = mime.split_once('/').map_or("", |(_, name)| name);
    let place = if is_picture(stream) { &mut codecs.picture } else { &mut codecs.voice };
    *place = name.into();
}

fn limit(stream: &JsValue) -> Option<Limit> {
    match text(stream, "qualityLimitationReason")?.as_str() {
        "bandwidth" => Some(Limit::Bandwidth),
        "cpu" => Some(Limit::Cpu),
        _ => None,
    }
}

fn is_picture(entry: &JsValue) -> bool {
    text(entry, "kind").is_some_and(|kind| kind == "video")
}

/// Firefox marks the one in use; elsewhere it is one that was nominated and works.
fn is_in_use(pair: &JsValue) -> bool {
    let is = |name| get(pair, name).is_truthy();
    is("selected") || is("nominated") && text(pair, "state").is_some_and(|state| state == "succeeded")
}

fn path(pair: &JsValue, report: &JsValue) -> Option<Path> {
    let kind = |name| text(&entry(report, get(pair, name)), "candidateType");
    let kinds = [kind("localCandidateId")?, kind("remoteCandidateId")?];
    let is_relayed = kinds.iter().any(|kind| kind == "relay");
    Some(if is_relayed { Path::Relayed(over(&entry(report, get(pair, "localCandidateId")))) } else { Path::Direct })
}

/// How the own relay is reached, if there is one.
fn over(candidate: &JsValue) -> Option<RelayTransport> {
    match text(candidate, "relayProtocol")?.as_str() {
        "udp" => Some(RelayTransport::Udp),
        "tcp" => Some(RelayTransport::Tcp),
        "tls" => Some(RelayTransport::Tls),
        _ => None,
    }
}

fn entry(report: &JsValue, id: JsValue) -> JsValue {
    call(report, "get", &[id]).unwrap_or_default()
}

fn whole(entry: &JsValue, name: &str, unit: f64) -> Option<u64> {
    number(entry, name).map(|value| (value * unit).round() as u64)
}

fn add(sum: &mut Option<u64>, more: Option<u64>) {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or_default().saturating_add(more));
    }
}

/// The page's clock, which never goes back.
pub fn now() -> Millis {
    let ms = call(&get(&global(), "performance"), "now", &[]).ok().and_then(|ms| ms.as_f64());
    Millis(ms.unwrap_or_default() as u64)
}

/// Brings an encoder to what is allowed, if it is not there already: a new connection begins without limits, and what sets other
/// parameters at the same moment may have undone it.
pub async fn allow(sender: Option<JsValue>, allowance: Allowance) {
    let Some(sender) = sender else { return };
    let Ok(parameters) = call(&sender, "getParameters", &[]) else { return };
    let Some(encoding) = Array::from(&get(&parameters, "encodings")).iter().next() else { return };
    let is_active = get(&encoding, "active") != JsValue::FALSE;
    match allowance {
        Allowance::Paused if !is_active => return,
        Allowance::Paused => set(&encoding, "active", false),
        Allowance::UpTo(bits) => {
            let bits = bits.map(f64::from);
            if is_active && number(&encoding, "maxBitrate") == bits {
                return;
            }
            set(&encoding, "maxBitrate", bits.map_or(JsValue::UNDEFINED, JsValue::from));
            set(&encoding, "active", true);
        }
    }
    // Refused if something else was set meanwhile; the next reading tries again.
    let _ = ask(&sender, "setParameters", &[parameters]).await;
}

/// Has an encoder begin anew with its whole picture: it forgets what it took away of it when it is told to care for something else (W3C
/// MediaStreamTrack Content Hints section 4, `degradationPreference`), and is told again what it was told before.
pub async fn begin_anew(sender: Option<JsValue>) {
    let Some(sender) = sender else { return };
    for care in ["maintain-framerate", "balanced"] {
        let Ok(parameters) = call(&sender, "getParameters", &[]) else { return };
        set(&parameters, "degradationPreference", care);
        // Refused where it is not known.
        let _ = ask(&sender, "setParameters", &[parameters]).await;
    }
}

/// Has the other's voice be kept for so many milliseconds at least before it is played; none is as the browser likes (W3C WebRTC Extensions,
/// `jitterBufferTarget`).
pub fn keep_voice(connection: &RtcPeerConnection, target_ms: Option<u32>) {
    let Some(voice) = transceivers(connection).next() else { return };
    let receiver = get(&voice, "receiver");
    let target_ms = target_ms.map(f64::from);
    if number(&receiver, "jitterBufferTarget") != target_ms {
        set(&receiver, "jitterBufferTarget", target_ms.map_or(JsValue::NULL, JsValue::from));
    }
}

/// What receives the other's voice and picture, once the connection has both. They are the same for as long as it lives.
pub fn receivers(connection: &RtcPeerConnection) -> Option<[JsValue; CALL_TRACKS]> {
    let receivers = transceivers(connection).take(CALL_TRACKS).map(|transceiver| get(&transceiver, "receiver"));
    receivers.collect::<Vec<_>>().try_into().ok()
}

/// When that was sent which came last of the other's voice and picture, in ticks of theirs (W3C WebRTC section 5.3,
/// `getSynchronizationSources`); none where nothing has come in the last ten seconds.
pub fn newest(receivers: &[JsValue; CALL_TRACKS]) -> [Option<u32>; CALL_TRACKS] {
    receivers.each_ref().map(|receiver| {
        let sources = call(receiver, "getSynchronizationSources", &[]).ok()?;
        let ticks = number(sources.dyn_ref::<Array>()?.iter().next().as_ref()?, "rtpTimestamp")?;
        Some(ticks as u32)
    })
}

/// How many frames of the other's picture were shown or dropped until now (Media Playback Quality, `getVideoPlaybackQuality`).
pub fn frames_shown() -> Option<u32> {
    let quality = call(driver::remote_video()?.as_ref(), "getVideoPlaybackQuality", &[]).ok()?;
    number(&quality, "totalVideoFrames").map(|frames| frames as u32)
}

/// What sends the camera's picture: the first of pictures, for another one is of a screen.
pub fn camera_sender(connection: &RtcPeerConnection) -> Option<JsValue> {
    let camera = transceivers(connection).find(is_of_pictures)?;
    Some(get(&camera, "sender"))
}

/// What sends the picture of a shared screen, while one is shared.
pub fn screen_sender(connection: &RtcPeerConnection) -> Option<JsValue> {
    let screen = transceivers(connection).skip(CALL_TRACKS).find(is_of_pictures)?;
    let sender = get(&screen, "sender");
    if get(&sender, "track").is_null() { None } else { Some(sender) }
}

fn transceivers(connection: &RtcPeerConnection) -> impl Iterator<Item = JsValue> + use<> {
    let all = call(connection, "getTransceivers", &[]).ok().and_then(|all| all.dyn_into::<Array>().ok());
    all.map(|all| all.to_vec()).unwrap_or_default().into_iter()
}

fn is_of_pictures(transceiver: &JsValue) -> bool {
    is_picture(&get(&get(transceiver, "receiver"), "track"))
}
