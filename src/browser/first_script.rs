//! What the document's first script has left for the program.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::window;

use crate::protocol::first_script::{CONSTRAINTS, EARLY_MEDIA};

/// The request for camera and microphone that the script has begun, once.
pub fn take_early_media() -> Option<Promise> {
    let window = window()?;
    let promise = Reflect::get(&window, &EARLY_MEDIA.into()).ok()?.dyn_into::<Promise>().ok()?;
    Reflect::delete_property(&window, &EARLY_MEDIA.into()).ok()?;
    Some(promise)
}

/// The constraints with which it has asked, as an object.
pub fn constraints() -> JsValue {
    window().and_then(|window| Reflect::get(&window, &CONSTRAINTS.into()).ok()).unwrap_or_default()
}
