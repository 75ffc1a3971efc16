//! The line to the server: a socket as a call has it, one question and its answer.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response, window};

use super::line::Line;
use crate::browser::told::base;
use crate::features::diagnostics::judge;
use crate::features::diagnostics::outcome::Outcome;
use crate::features::diagnostics::run::Notes;
use crate::features::diagnostics::wait::{now_ms, within};
use crate::protocol::{ClientMessage, PROTOCOL_VERSION, ServerMessage};

/// The server greets within this time, in milliseconds, or not at all: a proxy may take a socket and pass nothing on.
const GREETING_MAX_MS: u32 = 6_000;

/// A plain question that has no answer after this long, in milliseconds, has none: with the greeting it stays below the time of the
/// whole test.
const ANSWER_MAX_MS: u32 = 2_000;

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
    let (line, welcome) = Line::greeted().await?;
    notes.ice_servers.replace(welcome.ice_servers);
    let asked = now_ms();
    line.say(&ClientMessage::Refresh)?;
    line.heard(|message| matches!(message, ServerMessage::IceServers { .. }).then_some(())).await?;
    Some(judge::signaling(welcome.version, PROTOCOL_VERSION, now_ms().saturating_sub(asked)))
}
