//! The life of the page: the network that comes back, the tab that is looked at again, the page that is left.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{PageTransitionEvent, window};

use super::{Emit, memory};
use crate::call::Event;

/// Tells of it for as long as the listeners live.
pub fn watch(emit: &Emit) -> Vec<EventListener> {
    let Some((window, document)) = window().and_then(|window| Some((window.clone(), window.document()?))) else {
        return Vec::new();
    };
    let [online, thawed, visible, hidden, shown, changed] = [(); 6].map(|()| emit.clone());
    let page = document.clone();
    let mut listeners = vec![
        EventListener::new(&window, "online", move |_| online(Event::Awake)),
        // A frozen tab (Page Lifecycle) that goes on.
        EventListener::new(&document, "resume", move |_| thawed(Event::Awake)),
        EventListener::new(&document, "visibilitychange", move |_| {
            if !page.hidden() {
                visible(Event::Awake);
            }
        }),
        EventListener::new(&window, "pagehide", move |_| hidden(Event::Hidden)),
        EventListener::new(&window, "pageshow", move |event| {
            // A page that was kept goes on where it was; one that was loaded begins by itself.
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                shown(Event::Restored(memory::return_from_cache()));
            }
        }),
    ];
    // Only Chromium tells that the network has changed while there is always one.
    if let Ok(connection) = window.navigator().connection()
        && !connection.is_undefined()
    {
        listeners.push(EventListener::new(&connection, "change", move |_| changed(Event::Awake)));
    }
    listeners
}
