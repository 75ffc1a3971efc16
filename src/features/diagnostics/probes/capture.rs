//! Camera and microphone for the time of a test, and the pictures that they give.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MediaStream, MediaStreamTrack};

use crate::browser::guard::Guarded;
use crate::browser::object::{call, get, make, number, set};
use crate::browser::task::spawn;
use crate::call::Device;
use crate::call::view::MediaError;
use crate::features::diagnostics::view::Desk;
use crate::features::diagnostics::wait::{Bell, pause};
use crate::runtime::media;

/// How often it is looked whether pictures have come, in milliseconds: more often than cameras give them.
const LOOK_EVERY_MS: u32 = 20;

/// The picture is looked at in this size, in pixels: enough to see whether there is any light in it.
const SMALL: [u32; 2] = [16, 12];

/// A device that is on. Dropping it switches it off.
pub(super) struct Captured {
    stream: MediaStream,
    _guarded: Guarded,
}

impl Captured {
    /// Switches a device on.
    pub(super) async fn start(device: Device) -> Result<Self, MediaError> {
        let slot = Rc::new(RefCell::new(None));
        let bell = Bell::default();
        let (ringing, awaited) = (bell.clone(), Rc::downgrade(&slot));
        // Beside this: the browser's question may be answered when nobody waits any more, and then all is off again.
        spawn(async move {
            let started = media::start(device).await.map(|stream| Self { _guarded: Guarded::new(&stream), stream });
            if let Some(slot) = awaited.upgrade() {
                slot.replace(Some(started));
                ringing.ring(JsValue::UNDEFINED);
            }
        });
        bell.rung().await;
        slot.take().unwrap_or(Err(MediaError::Other))
    }

    /// Its stream.
    pub(super) fn stream(&self) -> &MediaStream {
        &self.stream
    }

    /// Its one track.
    pub(super) fn track(&self) -> Option<MediaStreamTrack> {
        self.stream.get_tracks().iter().next().map(JsCast::unchecked_into)
    }
}

impl Drop for Captured {
    fn drop(&mut self) {
        media::stop(&self.stream);
    }
}

/// The page's video element, while it shows something.
pub(super) struct Shown {
    desk: Desk,
    video: JsValue,
}

impl Shown {
    /// Shows a stream, as it comes or mirrored.
    pub(super) fn show(desk: Desk, stream: &JsValue) -> Option<Self> {
        let video = JsValue::from(desk.video.get_untracked()?);
        set(&video, "srcObject", stream.clone());
        desk.pictured.set(true);
        Some(Self { desk, video })
    }

    /// Waits for the next picture; the first two tell that they move.
    pub(super) async fn frame(&self) {
        let before = self.frames();
        while self.frames() == before || number(&self.video, "videoWidth").is_none_or(|width| width < 1.0) {
            pause(LOOK_EVERY_MS).await;
        }
    }

    /// How many pictures were shown; where the browser does not count those of devices, the time that they took.
    fn frames(&self) -> f64 {
        let counted = call(&self.video, "getVideoPlaybackQuality", &[]).ok();
        let counted = counted.and_then(|quality| number(&quality, "totalVideoFrames"));
        counted.filter(|frames| *frames > 0.0).or_else(|| number(&self.video, "currentTime")).unwrap_or_default()
    }

    /// Width and height of the pictures.
    pub(super) fn size(&self) -> (u32, u32) {
        let side = |name| number(&self.video, name).unwrap_or_default() as u32;
        (side("videoWidth"), side("videoHeight"))
    }

    /// A small copy of the present picture (RGBA); empty if this browser makes none.
    pub(super) fn pixels(&self) -> Vec<u8> {
        self.copied().unwrap_or_default()
    }

    fn copied(&self) -> Result<Vec<u8>, JsValue> {
        let [width, height] = SMALL.map(JsValue::from);
        let canvas = make("OffscreenCanvas", &[width.clone(), height.clone()])?;
        let pen = call(&canvas, "getContext", &["2d".into()])?;
        let area = [0.into(), 0.into(), width, height];
        call(&pen, "drawImage", &[std::slice::from_ref(&self.video), &area].concat())?;
        let pixels = get(&call(&pen, "getImageData", &area)?, "data");
        Ok(Array::from(&pixels).iter().map(|value| value.as_f64().unwrap_or_default() as u8).collect())
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        set(&self.video, "srcObject", JsValue::NULL);
        self.desk.pictured.set(false);
    }
}
