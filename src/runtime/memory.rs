//! What the tab remembers over a reload: the seat, and what was written, in sessionStorage.

use js_sys::Date;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PerformanceNavigationTiming, Storage, window};

use super::address;
use crate::browser::told;
use crate::call::seat::{Arrival, StoredSeat};
use crate::protocol::codec;
use crate::protocol::reading::object;

const KEY: &str = "duet-seat";

/// Under this name the tab remembers what was written in the call.
pub const CHAT_KEY: &str = "duet-chat";

#[derive(Serialize)]
struct Remembered {
    seat: StoredSeat,
    /// When the seat was last in use, in milliseconds since 1970: the one clock that outlives the page.
    used_at: u64,
}

object! { Remembered { seat: "seat", used_at: "used_at" } }

/// How this page came to be.
pub fn arrival() -> Arrival {
    let remembered = recall();
    let age = remembered.as_ref().map_or(0, |remembered| unix_ms().saturating_sub(remembered.used_at));
    Arrival {
        address: address::current(),
        build: told::build(),
        seat: remembered.map(|remembered| remembered.seat),
        reloaded: is_reloaded(),
        seat_age_ms: age,
    }
}

/// How a page came back that the browser had kept. It may have been loaded again on purpose before, but not now.
pub fn return_from_cache() -> Arrival {
    Arrival { reloaded: false, ..arrival() }
}

/// Remembers the seat as in use now.
pub fn store(seat: StoredSeat) {
    let remembered = Remembered { seat, used_at: unix_ms() };
    if let Some(storage) = storage() {
        // A full or forbidden storage only costs the comfort of coming back unasked.
        let _ = storage.set_item(KEY, &codec::encode(&remembered));
    }
}

/// Forgets the seat.
pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// What was written in the call, as the tab remembers it; empty if nothing was.
pub fn chat() -> String {
    storage().and_then(|storage| storage.get_item(CHAT_KEY).ok()?).unwrap_or_default()
}

/// Remembers what was written in the call in another tab.
pub fn store_chat(chat: &str) {
    if let Some(storage) = storage().filter(|_| !chat.is_empty()) {
        // A memory that is full begins a new conversation.
        let _ = storage.set_item(CHAT_KEY, chat);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive number of milliseconds")]
fn unix_ms() -> u64 {
    Date::now() as u64
}

fn recall() -> Option<Remembered> {
    codec::read::<JsValue, _>(&storage()?.get_item(KEY).ok()??).ok()
}

/// What the browser keeps for this tab; some have none, or forbid it.
pub fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

fn is_reloaded() -> bool {
    let navigation = window()
        .and_then(|window| window.performance())
        .and_then(|performance| performance.get_entries_by_type("navigation").iter().next());
    // Compared as text: web-sys knows the type only as an enum that browsers may add to.
    navigation.is_some_and(|entry| {
        let entry = entry.unchecked_ref::<PerformanceNavigationTiming>();
        js_sys::Reflect::get(entry, &"type".into()).is_ok_and(|kind| kind.as_string().as_deref() == Some("reload"))
    })
}
