//! Two connections within the page, which call each other.

use gloo_events::EventListener;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::guard::Guarded;
use crate::browser::object::{ask, call, get, make, set};
use crate::browser::task::spawn;
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

/// Which paths a connection may take (W3C WebRTC, RTCIceTransportPolicy).
#[derive(Debug, Clone, Copy)]
pub(super) enum Policy {
    /// Any.
    All,
    /// Only by a relay.
    RelayOnly,
}

/// The settings of a connection with those addresses of servers that are wanted; nothing if there are none.
pub(super) fn settings(servers: &[IceServer], wanted: impl Fn(&str) -> bool, policy: Policy) -> Option<JsValue> {
    let servers: Array = servers.iter().filter_map(|server| with_wanted(server, &wanted)).collect();
    if servers.length() == 0 {
        return None;
    }
    let settings = JsValue::from(Object::new());
    set(&settings, "iceServers", servers);
    let policy = match policy {
        Policy::All => "all",
        Policy::RelayOnly => "relay",
    };
    set(&settings, "iceTransportPolicy", policy);
    Some(settings)
}

/// A server as the browser wants it, with those of its addresses that are wanted.
fn with_wanted(server: &IceServer, wanted: &impl Fn(&str) -> bool) -> Option<JsValue> {
    let urls: Array = server.urls.iter().filter(|url| wanted(url)).map(|url| JsValue::from(url.as_str())).collect();
    if urls.length() == 0 {
        return None;
    }
    let entry = JsValue::from(Object::new());
    set(&entry, "urls", urls);
    if let (Some(username), Some(credential)) = (&server.username, &server.credential) {
        set(&entry, "username", username.as_str());
        set(&entry, "credential", credential.as_str());
    }
    Some(entry)
}

/// Both sides make it under the same number.
pub(super) fn channel(connection: &Connection) -> Option<JsValue> {
    let init = JsValue::from(Object::new());
    set(&init, "negotiated", true);
    set(&init, "id", 0);
    call(&connection.0, "createDataChannel", &["check".into(), init]).ok()
}

/// Tells one side what the other finds.
pub(super) fn pass_on(from: &Connection, to: &Connection) -> EventListener {
    let to = to.0.clone();
    from.on("icecandidate", move |event| {
        let (to, candidate) = (to.clone(), get(event, "candidate"));
        if !candidate.is_null() {
            // One that is refused is one path less.
            spawn(async move { drop(ask(&to, "addIceCandidate", &[candidate]).await) });
        }
    })
}

/// Offer and answer (RFC 8829 section 3.2), without a server between them.
pub(super) async fn agree(near: &Connection, far: &Connection) -> Result<(), JsValue> {
    ask(&near.0, "setLocalDescription", &[]).await?;
    ask(&far.0, "setRemoteDescription", &[get(&near.0, "localDescription")]).await?;
    ask(&far.0, "setLocalDescription", &[]).await?;
    ask(&near.0, "setRemoteDescription", &[get(&far.0, "localDescription")]).await?;
    Ok(())
}
