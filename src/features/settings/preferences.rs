//! What this browser keeps of a person's preferences: one entry of localStorage, a JSON object of texts. The page's first
//! script reads some of them too.

use std::cell::RefCell;

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::window;

use crate::browser::object::{self, call};
use crate::protocol::first_script::PREFERENCES;

/// What can be preferred, by the name under which it is kept.
pub mod preference {
    /// The microphone, by its id.
    pub const MICROPHONE: &str = "audio";
    /// The camera, by its id.
    pub const CAMERA: &str = "video";
    /// Where the other person is heard, by its id.
    pub const SPEAKER: &str = "speaker";
    /// How loud they are, from 0 to 1.
    pub const VOLUME: &str = "volume";
    /// Light or dark, if not as the system.
    pub const THEME: &str = "theme";
    /// Whether one's own picture is not mirrored.
    pub const UNMIRRORED: &str = "unmirrored";
    /// Whether one's own picture is hidden in a call.
    pub const HIDDEN: &str = "hidden";
    /// Whether the own address is hidden from the other person: "1" or "0", as the server has it if neither. The first script reads it.
    pub const HIDE: &str = "hide";
    /// In which corner it lies.
    pub const CORNER: &str = "corner";
    /// Whether the other's picture is shown whole, or fills the window.
    pub const FRAMING: &str = "framing";
    /// Whether keys but the space bar do nothing: who dictates presses letters by mistake (WCAG 2.1.4).
    pub const KEYLESS: &str = "keyless";
    /// The rooms that were visited last: a list.
    pub const ROOMS: &str = "rooms";
}

/// The preference of that name; empty if there is none.
pub fn get(name: &str) -> String {
    Reflect::get(&kept(), &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// Keeps a preference; an empty one is forgotten. Where the browser's storage is full or forbidden, it is kept until the page goes.
pub fn set(name: &str, value: &str) {
    keep(name, if value.is_empty() { None } else { Some(value.into()) });
}

/// The preference of that name that is a list of texts; empty if there is none.
pub fn list(name: &str) -> Vec<String> {
    let items = Reflect::get(&kept(), &name.into()).unwrap_or_default();
    if Array::is_array(&items) {
        Array::from(&items).iter().filter_map(|item| item.as_string()).collect()
    } else {
        Vec::new()
    }
}

/// Keeps a list; an empty one is forgotten.
pub fn set_list(name: &str, items: &[String]) {
    let list: Array = items.iter().map(|item| JsValue::from(item.as_str())).collect();
    keep(name, if items.is_empty() { None } else { Some(list.into()) });
}

thread_local! {
    /// What could not be written down, and holds until the page goes.
    static UNWRITTEN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

fn keep(name: &str, value: Option<JsValue>) {
    let kept = kept();
    let changed = match value {
        None => Reflect::delete_property(kept.unchecked_ref::<Object>(), &name.into()),
        Some(value) => Reflect::set(&kept, &name.into(), &value),
    };
    if let (Ok(_), Ok(text)) = (changed, JSON::stringify(&kept)) {
        let written = storage("setItem", &[PREFERENCES.into(), text.into()]).is_some();
        UNWRITTEN.set(if written { None } else { Some(kept) });
    }
}

/// What is kept, or an empty object: the entry may be missing, or somebody else's.
fn kept() -> JsValue {
    if let Some(kept) = UNWRITTEN.with_borrow(Clone::clone) {
        return kept;
    }
    storage("getItem", &[PREFERENCES.into()])
        .and_then(|kept| kept.as_string())
        .and_then(|kept| JSON::parse(&kept).ok())
        .filter(JsValue::is_object)
        .unwrap_or_else(|| Object::new().into())
}

/// Asks the browser's storage for something; some have none, or forbid it.
fn storage(what: &str, arguments: &[JsValue]) -> Option<JsValue> {
    call(&object::get(window()?.as_ref(), "localStorage"), what, arguments).ok()
}
