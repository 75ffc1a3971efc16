//! Server functions: single questions with a single answer. Everything that has an order goes over the socket.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many people hold a seat in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occupancy {
    /// Nobody: joining makes the room.
    Empty,
    /// One person, who would be in a call with whoever joins.
    One,
    /// Two.
    Full,
}

/// What the page should know of its server before a room is joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientConfig {
    /// The version of the signaling protocol; a page of another version must be loaded anew.
    pub protocol_version: u32,
    /// Whether the owner set up a relay (TURN): without one, some networks cannot be crossed.
    pub relay: bool,
}

/// What the page should know of its server before a room is joined.
///
/// # Errors
/// Only those of the way to the server.
#[server(name = AskConfiguration, prefix = "/api", endpoint = "configuration", input = leptos::server_fn::codec::GetUrl)]
pub async fn configuration() -> Result<ClientConfig, ServerFnError> {
    let state = expect_context::<crate::server::State>();
    Ok(ClientConfig { protocol_version: crate::protocol::PROTOCOL_VERSION, relay: state.ice.has_relay() })
}

/// How full the room of that name is; `None` when the text is no room name.
///
/// # Errors
/// Only those of the way to the server.
#[server(name = AskOccupancy, prefix = "/api", endpoint = "occupancy")]
pub async fn occupancy(name: String) -> Result<Option<Occupancy>, ServerFnError> {
    let state = expect_context::<crate::server::State>();
    let Ok(name) = crate::protocol::room_name::RoomName::parse(&name) else { return Ok(None) };
    Ok(Some(state.hub.occupancy(&name.key())))
}
