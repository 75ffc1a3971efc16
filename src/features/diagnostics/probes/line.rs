//! A socket to the server, as a call has it.

use wasm_bindgen::JsValue;
use web_sys::window;

use crate::browser::guard::Guarded;
use crate::browser::object::{call, make, text};
use crate::browser::told::base;
use crate::features::diagnostics::wait::first;
use crate::protocol::{ClientMessage, IceServer, ServerMessage, codec};

/// What the server says first.
pub(super) struct Welcome {
    /// The version of its protocol.
    pub(super) version: u32,
    /// What finds a path, with what this socket's owner may use it.
    pub(super) ice_servers: Vec<IceServer>,
}

/// A socket. Dropping it closes it.
pub(super) struct Line(JsValue, #[expect(dead_code, reason = "kept for its drop")] Guarded);

impl Line {
    /// Opens one and waits for the server's first message; nothing if the socket is closed before it.
    pub(super) async fn greeted() -> Option<(Self, Welcome)> {
        let line = Self::open()?;
        let welcome = line.heard(|message| match message {
            ServerMessage::Welcome { version, ice_servers, .. } => Some(Welcome { version, ice_servers }),
            _ => None,
        });
        let welcome = welcome.await?;
        Some((line, welcome))
    }

    /// Says something; nothing if the browser does not let it.
    pub(super) fn say(&self, message: &ClientMessage) -> Option<()> {
        call(&self.0, "send", &[codec::encode(message).into()]).ok().map(drop)
    }

    fn open() -> Option<Self> {
        let location = window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let address = [scheme, "://", &location.host().ok()?, &base().of("/ws")].concat();
        let socket = make("WebSocket", &[address.into()]).ok()?;
        let guarded = Guarded::new(&socket);
        Some(Self(socket, guarded))
    }

    /// The next message of a kind; none if the socket is closed first.
    pub(super) async fn heard<T>(&self, wanted: fn(ServerMessage) -> Option<T>) -> Option<T> {
        loop {
            let event = first(&self.0, &["message", "close"]).await;
            let message = codec::decode_server::<JsValue>(&text(&event, "data")?);
            if let Some(found) = message.ok().and_then(wanted) {
                return Some(found);
            }
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let _ = call(&self.0, "close", &[]);
    }
}
