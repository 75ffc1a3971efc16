//! How the running server stands, for `duet doctor`: what it knows and a process beside it cannot. It says nothing of any person.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::State;
use super::config::VERSION;

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Status {
    /// The version that runs, which is not the one that asks where a restart is missing.
    pub version: String,
    /// How many files it may have open.
    pub open_files: Option<u64>,
    /// It drains.
    pub is_draining: bool,
    /// How many sockets are open.
    pub sockets: u64,
    /// The public addresses under which the relay is known, if there is one.
    pub relay: Option<Vec<IpAddr>>,
    /// The relay's own port.
    pub relay_port: Option<u16>,
    /// What the log said of the proxies in front.
    pub notices: Vec<String>,
}

impl Status {
    /// What does not change while it runs.
    pub fn new(open_files: Option<usize>, relay: Option<Vec<IpAddr>>, relay_port: Option<u16>) -> Self {
        let open_files = open_files.and_then(|files| u64::try_from(files).ok());
        Self { version: VERSION.to_owned(), open_files, relay, relay_port, ..Self::default() }
    }

    /// With what does.
    pub(super) fn of(&self, state: &State) -> Self {
        Self {
            is_draining: state.hub.is_draining(),
            sockets: u64::try_from(state.hub.sockets()).unwrap_or(u64::MAX),
            notices: state.notices.said().into_iter().map(ToOwned::to_owned).collect(),
            ..self.clone()
        }
    }

    /// As it is told.
    pub(super) fn to_json(&self) -> String {
        // Texts and numbers can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}
