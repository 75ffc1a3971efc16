//! The line to the server.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, WebSocket, window};

use super::{Emit, driver};
use crate::browser::guard::Guarded;
use crate::browser::told::base;
use crate::call::Event;
use crate::protocol::codec;

/// A socket with more than this waiting, in bytes, leads nowhere; heartbeats will show it.
const BUFFERED_MAX_BYTES: u32 = 1024 * 1024;

/// An open or opening socket. Dropping it closes it, and nothing of it is heard any more.
#[must_use = "the socket closes when this is dropped"]
pub struct Socket {
    socket: WebSocket,
    _guarded: Guarded,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Opens a socket to the server that the page came from. Failing to is told as [`Event::SocketClosed`].
    pub fn open(emit: &Emit) -> Option<Self> {
        let location = window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{}", location.host().ok()?, base().of("/ws"))).ok()?;
        let (opened, heard, closed) = (emit.clone(), emit.clone(), emit.clone());
        let listeners = [
            EventListener::new(&socket, "open", move |_| opened(Event::SocketOpened)),
            EventListener::new(&socket, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                let Some(text) = text else { return };
                // What cannot be read is for the features alone, or of a newer server and none of this page's business.
                if let Ok(message) = codec::decode_server::<JsValue>(&text) {
                    heard(Event::SocketMessage(message));
                }
                driver::pass_on(&text);
            }),
            EventListener::new(&socket, "close", move |_| closed(Event::SocketClosed)),
        ];
        let guarded = Guarded::new(&socket);
        Some(Self { socket, _guarded: guarded, _listeners: listeners })
    }

    /// Sends a message, if the socket is open. What is lost is sent again after the next join.
    pub fn send(&self, message: &str) {
        if self.socket.ready_state() == WebSocket::OPEN && self.socket.buffered_amount() < BUFFERED_MAX_BYTES {
            let _ = self.socket.send_with_str(message);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
