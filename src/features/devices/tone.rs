//! A short sound, by which a person hears which speaker is used.

use wasm_bindgen::JsValue;

use super::level::Workshop;
use crate::browser::object::{ask, call, get, has, make, number, set};
use crate::browser::task::spawn;
use crate::features::settings::preferences;
use crate::features::settings::preferences::preference;

/// Two notes, a fifth apart, in Hz.
const NOTES: [f64; 2] = [440.0, 659.25];

/// How long each is heard, in seconds.
const NOTE_S: f64 = 0.25;

/// Speakers without wires are behind by as much, in seconds.
const DELAY_MAX_S: f64 = 0.5;

/// As loud as a person speaks, from 0 to 1.
const LOUDNESS: f64 = 0.2;

/// Plays it where the other person is heard.
pub fn play() {
    spawn(async {
        // A browser without Web Audio has no sound of ours either.
        let _ = played().await;
    });
}

async fn played() -> Result<(), JsValue> {
    let workshop = Workshop::open()?;
    let context = &workshop.0;
    let speaker = preferences::get(preference::SPEAKER);
    let mut out = get(context, "destination");
    if !speaker.is_empty() {
        if has(context, "setSinkId") {
            // One that is gone is refused; the system's own is heard then.
            let _ = ask(context, "setSinkId", &[speaker.into()]).await;
        } else {
            // Where only elements have a speaker of their own, as in Firefox.
            out = call(context, "createMediaStreamDestination", &[])?;
            let element = make("Audio", &[])?;
            let _ = ask(&element, "setSinkId", &[speaker.into()]).await;
            set(&element, "srcObject", get(&out, "stream"));
            ask(&element, "play", &[]).await?;
        }
    }
    let loudness = call(context, "createGain", &[])?;
    set(&get(&loudness, "gain"), "value", LOUDNESS);
    call(&loudness, "connect", &[out])?;
    let begin = number(context, "currentTime").unwrap_or_default();
    let mut at = begin;
    for note in NOTES {
        let sound = call(context, "createOscillator", &[])?;
        set(&get(&sound, "frequency"), "value", note);
        call(&sound, "connect", std::slice::from_ref(&loudness))?;
        call(&sound, "start", &[at.into()])?;
        at += NOTE_S;
        call(&sound, "stop", &[at.into()])?;
    }
    // By the clock and not by the sound, which never ends where the browser does not let it begin.
    pause(at - begin + DELAY_MAX_S).await;
    drop(workshop);
    Ok(())
}

async fn pause(seconds: f64) {
    let over = js_sys::Promise::new(&mut |resolve, _| {
        let _ = call(&js_sys::global(), "setTimeout", &[resolve.into(), (seconds * 1e3).into()]);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(over).await;
}
