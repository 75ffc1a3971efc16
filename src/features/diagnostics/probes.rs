//! One function for each test: acts, measures, and has `judge` say what that means. What it holds of the browser stops
//! when it is done or let go.

mod call;
mod camera;
mod capture;
mod line;
mod pair;
mod relay;
mod server;
pub(super) mod sound;
mod stun;

use js_sys::{Array, global};
use wasm_bindgen::JsValue;
use web_sys::window;

use super::judge;
use super::outcome::{Fault, Outcome, Proof};
use super::plan::Test;
use super::run::Notes;
use super::view::Desk;
use crate::browser::object::{call, get, has, text};
use crate::call::view::MediaError;

/// What every call is made of, by the names of the browser's classes.
const CLASSES: [&str; 3] = ["RTCPeerConnection", "MediaStream", "WebSocket"];

/// Does a test.
pub(super) async fn probe(test: Test, desk: Desk, notes: &Notes) -> Outcome {
    match test {
        Test::Secure => secure(),
        Test::Browser => browser(),
        Test::Camera => camera::camera(desk).await,
        Test::Microphone => sound::microphone(desk).await,
        Test::Speaker => sound::speaker().await,
        Test::Signaling => server::signaling(notes).await,
        Test::Stun => stun::stun(notes).await,
        Test::Relay => relay::relay(notes).await,
        Test::Loopback => call::loopback(desk).await,
    }
}

fn secure() -> Outcome {
    if window().is_some_and(|window| window.is_secure_context()) {
        Outcome::Passed(Proof::Works)
    } else {
        Outcome::Failed(Fault::Media(MediaError::Insecure))
    }
}

fn browser() -> Outcome {
    let global = JsValue::from(global());
    let devices = get(&get(&global, "navigator"), "mediaDevices");
    let complete = CLASSES.iter().all(|class| has(&global, class)) && has(&devices, "getUserMedia");
    let capabilities = call(&get(&global, "RTCRtpReceiver"), "getCapabilities", &["video".into()]).unwrap_or_default();
    let codecs = get(&capabilities, "codecs");
    let codecs: Vec<String> = if codecs.is_undefined() {
        Vec::new()
    } else {
        Array::from(&codecs).iter().filter_map(|codec| text(&codec, "mimeType")).collect()
    };
    judge::browser(complete, &codecs)
}
