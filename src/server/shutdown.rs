//! The end: people are sent to the next process, and this one is gone in time.

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{Instant, sleep};

use super::hub::Hub;
use super::limits::Limits;
use super::service;
use super::turn::Turn;

/// How long the farewell may take. The contract gives it 5 s; who reads nothing for so long learns of the end by the end.
const FAREWELL_MAX: Duration = Duration::from_secs(2);

/// A call through the relay goes on as long as packets of both sides came within this: sound comes many times a second, and where there is
/// none browsers test each path every 2.5 s. Who has closed the page says nothing to the relay.
const FLOWING: Duration = Duration::from_secs(3);

/// How often to look whether everybody has gone.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Is over when nobody should come any more: `drain` after SIGTERM, in which calls go on and clients can go elsewhere, and at once
/// after SIGINT, which a person sends.
pub async fn requested(hub: Arc<Hub>, turn: Option<Arc<Turn>>, drain: Duration) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be received; only SIGKILL will end this process");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => drained(&hub, turn.as_deref(), drain, interrupt.recv()).await,
        _ = interrupt.recv() => {}
    }
}

async fn drained(hub: &Hub, turn: Option<&Turn>, drain: Duration, hurry: impl Future) {
    tracing::info!("draining: no new rooms from now on");
    service::stopping();
    hub.drain();
    let until = Instant::now() + drain;
    let empty = async {
        // A call through the relay goes on without its sockets, which may be at the next server already.
        while (hub.sockets() > 0 || turn.is_some_and(|turn| turn.calls(FLOWING) > 0)) && Instant::now() < until {
            sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        () = empty => {}
        _ = hurry => {}
    }
}

/// Closes every socket and waits until that is written. The port is closed before, or whoever comes back at once would come here.
pub async fn farewell(hub: &Hub, limits: &Limits) {
    hub.stop();
    let until = Instant::now() + FAREWELL_MAX;
    while limits.sockets.taken() > 0 && Instant::now() < until {
        sleep(LOOK_EVERY).await;
    }
}
