//! How loud the microphone is.

use js_sys::Float32Array;
use wasm_bindgen::JsValue;
use web_sys::MediaStreamTrack;

use crate::browser::object::{call, make, number, set, text};

/// So many samples are looked at at a time: a twentieth of a second.
const SAMPLES: u32 = 2_048;

/// What is as quiet as this counts as silence, in decibels below full scale; speech is some 40 above it.
const FLOOR_DB: f32 = -70.0;

/// Listens to a track, for as long as it lives.
pub struct Level {
    context: JsValue,
    analyser: JsValue,
    samples: Float32Array,
}

impl Level {
    /// Begins to listen. Browsers without Web Audio have no level.
    pub fn of(track: &MediaStreamTrack) -> Option<Self> {
        let context = make("AudioContext", &[]).ok()?;
        let tracks = js_sys::Array::of1(track);
        let stream = make("MediaStream", &[tracks.into()]).ok()?;
        let source = call(&context, "createMediaStreamSource", &[stream]).ok()?;
        let analyser = call(&context, "createAnalyser", &[]).ok()?;
        set(&analyser, "fftSize", SAMPLES);
        call(&source, "connect", std::slice::from_ref(&analyser)).ok()?;
        let length = number(&analyser, "fftSize").map_or(SAMPLES, |length| length as u32);
        Some(Self { context, analyser, samples: Float32Array::new_with_length(length) })
    }

    /// Whether it hears: some browsers let a page measure nothing before it is tapped.
    pub fn runs(&self) -> bool {
        text(&self.context, "state").as_deref() == Some("running")
    }

    /// From 0 for silence to 1 for as loud as it gets.
    pub fn now(&self) -> f32 {
        let _ = call(&self.analyser, "getFloatTimeDomainData", &[self.samples.clone().into()]);
        level(&self.samples.to_vec())
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        let _ = call(&self.context, "close", &[]);
    }
}

/// The root mean square of the samples, on a scale as ears have it.
fn level(samples: &[f32]) -> f32 {
    let power = samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len().max(1) as f32;
    let decibels = 10.0 * power.max(f32::MIN_POSITIVE).log10();
    ((decibels - FLOOR_DB) / -FLOOR_DB).clamp(0.0, 1.0)
}
