//! How the page is seen from outside its network.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::pair::{Connection, Policy, settings};
use crate::browser::object::{ask, call, get, text};
use crate::features::diagnostics::judge;
use crate::features::diagnostics::judge::{Leads, Search};
use crate::features::diagnostics::outcome::{Outcome, Warning};
use crate::features::diagnostics::run::Notes;
use crate::features::diagnostics::wait::{Bell, now_ms};

pub(super) async fn stun(notes: &Notes) -> Outcome {
    let settings = settings(&notes.ice_servers.borrow(), |url| !judge::is_relay(url), Policy::All);
    match settings {
        None => Outcome::Warned(Warning::NoStun),
        Some(settings) => judge::stun(search(settings).await),
    }
}

/// Has the browser search for how it is seen.
async fn search(settings: JsValue) -> Search {
    let begun = now_ms();
    let nothing = |errors| Search { found: false, errors, after_ms: now_ms().saturating_sub(begun) };
    let Some(connection) = Connection::open(settings) else { return nothing(true) };
    // Without anything to send nothing is searched.
    let _ = call(&connection.0, "createDataChannel", &["check".into()]);
    let (bell, errors) = (Bell::default(), Rc::new(Cell::new(false)));
    let (ringing, noted) = (bell.clone(), Rc::clone(&errors));
    let _listeners = [
        connection.on("icecandidate", move |event| {
            let candidate = get(event, "candidate");
            let found = text(&candidate, "candidate").is_some_and(|text| judge::leads(&text) == Leads::FromOutside);
            // The last one is none.
            if found || candidate.is_null() {
                ringing.ring(found);
            }
        }),
        connection.on("icecandidateerror", move |_| noted.set(true)),
    ];
    if ask(&connection.0, "setLocalDescription", &[]).await.is_err() {
        return nothing(true);
    }
    let found = bell.rung().await == JsValue::TRUE;
    Search { found, ..nothing(errors.get()) }
}
