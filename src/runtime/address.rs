//! The address bar and its history.

use gloo_events::EventListener;
use js_sys::JsString;
use wasm_bindgen::JsValue;
use web_sys::window;

use super::Emit;
use crate::browser::told::base;
use crate::call::Event;
use crate::call::seat::Address;
use crate::protocol::room_link::{self, Place};

/// What the address bar says now.
pub fn current() -> Address {
    let path = window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    meant(base().within(&path).map_or(Place::Lobby, room_link::opened))
}

/// Puts a room (or none) into the address bar as a new entry of the history, unless it is there.
pub fn push(room: Option<&str>) {
    let wanted = room.map_or(Address::Lobby, |room| Address::Room(room.to_owned()));
    if current() == wanted {
        return;
    }
    let path = base().of(&room.map_or("/".to_owned(), room_link::path));
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

/// The address of the room that the address bar names, to be passed on: without what came with the person.
pub fn link() -> Option<String> {
    let origin = window()?.location().origin().ok()?;
    match current() {
        Address::Room(room) => Some(origin + &base().of(&room_link::path(&room))),
        Address::Lobby | Address::Unreadable => None,
    }
}

/// The room that an address of this server leads to, if a text has one: what is typed letter by letter is left alone until then.
pub fn room_in(text: &str) -> Option<String> {
    match pasted(text)? {
        Place::Room(name) => Some(name),
        Place::Lobby | Place::Unreadable => None,
    }
}

/// The name of the room, where somebody has typed or pasted an address of this server; else what they have typed.
pub fn joined(text: &str) -> String {
    match pasted(text) {
        Some(Place::Room(name)) => name,
        Some(Place::Lobby | Place::Unreadable) => String::new(),
        None => text.to_owned(),
    }
}

fn pasted(text: &str) -> Option<Place> {
    room_link::pasted(text, &window()?.location().host().ok()?, &base())
}

fn meant(place: Place) -> Address {
    match place {
        Place::Lobby => Address::Lobby,
        Place::Room(name) => Address::Room(nfc(&name.into())),
        Place::Unreadable => Address::Unreadable,
    }
}

/// A text in Unicode's normal form C. The browser's tables do it, so the page carries none.
pub fn nfc(text: &JsString) -> String {
    text.normalize("NFC").into()
}
