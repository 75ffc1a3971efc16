//! A short sound, by which a person hears which speaker is used.

use wasm_bindgen::JsValue;

use super::preferences::{self, preference};
use crate::browser::object::{ask, call, get, has, make, number, set};
use crate::browser::task::spawn;

/// Two notes, a fifth apart, in Hz.
const NOTES: [f64; 2] = [440.0, 659.25];

/// How long each is heard, in seconds.
const NOTE_S: f64 = 0.25;

/// As loud as a person speaks, from 0 to 1.
const LOUDNESS: f64 = 0.2;

/// Plays it where the other person is heard.
pub(super) fn play() {
    spawn(async {
        // A browser without Web Audio has no sound of ours either.
        let _ = played().await;
    });
}

async fn played() -> Result<(), JsValue> {
    let context = make("AudioContext", &[])?;
    let speaker = preferences::get(preference::SPEAKER);
    if !speaker.is_empty() && has(&context, "setSinkId") {
        // One that is gone is refused; the system's own is heard then.
        let _ = ask(&context, "setSinkId", &[speaker.into()]).await;
    }
    let loudness = call(&context, "createGain", &[])?;
    set(&get(&loudness, "gain"), "value", LOUDNESS);
    call(&loudness, "connect", &[get(&context, "destination")])?;
    let mut at = number(&context, "currentTime").unwrap_or_default();
    for note in NOTES {
        let sound = call(&context, "createOscillator", &[])?;
        set(&get(&sound, "frequency"), "value", note);
        call(&sound, "connect", std::slice::from_ref(&loudness))?;
        call(&sound, "start", &[at.into()])?;
        at += NOTE_S;
        call(&sound, "stop", &[at.into()])?;
        if note == NOTES[NOTES.len() - 1] {
            ended(&sound).await;
        }
    }
    call(&context, "close", &[]).map(drop)
}

/// Waits until a sound is over.
async fn ended(sound: &JsValue) {
    let sound = sound.clone();
    let over = js_sys::Promise::new(&mut |resolve, _| set(&sound, "onended", resolve));
    let _ = wasm_bindgen_futures::JsFuture::from(over).await;
}
