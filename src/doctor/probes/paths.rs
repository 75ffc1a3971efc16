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
use crate::doctor::wait::{Bell, now_ms, within};
use crate::protocol::{IceServer, RelayTransport};

/// What is not found after this long, in milliseconds, is blocked: less than the time of the whole test, which says more than that.
const SEARCH_MAX_MS: u32 = 10_000;

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
    match begin(notes, Leads::FromOutside, |url| !judge::is_relay(url)).await {
        None => Outcome::Warned(Warning::NoStun),
        Some(begun) => judge::stun(begun.end().await),
    }
}

pub(super) async fn relay(notes: &Notes) -> Outcome {
    // All at once: where one is blocked, that takes as long as there is.
    let mut begun = Vec::new();
    for transport in [RelayTransport::Udp, RelayTransport::Tcp, RelayTransport::Tls] {
        let wanted = move |url: &str| judge::is_relay(url) && RelayTransport::of_url(url) == transport;
        begun.extend(begin(notes, Leads::ToRelay, wanted).await.map(|begun| (transport, begun)));
    }
    if begun.is_empty() {
        return Outcome::Warned(Warning::NoRelay);
    }
    let (until, mut searches) = (now_ms().saturating_add(SEARCH_MAX_MS), Vec::new());
    for (transport, begun) in begun {
        let found = within(until.saturating_sub(now_ms()), begun.end()).await;
        searches
            .push((transport, found.unwrap_or(judge::Search { found: false, errors: true, after_ms: SEARCH_MAX_MS })));
    }
    judge::relay(&searches)
}

/// A search for paths that has begun.
struct Begun {
    since_ms: u32,
    /// Rung with whether a path was found, and after how many milliseconds that was known.
    bell: Bell,
    after_ms: Rc<Cell<u32>>,
    errors: Rc<Cell<bool>>,
    /// Kept while it goes on.
    _open: Option<(Connection, [EventListener; 2])>,
}

impl Begun {
    async fn end(self) -> judge::Search {
        let found = self._open.is_some() && self.bell.rung().await == JsValue::TRUE;
        judge::Search { found, errors: self.errors.get(), after_ms: self.after_ms.get().saturating_sub(self.since_ms) }
    }
}

/// Has the browser search paths with those addresses of servers that are wanted; nothing if there are none.
async fn begin(notes: &Notes, leads: Leads, wanted: impl Fn(&str) -> bool) -> Option<Begun> {
    let servers: Array = notes.ice_servers.borrow().iter().filter_map(|server| of_kind(server, &wanted)).collect();
    if servers.length() == 0 {
        return None;
    }
    let settings = JsValue::from(Object::new());
    set(&settings, "iceServers", servers);
    set(&settings, "iceTransportPolicy", if leads == Leads::ToRelay { "relay" } else { "all" });
    let since_ms = now_ms();
    let (bell, after_ms, errors) = (Bell::default(), Rc::new(Cell::new(since_ms)), Rc::new(Cell::new(true)));
    let failed =
        Begun { since_ms, bell: bell.clone(), after_ms: Rc::clone(&after_ms), errors: Rc::clone(&errors), _open: None };
    let Some(connection) = Connection::open(settings) else { return Some(failed) };
    // Without anything to send nothing is searched.
    let _ = call(&connection.0, "createDataChannel", &["check".into()]);

    errors.set(false);
    let (noted, failing) = (Rc::clone(&errors), Rc::clone(&errors));
    let listeners = [
        connection.on("icecandidate", move |event| {
            let candidate = get(event, "candidate");
            let found = text(&candidate, "candidate").is_some_and(|text| judge::leads(&text) == leads);
            // The last one is none.
            if found || candidate.is_null() {
                after_ms.set(now_ms());
                bell.ring(found);
            }
        }),
        connection.on("icecandidateerror", move |_| noted.set(true)),
    ];
    if ask(&connection.0, "setLocalDescription", &[]).await.is_err() {
        failing.set(true);
        return Some(failed);
    }
    Some(Begun { _open: Some((connection, listeners)), ..failed })
}

/// A server as the browser wants it, with those of its addresses that are wanted.
fn of_kind(server: &IceServer, wanted: &impl Fn(&str) -> bool) -> Option<JsValue> {
    let urls: Array = server.urls.iter().filter(|url| wanted(url)).map(|url| JsValue::from(url.as_str())).collect();
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
