//! Data channels of the features to the other page: made anew on each new peer connection, under numbers that both pages
//! know, so that no offer has to speak of them. Whoever makes theirs later is heard by the other, not the other way round:
//! so each end says hello when its channel opens, and answers a hello.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, RtcPeerConnection};

use super::driver;
use crate::browser::object::{call, get, number, set};

/// Chat and what one page tells the other of itself. The call's own channels are 0 and 1.
pub const TALK_ID: u16 = 2;

/// Files.
pub const FILES_ID: u16 = 3;

/// What the line carries.
pub const PROBE_ID: u16 = 4;

/// Whether what is lost is sent again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All of it arrives, in order.
    Whole,
    /// What is lost is lost, and nothing waits for it.
    Once,
}

/// What happens on a channel.
pub enum Happening {
    /// It is open; what was said on the one before may be lost.
    Opened,
    /// The other page said something: a text or, on a channel of bytes, an `ArrayBuffer`.
    Heard(JsValue),
    /// What waited to be sent has become little.
    Drained,
    /// It is closed.
    Closed,
    /// The connection is a new one, and so is the channel, which is not open yet. The one before need not have been closed.
    Replaced,
}

/// A channel through all connections of the page.
#[derive(Clone)]
pub struct Wire(Rc<RefCell<Option<Channel>>>);

struct Channel {
    channel: JsValue,
    _listeners: [EventListener; 4],
}

impl Wire {
    /// Opens the channel of that number on every connection. `low_water` is how much may still wait to be sent, in bytes,
    /// when [`Happening::Drained`] is told.
    pub fn new(
        id: u16,
        label: &'static str,
        delivery: Delivery,
        low_water: u32,
        happened: impl Fn(Happening) + 'static,
    ) -> Self {
        let wire = Self(Rc::default());
        let (slot, happened) = (Rc::clone(&wire.0), Rc::new(happened));
        driver::watch_peer(Rc::new(move |connection| {
            let had_one = slot.replace(Channel::open(connection, id, label, delivery, low_water, &happened)).is_some();
            if had_one {
                happened(Happening::Replaced);
            }
        }));
        wire
    }

    /// Says a text or bytes; whether it could be said.
    pub fn say(&self, what: impl Into<JsValue>) -> bool {
        let channel = self.0.borrow();
        channel.as_ref().is_some_and(|channel| {
            get(&channel.channel, "readyState") == "open" && call(&channel.channel, "send", &[what.into()]).is_ok()
        })
    }

    /// [`Happening::Drained`] is told at another mark, in bytes, until the connection is a new one.
    pub fn set_low_water(&self, bytes: u32) {
        if let Some(channel) = &*self.0.borrow() {
            set(&channel.channel, "bufferedAmountLowThreshold", bytes);
        }
    }

    /// How much waits to be sent, in bytes.
    pub fn waiting(&self) -> f64 {
        self.0.borrow().as_ref().and_then(|channel| number(&channel.channel, "bufferedAmount")).unwrap_or_default()
    }
}

impl Channel {
    fn open(
        connection: &RtcPeerConnection,
        id: u16,
        label: &str,
        delivery: Delivery,
        low_water: u32,
        happened: &Rc<impl Fn(Happening) + 'static>,
    ) -> Option<Self> {
        let init = JsValue::from(Object::new());
        set(&init, "negotiated", true);
        set(&init, "id", id);
        if delivery == Delivery::Once {
            set(&init, "ordered", false);
            set(&init, "maxRetransmits", 0);
        }
        let channel = call(connection, "createDataChannel", &[label.into(), init]).ok()?;
        set(&channel, "binaryType", "arraybuffer");
        set(&channel, "bufferedAmountLowThreshold", low_water);
        let target: &EventTarget = channel.unchecked_ref();
        let listen = |kind: &'static str, happening: fn(&JsValue) -> Happening| {
            let happened = Rc::clone(happened);
            EventListener::new(target, kind, move |event| happened(happening(event)))
        };
        let listeners = [
            listen("open", |_| Happening::Opened),
            listen("message", |event| Happening::Heard(get(event, "data"))),
            listen("bufferedamountlow", |_| Happening::Drained),
            listen("close", |_| Happening::Closed),
        ];
        Some(Self { channel, _listeners: listeners })
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        // A connection that is closed has closed its channels.
        let _ = call(&self.channel, "close", &[]);
    }
}
