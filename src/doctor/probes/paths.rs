//! Ways out of the network: how the page is seen from outside, and a path through a relay.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::guard::Guarded;
use crate::browser::object::{ask, call, get, make, set, text};
use crate::doctor::judge::{self, Leads};
use crate::doctor::outcome::{Outcome, Warning};
use crate::doctor::run::Notes;
use crate::doctor::wait::{Bell, now_ms};
use crate::protocol::IceServer;

/// A peer connection. Dropping it closes it.
pub(super) struct Connection(pub(super) JsValue, #[expect(dead_code, reason = "kept for its drop")] Guarded);

impl Connection {
    /// Makes one with these settings.
    pub(super) fn open(settings: JsValue) -> Option<Self> {
        let connection = make("RTCPeerConnection", &[settings]).ok()?;
        let guarded = Guarded::new(&connection);
        Some(Self(connection, guarded))
    }

    /// Listens to it.
    pub(super) fn on(&self, kind: &'static str, heard: impl FnMut(&web_sys::Event) + 'static) -> EventListener {
        EventListener::new(self.0.unchecked_ref(), kind, heard)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let _ = call(&self.0, "close", &[]);
    }
}

pub(super) async fn stun(notes: &Notes) -> Outcome {
    match search(notes, false).await {
        None => Outcome::Warned(Warning::NoStun),
        Some(search) => judge::stun(search),
    }
}

pub(super) async fn relay(notes: &Notes) -> Outcome {
    match search(notes, true).await {
        None => Outcome::Warned(Warning::NoRelay),
        Some(search) => judge::relay(search),
    }
}

/// Has the browser search paths with the servers of one kind; nothing if there are none.
async fn search(notes: &Notes, relay: bool) -> Option<judge::Search> {
    let servers: Array = notes.ice_servers.borrow().iter().filter_map(|server| of_kind(server, relay)).collect();
    if servers.length() == 0 {
        return None;
    }
    let settings = JsValue::from(Object::new());
    set(&settings, "iceServers", servers);
    set(&settings, "iceTransportPolicy", if relay { "relay" } else { "all" });
    let begun = now_ms();
    let nothing = |errors| judge::Search { found: false, errors, after_ms: now_ms().saturating_sub(begun) };
    let Some(connection) = Connection::open(settings) else { return Some(nothing(true)) };
    // Without anything to send nothing is searched.
    let _ = call(&connection.0, "createDataChannel", &["check".into()]);

    let wanted = if relay { Leads::ToRelay } else { Leads::FromOutside };
    let (bell, errors) = (Bell::default(), Rc::new(Cell::new(false)));
    let (ringing, noted) = (bell.clone(), Rc::clone(&errors));
    let _listeners = [
        connection.on("icecandidate", move |event| {
            let candidate = get(event, "candidate");
            let found = text(&candidate, "candidate").is_some_and(|text| judge::leads(&text) == wanted);
            // The last one is none.
            if found || candidate.is_null() {
                ringing.ring(found);
            }
        }),
        connection.on("icecandidateerror", move |_| noted.set(true)),
    ];
    if ask(&connection.0, "setLocalDescription", &[]).await.is_err() {
        return Some(nothing(true));
    }
    let found = bell.rung().await == JsValue::TRUE;
    Some(judge::Search { found, ..nothing(errors.get()) })
}

/// A server as the browser wants it, with its addresses of one kind.
fn of_kind(server: &IceServer, relay: bool) -> Option<JsValue> {
    let urls: Array =
        server.urls.iter().filter(|url| judge::is_relay(url) == relay).map(|url| JsValue::from(url.as_str())).collect();
    if urls.length() == 0 {
        return None;
    }
    let wanted = JsValue::from(Object::new());
    set(&wanted, "urls", urls);
    if let (Some(username), Some(credential)) = (&server.username, &server.credential) {
        set(&wanted, "username", username.as_str());
        set(&wanted, "credential", credential.as_str());
    }
    Some(wanted)
}
