//! The browser's question before a page goes that would take something with it.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::browser::object::set;
use crate::ui::lean::effect;

/// Has the browser ask while something is `at_stake`, and only then: a page that listens for this is kept by no browser for the
/// way back.
pub fn ask_while(at_stake: Memo<bool>) {
    let mut listener = None;
    effect(move || {
        let asks = at_stake.get().then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), "beforeunload", options, |event| {
                event.prevent_default();
                // For browsers that do not take the line above for a wish (HTML section 7.4.2.4).
                set(event, "returnValue", JsValue::TRUE);
            })
        });
        drop(std::mem::replace(&mut listener, asks));
    });
}
