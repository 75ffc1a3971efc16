//! What goes through the relay: over each transport, two connections within the page call each other by way of it. A relay may pass
//! nothing on between people who do not sit opposite each other, so both have a seat in a room of their own while that lasts.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::join_all;
use wasm_bindgen::JsValue;

use super::line::Line;
use super::pair::{Connection, Policy, agree, channel, pass_on, settings};
use crate::browser::driver::random;
use crate::browser::object::{call, get, text};
use crate::doctor::judge::{self, Leads, Trial};
use crate::doctor::outcome::{Outcome, Warning};
use crate::doctor::run::Notes;
use crate::doctor::wait::{first, now_ms, within};
use crate::protocol::identity::{SeatSecret, VisitId};
use crate::protocol::{ClientMessage, IceServer, Join, PROTOCOL_VERSION, RelayTransport, ServerMessage};

/// What is not found after this long, in milliseconds, is blocked: with [`SEATS_MAX_MS`] less than the time of the whole test, which
/// says more than that.
const TRIAL_MAX_MS: u32 = 9_000;

/// Both have their seats within this time, in milliseconds, or do without.
const SEATS_MAX_MS: u32 = 2_000;

/// Over which transports.
const TRANSPORTS: [RelayTransport; 3] = [RelayTransport::Udp, RelayTransport::Tcp, RelayTransport::Tls];

/// What the two of a trial may use to reach a relay.
type Servers = [Vec<IceServer>; 2];

pub(super) async fn relay(notes: &Notes) -> Outcome {
    let known = notes.ice_servers.borrow().clone();
    let named: Vec<_> =
        TRANSPORTS.into_iter().filter(|transport| settings_over(&known, *transport).is_some()).collect();
    if named.is_empty() {
        return Outcome::Warned(Warning::NoRelay);
    }
    let seats = within(SEATS_MAX_MS, Seats::taken()).await.flatten();
    let servers = match &seats {
        Some(Seats { servers, .. }) => servers,
        None => &[known.clone(), known],
    };
    // All at once: where one is blocked, that takes as long as there is.
    let trials = named.into_iter().map(async |transport| (transport, tried(transport, servers).await));
    judge::relay(&join_all(trials).await, seats.is_some())
}

/// Two seats of a room that nobody else finds. Dropping them gives them up.
struct Seats {
    lines: Vec<Line>,
    servers: Servers,
}

impl Seats {
    /// Takes them; nothing where the server gives none now.
    async fn taken() -> Option<Self> {
        let name: String = random().iter().map(|byte| char::from(b'a' + byte % 26)).collect();
        let mut seats = Self { lines: Vec::new(), servers: Servers::default() };
        for servers in &mut seats.servers {
            let (line, welcome) = Line::greeted().await?;
            *servers = welcome.ice_servers;
            let [visit @ .., _, _, _, _, _, _, _, _] = random();
            let (visit, secret) = (VisitId::from_random(visit), SeatSecret::from_random(random()));
            let (name, signals) = (name.clone(), Vec::new());
            line.say(&ClientMessage::Join(Join {
                version: PROTOCOL_VERSION,
                name,
                visit,
                secret,
                claim: None,
                signals,
            }))?;
            seats.lines.push(line);
            let line = seats.lines.last()?;
            let seated = line.heard(|message| match message {
                ServerMessage::Joined { .. } => Some(true),
                ServerMessage::Full | ServerMessage::Refused { .. } | ServerMessage::Later { .. } => Some(false),
                _ => None,
            });
            seated.await.filter(|seated| *seated)?;
        }
        Some(seats)
    }
}

impl Drop for Seats {
    fn drop(&mut self) {
        for line in &self.lines {
            // A socket that is closed says nothing; then its seat is held for some seconds.
            let _ = line.say(&ClientMessage::Leave);
        }
    }
}

fn settings_over(servers: &[IceServer], transport: RelayTransport) -> Option<JsValue> {
    let wanted = |url: &str| judge::is_relay(url) && RelayTransport::of_url(url) == transport;
    settings(servers, wanted, Policy::RelayOnly)
}

/// Whether two connections find each other by the relay over a transport.
async fn tried(transport: RelayTransport, servers: &Servers) -> Trial {
    let begun = now_ms();
    let is_reached = Rc::new(Cell::new(false));
    let connected = within(TRIAL_MAX_MS, connected(transport, servers, &is_reached)).await.flatten().is_some();
    Trial { is_reached: is_reached.get(), is_connected: connected, after_ms: now_ms().saturating_sub(begun) }
}

/// Comes back once what one of them writes has reached the other; nothing if the browser does not even begin.
async fn connected(transport: RelayTransport, servers: &Servers, is_reached: &Rc<Cell<bool>>) -> Option<()> {
    let open = |servers| Connection::open(settings_over(servers, transport)?);
    let [near, far] = [open(&servers[0])?, open(&servers[1])?];
    let (near_channel, far_channel) = (channel(&near)?, channel(&far)?);
    let is_reached = Rc::clone(is_reached);
    let _listeners = [
        pass_on(&near, &far),
        pass_on(&far, &near),
        near.on("icecandidate", move |event| {
            let candidate = text(&get(event, "candidate"), "candidate");
            if candidate.is_some_and(|candidate| judge::leads(&candidate) == Leads::ToRelay) {
                is_reached.set(true);
            }
        }),
    ];
    let (opened, heard) = (first(&near_channel, &["open"]), first(&far_channel, &["message"]));
    agree(&near, &far).await.ok()?;
    opened.await;
    call(&near_channel, "send", &["check".into()]).ok()?;
    heard.await;
    Some(())
}
