//! The address bar and its history.

use gloo_events::EventListener;
use js_sys::{JsString, decode_uri_component, encode_uri_component};
use wasm_bindgen::JsValue;
use web_sys::window;

use super::Emit;
use crate::call::Event;
use crate::call::seat::Address;

const ROOM_PREFIX: &str = "/room/";

/// What the address bar says now.
pub fn current() -> Address {
    let path = window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    match path.strip_prefix(ROOM_PREFIX) {
        None => Address::Lobby,
        Some(name) => match decode_uri_component(name) {
            Ok(name) => Address::Room(nfc(&name)),
            Err(_) => Address::Unreadable,
        },
    }
}

/// Puts a room (or none) into the address bar as a new entry of the history, unless it is there.
pub fn push(room: Option<&str>) {
    let wanted = room.map_or(Address::Lobby, |room| Address::Room(room.to_owned()));
    if current() == wanted {
        return;
    }
    let path = room.map_or("/".to_owned(), |room| format!("{ROOM_PREFIX}{}", encode_uri_component(room)));
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // A browser refuses when a page pushes too often; the call is worth more than its address.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// Tells when Back or Forward changed the address, for as long as the listener lives.
pub fn watch(emit: Emit) -> Option<EventListener> {
    let window = window()?;
    Some(EventListener::new(&window, "popstate", move |_| emit(Event::Navigated(current()))))
}

/// The address of the room, to be passed on.
pub fn link() -> Option<String> {
    window()?.location().href().ok()
}

/// A text in Unicode's normal form C. The browser's tables do it, so the page carries none.
pub fn nfc(text: &JsString) -> String {
    text.normalize("NFC").into()
}
