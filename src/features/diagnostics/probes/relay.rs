//! What goes through the relay: over each transport, two connections within the page call each other by way of it. A relay may pass
//! nothing on between people who do not sit opposite each other, so both have a seat in a room of their own while that lasts.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::{join, join_all};
use gloo_events::EventListener;
use wasm_bindgen::JsValue;

use super::line::Line;
use super::pair::{Connection, Policy, agree, channel, pass_on, settings};
use crate::browser::object::{ask, call, get, text};
use crate::features::diagnostics::judge;
use crate::features::diagnostics::judge::{Leads, Trial};
use crate::features::diagnostics::outcome::{Outcome, Warning};
use crate::features::diagnostics::run::Notes;
use crate::features::diagnostics::wait::{Bell, first, now_ms, within};
use crate::protocol::identity::{SeatSecret, VisitId};
use crate::protocol::{ClientMessage, IceServer, Join, PROTOCOL_VERSION, RelayTransport, ServerMessage};
use crate::runtime::driver::random;

/// What is not found after this long, in milliseconds, is blocked: with [`SEATS_MAX_MS`] less than the time of the whole test, which
/// says more than that.
const TRIAL_MAX_MS: u32 = 9_000;

/// Both have their seats within this time, in milliseconds, or do without.
const SEATS_MAX_MS: u32 = 2_000;

/// Over which transports.
const TRANSPORTS: [RelayTransport; 3] = [RelayTransport::Udp, RelayTransport::Tcp, RelayTransport::Tls];

pub(super) async fn relay(notes: &Notes) -> Outcome {
    let known = notes.ice_servers.borrow().clone();
    let named: Vec<_> =
        TRANSPORTS.into_iter().filter(|transport| settings_over(&known, *transport).is_some()).collect();
    if named.is_empty() {
        return Outcome::Warned(Warning::NoRelay);
    }
    let seats = within(SEATS_MAX_MS, seats()).await.flatten();
    let servers = seats.as_ref().map(|seats| seats.each_ref().map(|seat| seat.servers.as_slice()));
    // All at once: where one is blocked, that takes as long as there is.
    let trials = named.into_iter().map(async |transport| {
        let trial = match servers {
            Some(servers) => tried(transport, servers).await,
            None => asked(transport, &known).await,
        };
        (transport, trial)
    });
    judge::relay(&join_all(trials).await, seats.is_some())
}

/// A seat, and what finds a path for whoever has it. Dropping it gives it up.
struct Seat {
    line: Line,
    servers: Vec<IceServer>,
}

/// Both seats of a room that nobody else finds; nothing where the server gives none now.
async fn seats() -> Option<[Seat; 2]> {
    let name: String = random().iter().map(|byte| char::from(b'a' + byte % 26)).collect();
    let (one, other) = join(Seat::taken(&name), Seat::taken(&name)).await;
    Some([one?, other?])
}

impl Seat {
    async fn taken(room: &str) -> Option<Self> {
        let (line, welcome) = Line::greeted().await?;
        let seat = Self { line, servers: welcome.ice_servers };
        let [visit @ .., _, _, _, _, _, _, _, _] = random();
        let join = Join {
            version: PROTOCOL_VERSION,
            name: room.into(),
            visit: VisitId::from_random(visit),
            secret: SeatSecret::from_random(random()),
            claim: None,
            signals: Vec::new(),
        };
        seat.line.say(&ClientMessage::Join(join))?;
        let seated = seat.line.heard(|message| match message {
            ServerMessage::Joined { .. } => Some(true),
            ServerMessage::Full | ServerMessage::Refused { .. } | ServerMessage::Later { .. } => Some(false),
            _ => None,
        });
        seated.await.filter(|seated| *seated).map(|_| seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // A socket that is closed says nothing; then its seat is held for some seconds.
        let _ = self.line.say(&ClientMessage::Leave);
    }
}

fn settings_over(servers: &[IceServer], transport: RelayTransport) -> Option<JsValue> {
    let wanted = |url: &str| judge::is_relay(url) && RelayTransport::of_url(url) == transport;
    settings(servers, wanted, Policy::RelayOnly)
}

/// Rung once the relay has given an address.
fn reached(connection: &Connection) -> (Bell, EventListener) {
    let bell = Bell::default();
    let ringing = bell.clone();
    let listener = connection.on("icecandidate", move |event| {
        let candidate = text(&get(event, "candidate"), "candidate");
        if candidate.is_some_and(|candidate| judge::leads(&candidate) == Leads::ToRelay) {
            ringing.ring(JsValue::TRUE);
        }
    });
    (bell, listener)
}

/// Whether the relay gives an address over a transport.
async fn asked(transport: RelayTransport, servers: &[IceServer]) -> Trial {
    let begun = now_ms();
    let asked = async {
        let connection = Connection::open(settings_over(servers, transport)?)?;
        // Without anything to send nothing is searched.
        channel(&connection)?;
        let (bell, _listener) = reached(&connection);
        ask(&connection.0, "setLocalDescription", &[]).await.ok()?;
        bell.rung().await;
        Some(())
    };
    let is_reached = within(TRIAL_MAX_MS, asked).await.flatten().is_some();
    Trial { is_reached, is_connected: false, after_ms: now_ms().saturating_sub(begun) }
}

/// Whether two connections find each other by the relay over a transport.
async fn tried(transport: RelayTransport, servers: [&[IceServer]; 2]) -> Trial {
    let begun = now_ms();
    let is_reached = Rc::new(Cell::new(false));
    let connected = within(TRIAL_MAX_MS, connected(transport, servers, &is_reached)).await.flatten().is_some();
    Trial { is_reached: is_reached.get(), is_connected: connected, after_ms: now_ms().saturating_sub(begun) }
}

/// Comes back once what one of them writes has reached the other; nothing if the browser does not even begin.
async fn connected(
    transport: RelayTransport,
    [near, far]: [&[IceServer]; 2],
    is_reached: &Rc<Cell<bool>>,
) -> Option<()> {
    let open = |servers| Connection::open(settings_over(servers, transport)?);
    let (near, far) = (open(near)?, open(far)?);
    let (near_channel, far_channel) = (channel(&near)?, channel(&far)?);
    let _listeners = [pass_on(&near, &far), pass_on(&far, &near)];
    let (bell, _listener) = reached(&near);
    let (opened, heard) = (first(&near_channel, &["open"]), first(&far_channel, &["message"]));
    agree(&near, &far).await.ok()?;
    bell.rung().await;
    is_reached.set(true);
    opened.await;
    call(&near_channel, "send", &["check".into()]).ok()?;
    heard.await;
    Some(())
}
