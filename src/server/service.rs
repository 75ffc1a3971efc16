//! The service manager, where there is one: the folders that it gives, and what it is told (sd_notify(3)): that the server is ready,
//! that it still answers, and that it ends.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::future::pending;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::{MissedTickBehavior, interval};

use super::health::Health;

/// Of the time after which the manager takes the server for dead, so much is between two signs of life.
const PART: u32 = 3;

/// The ports are open.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

/// It ends, which may take as long as draining does.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Gives signs of life for as long as the rooms answer, if the manager waits for any (`WatchdogSec=`).
pub async fn live(health: Health) -> Infallible {
    let mut patience_us = 0;
    if !sd_notify::watchdog_enabled(false, &mut patience_us) || patience_us == 0 {
        return pending().await;
    }
    let mut ticks = interval(Duration::from_micros(patience_us) / PART);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if health.answers().await {
            tell(&[NotifyState::Watchdog]);
        } else {
            tracing::error!("the rooms do not answer: the service manager is told nothing, and starts Duet again");
        }
    }
}

/// The folder that the manager made and named in that variable (systemd.exec(5), `RuntimeDirectory=` and `StateDirectory=`).
pub fn given_folder(variable: &str) -> Option<PathBuf> {
    // It separates several by colons; the first is ours.
    let all = std::env::var_os(variable)?;
    let first = all.as_bytes().split(|byte| *byte == b':').next()?;
    (!first.is_empty()).then(|| OsStr::from_bytes(first).into())
}

fn tell(states: &[NotifyState<'_>]) {
    // Where nobody asked to be told there is nobody to tell.
    if let Err(error) = sd_notify::notify(false, states) {
        tracing::warn!(%error, "the service manager cannot be told how the server is");
    }
}
