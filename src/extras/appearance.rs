//! How the page looks and sounds here, as the person prefers it.

use js_sys::Array;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};

use super::preferences::{get, preference};
use crate::browser::object::{call, make, number, set};
use crate::words::language::LANGUAGE_COOKIE;

/// Marks a page whose own picture is not of the person.
const AS_IT_IS: &str = "data-away";

/// How long a browser keeps the language that was chosen, in seconds: a year.
const LANGUAGE_KEPT_S: u32 = 31_536_000;

/// Brings the page to what is preferred.
pub(super) fn apply() {
    let Ok(Some(page)) = document().query_selector("html") else { return };
    for name in [preference::THEME, preference::UNMIRRORED, preference::HIDDEN] {
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
pub(super) fn heard() -> Vec<JsValue> {
    let elements = call(&document(), "querySelectorAll", &["video:not([muted])".into()]).unwrap_or_default();
    Array::from(&elements).to_vec()
}

/// Whether a page may say how loud that is: on iPhones only the person can.
pub(super) fn can_set_volume() -> bool {
    let Ok(sound) = make("Audio", &[]) else { return false };
    set(&sound, "volume", 0.5);
    number(&sound, "volume") == Some(0.5)
}

/// Shows the own picture as a mirror does, where the person has not chosen otherwise, or as it is.
pub(super) fn mirror(mirrored: bool) {
    if let Ok(Some(page)) = document().query_selector("html") {
        // It does not fail for a name that is fixed and valid.
        let _ = page.toggle_attribute_with_force(AS_IT_IS, !mirrored);
    }
}

/// How loud the other person is, from 0 to 1.
pub(super) fn volume() -> f64 {
    // The browser reads the number: Rust's way to is five kilobytes of program.
    let kept = call(&js_sys::global(), "parseFloat", &[get(preference::VOLUME).into()])
        .ok()
        .and_then(|kept| kept.as_f64())
        .unwrap_or(1.0);
    if (0.0..=1.0).contains(&kept) { kept } else { 1.0 }
}

/// Shows the page in another language: it is loaded again, and a call goes on by itself.
pub(super) fn choose_language(tag: &str) {
    let secure = if window().is_secure_context() { "; secure" } else { "" };
    let cookie = format!("{LANGUAGE_COOKIE}={tag}; path=/; max-age={LANGUAGE_KEPT_S}; samesite=lax{secure}");
    set(document().unchecked_ref(), "cookie", cookie);
    // Refused only while the page is already going away.
    drop(window().location().reload());
}
