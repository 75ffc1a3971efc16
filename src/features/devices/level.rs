//! How loud the microphone is.

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, MediaStreamTrack};

use crate::browser::object::{call, make, set, text};

/// So many samples are looked at at a time: a hundredth of a second.
const SAMPLES: u32 = 512;

/// What is as quiet as this counts as silence, in decibels below full scale; speech is some 40 above it.
const FLOOR_DB: f64 = -70.0;

/// What works on sound (Web Audio `AudioContext`). Dropping it gives back what the browser holds for it.
pub struct Workshop(pub JsValue);

impl Workshop {
    /// Opens one, where the browser has Web Audio.
    pub fn open() -> Result<Self, JsValue> {
        make("AudioContext", &[]).map(Self)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        if let Ok(closing) = call(&self.0, "close", &[]) {
            crate::browser::task::disregard(closing);
        }
    }
}

/// Listens to a track, for as long as it lives.
pub struct Level {
    workshop: Workshop,
    analyser: JsValue,
    samples: JsValue,
    _resumed: EventListener,
}

impl Level {
    /// Begins to listen. Browsers without Web Audio have no level.
    pub fn of(track: &MediaStreamTrack) -> Option<Self> {
        let workshop = Workshop::open().ok()?;
        let context = &workshop.0;
        // Without a tap it may stand still; whoever looks at it has tapped.
        resume(context);
        let held = context.clone();
        let resumed = EventListener::new(context.unchecked_ref::<EventTarget>(), "statechange", move |_| {
            // After a phone call Safari leaves it suspended. While it is "interrupted", resuming does harm.
            if text(&held, "state").as_deref() == Some("suspended") {
                resume(&held);
            }
        });
        let tracks: js_sys::Array = [track].into_iter().collect();
        let stream = make("MediaStream", &[tracks.into()]).ok()?;
        let source = call(context, "createMediaStreamSource", &[stream]).ok()?;
        let analyser = call(context, "createAnalyser", &[]).ok()?;
        set(&analyser, "fftSize", SAMPLES);
        call(&source, "connect", std::slice::from_ref(&analyser)).ok()?;
        let samples = make("Float32Array", &[SAMPLES.into()]).ok()?;
        Some(Self { workshop, analyser, samples, _resumed: resumed })
    }

    /// Whether it hears: some browsers let a page measure nothing before it is tapped.
    pub fn runs(&self) -> bool {
        text(&self.workshop.0, "state").as_deref() == Some("running")
    }

    /// From 0 for silence to 1 for as loud as it gets.
    pub fn now(&self) -> f64 {
        let _ = call(&self.analyser, "getFloatTimeDomainData", std::slice::from_ref(&self.samples));
        let sample = |at| Reflect::get_u32(&self.samples, at).ok().and_then(|sample| sample.as_f64());
        level(&(0..SAMPLES).filter_map(sample).collect::<Vec<_>>())
    }
}

fn resume(context: &JsValue) {
    drop(call(context, "resume", &[]).map(crate::browser::task::disregard));
}

/// The root mean square of the samples, on a scale as ears have it.
fn level(samples: &[f64]) -> f64 {
    let power = samples.iter().map(|sample| sample * sample).sum::<f64>() / f64::from(SAMPLES);
    let decibels = 10.0 * power.max(f64::MIN_POSITIVE).log10();
    ((decibels - FLOOR_DB) / -FLOOR_DB).clamp(0.0, 1.0)
}
