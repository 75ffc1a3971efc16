//! What tabs of one browser say to each other (HTML section 9.5, BroadcastChannel). Nobody else hears it: a channel belongs to one
//! origin in one browser.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::Emit;
use crate::call::Event;
use crate::call::tabs::TabMessage;
use crate::protocol::codec;

const NAME: &str = "duet";

/// The way to the other tabs. Dropping it closes it: a browser keeps no page that has one open.
pub struct Tabs {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Tabs {
    /// Opens it, where the browser has one.
    pub fn open(emit: Emit) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            // A tab of another version may say what this one does not know.
            if let Some(Ok(message)) = text.map(|text| codec::read::<JsValue, TabMessage>(&text)) {
                emit(Event::Tab(message));
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Says something to all other tabs.
    pub fn tell(&self, message: &TabMessage) {
        // Refused only by a channel that is closed.
        let _ = self.channel.post_message(&codec::encode(message).into());
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}
