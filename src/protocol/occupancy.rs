//! What the server functions (`crate::api`) answer.

use serde::{Deserialize, Serialize};

use super::reading::{choice, object};

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
    /// Whether the owner set up a relay (TURN): without one, some networks cannot be crossed.
    pub relay: bool,
}

choice! { Occupancy { "empty": Empty, "one": One, "full": Full } }
object! { ClientConfig { relay: "relay" } }
