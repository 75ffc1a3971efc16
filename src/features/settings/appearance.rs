//! How the page looks and sounds here, as the person prefers it.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::preferences;
use super::preferences::{get, preference};
use crate::browser::object::{call, make, number, set, text};
use crate::call::view::Phase;
use crate::ui::base::at;
use crate::ui::call_handle::CallHandle;
use crate::ui::icon::{Badge, drawing};
use crate::ui::lean::{effect, memo};
use crate::words::language::LANGUAGE_COOKIE;
use crate::words::{Extra, tell};

/// Marks a page whose own picture is not of the person.
const AS_IT_IS: &str = "data-away";

/// How long a browser keeps the language that was chosen, in seconds: a year.
const LANGUAGE_KEPT_S: u32 = 31_536_000;

/// Brings the page to what is preferred.
pub fn apply() {
    let Ok(Some(page)) = document().query_selector("html") else { return };
    for name in [preference::THEME, preference::UNMIRRORED, preference::HIDDEN, preference::FRAMING] {
        let value = get(name);
        // Neither fails for names that are fixed and valid.
        let _ = if value.is_empty() {
            page.remove_attribute(&format!("data-{name}"))
        } else {
            page.set_attribute(&format!("data-{name}"), &value)
        };
    }
    for element in heard() {
        set(&element, "volume", volume());
    }
}

/// What the other person is heard from, and what their screen is.
pub fn heard() -> Vec<JsValue> {
    let elements = call(&document(), "querySelectorAll", &["video:not([muted])".into()]).unwrap_or_default();
    Array::from(&elements).to_vec()
}

/// Whether a page may say how loud that is: on iPhones only the person can.
pub fn can_set_volume() -> bool {
    let Ok(sound) = make("Audio", &[]) else { return false };
    set(&sound, "volume", 0.5);
    number(&sound, "volume") == Some(0.5)
}

/// Shows the own picture as a mirror does, where the person has not chosen otherwise, or as it is.
pub fn mirror(mirrored: bool) {
    if let Ok(Some(page)) = document().query_selector("html") {
        // It does not fail for a name that is fixed and valid.
        let _ = page.toggle_attribute_with_force(AS_IT_IS, !mirrored);
    }
}

/// How loud the other person is, from 0 to 1.
pub fn volume() -> f64 {
    // The browser reads the number: Rust's way to is five kilobytes of program.
    let kept = call(&js_sys::global(), "parseFloat", &[get(preference::VOLUME).into()])
        .ok()
        .and_then(|kept| kept.as_f64())
        .unwrap_or(1.0);
    if (0.0..=1.0).contains(&kept) { kept } else { 1.0 }
}

/// Whether the other person is not heard here, because the volume is at nothing. That is of one call: whoever comes next is
/// heard.
pub fn follow_silence(context: CallHandle) -> RwSignal<bool> {
    let silenced = RwSignal::new(volume() == 0.0);
    let over =
        context.part(|view| matches!(view.phase, Phase::Waiting | Phase::Ended(_)) || view.phase.dialog().is_some());
    let mut was_over = false;
    effect(move || {
        // At the end of a call, and at the beginning of one: it may have been set while one waited.
        let changed = std::mem::replace(&mut was_over, over.get()) || over.get();
        if changed && silenced.get_untracked() {
            preferences::set(preference::VOLUME, "");
            apply();
            silenced.set(false);
        }
    });
    silenced
}

/// The sign that says so.
pub fn silence_sign(silenced: RwSignal<bool>) -> impl IntoView {
    let words = memo(move || if silenced.get() { tell(Extra::SilencedHere) } else { "" });
    view! { <Badge drawing=drawing::SOUND words /> }
}

/// Shows the page in another language: it is loaded again, and a call goes on by itself. False where the browser keeps no
/// cookie: then nothing would come of it, and a browser that keeps nothing at all would lose the call.
#[must_use]
pub fn choose_language(tag: &str) -> bool {
    // Not where the context is secure: Safari keeps no such cookie of this machine's own address without encryption.
    let secure = if window().location().protocol().is_ok_and(|scheme| scheme == "https:") { "; secure" } else { "" };
    let cookie = format!("{LANGUAGE_COOKIE}={tag}; path={}; max-age={LANGUAGE_KEPT_S}; samesite=lax{secure}", at("/"));
    set(document().unchecked_ref(), "cookie", cookie);
    let is_kept = text(&document(), "cookie").is_some_and(|kept| kept.contains(&format!("{LANGUAGE_COOKIE}={tag}")));
    if !is_kept {
        return false;
    }
    // Refused only while the page is already going away.
    drop(window().location().reload());
    true
}
