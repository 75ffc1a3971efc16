//! Files that are dropped anywhere on the page.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Array;
use leptos::prelude::*;
use leptos::web_sys::Event;
use wasm_bindgen::JsValue;

use crate::browser::object::{call, get, text, truth};
use crate::ui::lean::effect;

/// Hands on what is dropped while `wanted`, calls `folders` if folders were among it, and shows in `over` whether something hangs over the page. As long as the
/// component that calls.
pub fn watch(
    wanted: Memo<bool>,
    over: RwSignal<bool>,
    folders: impl Fn() + Copy + 'static,
    dropped: impl Fn(&JsValue) + Copy + 'static,
) {
    let listeners = ["dragenter", "dragover", "dragleave", "drop"].map(|kind| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&window(), kind, options, move |event| {
            if has_files(event) {
                // Without this a browser would show the file in place of the page.
                event.prevent_default();
                if wanted.get_untracked() {
                    take(event, over, folders, dropped);
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

fn take(event: &Event, over: RwSignal<bool>, folders: impl Fn(), dropped: impl Fn(&JsValue)) {
    match text(event, "type").as_deref() {
        // From one element to another is not off the page.
        Some("dragleave") => over.set(!get(event, "relatedTarget").is_null()),
        Some("drop") => {
            over.set(false);
            let (files, are_all) = files(&get(event, "dataTransfer"));
            if !are_all {
                folders();
            }
            if files.length() > 0 {
                dropped(&files);
            }
        }
        _ => over.set(true),
    }
}

/// What was dropped but for folders, which look like files until they are read; and whether that is all.
fn files(dropped: &JsValue) -> (Array, bool) {
    let is_folder = |item: &JsValue| {
        // A browser that does not tell files from folders takes all for files.
        call(item, "webkitGetAsEntry", &[]).is_ok_and(|entry| truth(&entry, "isDirectory"))
    };
    let items = Array::from(&get(dropped, "items"));
    let items = items.iter().filter(|item| text(item, "kind").as_deref() == Some("file"));
    let folders: Vec<bool> = items.map(|item| is_folder(&item)).collect();
    let files = Array::from(&get(dropped, "files"));
    let is_file = |(at, file): (usize, JsValue)| (folders.get(at) != Some(&true)).then_some(file);
    (files.iter().enumerate().filter_map(is_file).collect(), !folders.contains(&true))
}

fn has_files(event: &Event) -> bool {
    let kinds = get(&get(event, "dataTransfer"), "types");
    kinds.is_object() && Array::from(&kinds).iter().any(|kind| kind == "Files")
}
