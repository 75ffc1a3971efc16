//! Files that are dropped anywhere on the page.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Array;
use leptos::prelude::*;
use leptos::web_sys::Event;
use wasm_bindgen::JsValue;

use crate::browser::object::{get, text};
use crate::ui::lean::effect;

/// Hands on what is dropped while `wanted`, and shows in `over` whether something hangs over the page. As long as the
/// component that calls.
pub(super) fn watch(wanted: Memo<bool>, over: RwSignal<bool>, dropped: impl Fn(&JsValue) + Copy + 'static) {
    let listeners = ["dragenter", "dragover", "dragleave", "drop"].map(|kind| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&window(), kind, options, move |event| {
            if has_files(event) {
                // Without this a browser would show the file in place of the page.
                event.prevent_default();
                if wanted.get_untracked() {
                    take(event, over, dropped);
                }
            }
        })
    });
    effect(move || {
        // They live as long as this does.
        let _ = &listeners;
        if !wanted.get() {
            over.set(false);
        }
    });
}

fn take(event: &Event, over: RwSignal<bool>, dropped: impl Fn(&JsValue)) {
    match text(event, "type").as_deref() {
        // From one element to another is not off the page.
        Some("dragleave") => over.set(!get(event, "relatedTarget").is_null()),
        Some("drop") => {
            over.set(false);
            dropped(&get(&get(event, "dataTransfer"), "files"));
        }
        _ => over.set(true),
    }
}

fn has_files(event: &Event) -> bool {
    let kinds = get(&get(event, "dataTransfer"), "types");
    kinds.is_object() && Array::from(&kinds).iter().any(|kind| kind == "Files")
}
