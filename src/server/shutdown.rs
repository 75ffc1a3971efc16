//! The end: calls in progress are not cut off at once, but the process is gone in time.

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{Instant, sleep};

use super::hub::Hub;

/// How long sockets stay open after SIGTERM. The contract gives the process 30 s; this leaves some for the farewell.
const DRAIN_MAX: Duration = Duration::from_secs(25);

/// How long the farewell may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// How often to look whether everybody has gone.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Is over when the process should end: some time after SIGTERM, so that calls go on and clients can go elsewhere, and
/// at once after SIGINT, which a person sends.
pub async fn requested(hub: Arc<Hub>) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be received; only SIGKILL will end this process");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => drained(&hub, interrupt.recv()).await,
        _ = interrupt.recv() => {}
    }
    hub.stop();
    sleep(FAREWELL).await;
}

async fn drained(hub: &Hub, hurry: impl Future) {
    tracing::info!("draining: no new rooms from now on");
    hub.drain();
    let until = Instant::now() + DRAIN_MAX;
    let empty = async {
        while hub.sockets() > 0 && Instant::now() < until {
            sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        () = empty => {}
        _ = hurry => {}
    }
}
