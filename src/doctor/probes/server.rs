//! The line to the server: a socket as a call has it, one question and its answer.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response, window};

use crate::browser::guard::Guarded;
use crate::browser::object::{call, make, text};
use crate::browser::told::base;
use crate::doctor::judge;
use crate::doctor::outcome::Outcome;
use crate::doctor::run::Notes;
use crate::doctor::wait::{first, now_ms, within};
use crate::protocol::{ClientMessage, PROTOCOL_VERSION, ServerMessage, codec};

/// The server greets within this time, in milliseconds, or not at all: a proxy may take a socket and pass nothing on.
const GREETING_MAX_MS: u32 = 6_000;

/// A plain question that has no answer after this long, in milliseconds, has none: with the greeting it stays below the time of the
/// whole test.
const ANSWER_MAX_MS: u32 = 2_000;

/// A socket. Dropping it closes it.
struct Line(JsValue, #[expect(dead_code, reason = "kept for its drop")] Guarded);

impl Line {
    fn open() -> Option<Self> {
        let location = window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let address = [scheme, "://", &location.host().ok()?, &base().of("/ws")].concat();
        let socket = make("WebSocket", &[address.into()]).ok()?;
        let guarded = Guarded::new(&socket);
        Some(Self(socket, guarded))
    }

    /// The next message of a kind; none if the socket is closed first.
    async fn heard<T>(&self, wanted: fn(ServerMessage) -> Option<T>) -> Option<T> {
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

pub(super) async fn signaling(notes: &Notes) -> Outcome {
    match within(GREETING_MAX_MS, greeted(notes)).await.flatten() {
        Some(outcome) => outcome,
        None => {
            let answer = plain_answer().await;
            judge::no_socket(answer.as_ref().map(|(status, text)| (*status, text.as_str())))
        }
    }
}

/// What is answered without a socket where sockets are had. Of a refused socket a browser tells its page nothing; with a POST it
/// sends the page's address, as with a socket.
async fn plain_answer() -> Option<(u16, String)> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_signal(Some(&AbortSignal::timeout_with_u32(ANSWER_MAX_MS)));
    let answer = window()?.fetch_with_str_and_init(&base().of("/ws"), &request);
    let response: Response = JsFuture::from(answer.unchecked_into::<Promise>()).await.ok()?.unchecked_into();
    let text = JsFuture::from(response.text().ok()?.unchecked_into::<Promise>()).await.ok();
    Some((response.status(), text.and_then(|text| text.as_string()).unwrap_or_default()))
}

async fn greeted(notes: &Notes) -> Option<Outcome> {
    let line = Line::open()?;
    let (version, ice_servers) = line
        .heard(|message| match message {
            ServerMessage::Welcome { version, ice_servers, .. } => Some((version, ice_servers)),
            _ => None,
        })
        .await?;
    notes.ice_servers.replace(ice_servers);
    let asked = now_ms();
    call(&line.0, "send", &[codec::encode(&<ClientMessage>::Refresh).into()]).ok()?;
    line.heard(|message| matches!(message, ServerMessage::IceServers { .. }).then_some(())).await?;
    Some(judge::signaling(version, PROTOCOL_VERSION, now_ms().saturating_sub(asked)))
}
