//! The call on the whole screen, where the browser can.

use leptos::prelude::document;
use web_sys::Element;

use crate::browser::object::{call, get, truth};

/// Whether this browser can.
pub fn is_possible() -> bool {
    truth(&document(), "fullscreenEnabled")
}

/// Whether something fills the screen.
pub fn is_on() -> bool {
    get(&document(), "fullscreenElement").is_object()
}

/// Fills the screen, or ends that.
pub fn toggle() {
    let asked = if is_on() {
        call(&document(), "exitFullscreen", &[])
    } else {
        stage().map_or(Ok(Default::default()), |stage| call(&stage, "requestFullscreen", &[]))
    };
    // Refused only where the page that embeds this one does not allow it.
    drop(asked.map(crate::browser::task::disregard));
}

fn stage() -> Option<Element> {
    document().query_selector("main").ok()?
}
