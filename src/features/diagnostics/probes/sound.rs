//! What the microphone hears, and whether the person hears something.

use js_sys::Array;
use leptos::prelude::Set;
use wasm_bindgen::JsValue;

use super::capture::Captured;
use crate::browser::object::{ask, call, get, make, number, set};
use crate::browser::task::spawn;
use crate::call::Device;
use crate::features::devices::level::Level;
use crate::features::diagnostics::judge::Hearing;
use crate::features::diagnostics::outcome::{Fault, Outcome, Proof, Warning};
use crate::features::diagnostics::run;
use crate::features::diagnostics::view::Desk;
use crate::features::diagnostics::wait::{now_ms, pause};

/// A person has this long to say something, in milliseconds: time to read that they should.
const LISTEN_MS: u32 = 12_000;

/// How often the level is taken, in milliseconds: as often as a needle moves for an eye.
const LEVEL_EVERY_MS: u32 = 66;

/// The two tones, in hertz: a fifth, which small speakers and old ears can do.
const TONES_HZ: [f64; 2] = [440.0, 660.0];

/// How long each is, in seconds.
const TONE_S: f64 = 0.4;

/// How loud they are, from 0 to 1: like a voice in a call.
const LOUDNESS: f64 = 0.25;

pub(super) async fn microphone(desk: Desk) -> Outcome {
    let captured = match Captured::start(Device::Microphone).await {
        Ok(captured) => captured,
        Err(error) => return Outcome::Failed(Fault::Media(error)),
    };
    let Some(level) = captured.track().as_ref().and_then(Level::of) else {
        return Outcome::Warned(Warning::NoMeter);
    };
    let mut hearing = Hearing::default();
    let begun = now_ms();
    while now_ms() < begun + LISTEN_MS {
        pause(LEVEL_EVERY_MS).await;
        let now = (level.now() * 100.0) as u32;
        desk.level.set(now);
        if hearing.hear(now) {
            break;
        }
    }
    if level.runs() { hearing.outcome() } else { Outcome::Warned(Warning::NoMeter) }
}

pub(super) async fn speaker() -> Outcome {
    if !run::play() {
        return Outcome::Failed(Fault::NoSound);
    }
    if run::answered().await { Outcome::Passed(Proof::Heard) } else { Outcome::Failed(Fault::NotHeard) }
}

/// Two tones being played. Dropping them makes it quiet.
pub(in crate::features::diagnostics) struct Tones(JsValue);

impl Tones {
    /// Plays them, one in each ear's turn. Browsers without Web Audio play nothing.
    pub(in crate::features::diagnostics) fn play() -> Option<Self> {
        let tones = Self(make("AudioContext", &[]).ok()?);
        let context = tones.0.clone();
        // A browser that waits for a tap goes on with the next one: "play again".
        spawn(async move { drop(ask(&context, "resume", &[]).await) });
        let begin = number(&tones.0, "currentTime").unwrap_or_default();
        for (place, hertz) in TONES_HZ.into_iter().enumerate() {
            tones.add(hertz, begin + TONE_S * place as f64).ok()?;
        }
        Some(tones)
    }

    fn add(&self, hertz: f64, at: f64) -> Result<(), JsValue> {
        let (tone, gain) = (call(&self.0, "createOscillator", &[])?, call(&self.0, "createGain", &[])?);
        set(&get(&tone, "frequency"), "value", hertz);
        let loudness = get(&gain, "gain");
        // Swelling and fading: what begins at once clicks.
        let curve: Array = [0.0, LOUDNESS, LOUDNESS * 0.6, 0.0].map(JsValue::from).iter().collect();
        call(&loudness, "setValueCurveAtTime", &[curve.into(), at.into(), TONE_S.into()])?;
        call(&tone, "connect", std::slice::from_ref(&gain))?;
        call(&gain, "connect", &[get(&self.0, "destination")])?;
        call(&tone, "start", &[at.into()])?;
        call(&tone, "stop", &[(at + TONE_S).into()])?;
        Ok(())
    }
}

impl Drop for Tones {
    fn drop(&mut self) {
        let context = self.0.clone();
        spawn(async move { drop(ask(&context, "close", &[]).await) });
    }
}
