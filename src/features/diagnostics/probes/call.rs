//! A whole call within the page: two connections with the real devices, one after the other as in a call between two.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};

use super::capture::{Captured, Shown};
use super::pair::{Connection, agree, channel, pass_on};
use crate::browser::object::{call, get, make, text};
use crate::call::Device;
use crate::features::diagnostics::outcome::{Fault, Outcome, Proof, Warning};
use crate::features::diagnostics::plan::Test;
use crate::features::diagnostics::view::Desk;
use crate::features::diagnostics::wait::{first, now_ms, within};

/// Two connections on one device find each other within this time, in milliseconds, or never: usual is a tenth of it.
const CONNECT_MAX_MS: u32 = 10_000;

/// The same for what is written, and for the first picture after that.
const REST_MAX_MS: u32 = 6_000;

/// So many pictures are shown when all is well: a glance at oneself.
const GLANCE_FRAMES: u32 = 15;

/// What is written.
const ECHO: &str = "echo";

pub(super) async fn loopback(desk: Desk) -> Outcome {
    let mut captured = Vec::new();
    for (test, device) in [(Test::Microphone, Device::Microphone), (Test::Camera, Device::Camera)] {
        if desk.works(test)
            && let Ok(started) = Captured::start(device).await
        {
            captured.push(started);
        }
    }
    called(desk, &captured).await.unwrap_or(Outcome::Failed(Fault::NoConnection))
}

/// The call; nothing if the browser does not even begin it.
async fn called(desk: Desk, captured: &[Captured]) -> Option<Outcome> {
    let (near, far) = (Connection::open(JsValue::UNDEFINED)?, Connection::open(JsValue::UNDEFINED)?);
    let incoming = make("MediaStream", &[]).ok()?;
    let stream = incoming.clone();
    let (near_channel, far_channel) = (channel(&near)?, channel(&far)?);
    let echoing = far_channel.clone();
    let _listeners = [
        pass_on(&near, &far),
        pass_on(&far, &near),
        far.on("track", move |event| drop(call(&stream, "addTrack", &[get(event, "track")]))),
        EventListener::new(far_channel.unchecked_ref(), "message", move |event| {
            let _ = call(&echoing, "send", &[get(event, "data")]);
        }),
    ];
    let mut with_picture = false;
    for one in captured {
        let track = one.track()?;
        with_picture |= track.kind() == "video";
        call(&near.0, "addTrack", &[track.into(), one.stream().into()]).ok()?;
    }
    let shown = Shown::show(desk, &incoming)?;

    let begun = now_ms();
    let opened = first(&near_channel, &["open"]);
    let connected = async {
        agree(&near, &far).await.ok()?;
        opened.await;
        Some(())
    };
    within(CONNECT_MAX_MS, connected).await.flatten()?;

    let echo = first(&near_channel, &["message"]);
    let _ = call(&near_channel, "send", &[ECHO.into()]);
    let heard = within(REST_MAX_MS, echo).await;
    if heard.and_then(|event| text(&event, "data")).as_deref() != Some(ECHO) {
        return Some(Outcome::Failed(Fault::NoEcho));
    }
    if !with_picture {
        return Some(Outcome::Warned(Warning::WithoutPicture));
    }
    if within(REST_MAX_MS, shown.frame()).await.is_none() {
        return Some(Outcome::Failed(Fault::NoPicture));
    }
    let after = now_ms().saturating_sub(begun);
    let moving = async {
        for _ in 0..GLANCE_FRAMES {
            shown.frame().await;
        }
    };
    if within(REST_MAX_MS, moving).await.is_none() {
        return Some(Outcome::Failed(Fault::NoPicture));
    }
    Some(Outcome::Passed(Proof::After(after)))
}
