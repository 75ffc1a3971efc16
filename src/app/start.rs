//! Starts the call in the browser, and shows its two pictures.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::runtime::driver;
use crate::runtime::video_elements::Tile;
use crate::ui::call_handle::CallHandle;
use crate::ui::video_tile::{LOCAL_VIDEO, REMOTE_VIDEO};

/// Starts the call; it ends with the reactive owner that is current.
pub(super) fn start(context: CallHandle) {
    let view = context.view();
    on_cleanup(driver::stop);
    driver::start(move |next| {
        view.maybe_update(|shown| {
            let changed = *shown != next;
            *shown = next;
            changed
        });
    });
    for (tile, name) in [(Tile::Local, LOCAL_VIDEO), (Tile::Remote, REMOTE_VIDEO)] {
        let element = document().query_selector(&format!("[data-testid={name}]"));
        if let Some(element) = element.ok().flatten().and_then(|element| element.dyn_into().ok()) {
            driver::show_in(tile, element);
        }
    }
}
