//! Server functions: single questions with a single answer. Everything that has an order goes over the socket.
//!
//! On the server they are leptos' own. The page asks for the same addresses with a plain `fetch`: leptos' client of server
//! functions would be a sixth of the whole page, for two questions that carry one word each.

use serde::{Deserialize, Serialize};

use crate::protocol::reading::{choice, object};

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

/// The server has no answer, or cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server did not answer")]
pub struct NoAnswer;

#[cfg(feature = "ssr")]
pub use on_the_server::{configuration, occupancy};

#[cfg(feature = "ssr")]
#[expect(unreachable_pub, reason = "re-exported above; the macro wants public functions")]
mod on_the_server {
    use leptos::prelude::*;
    use leptos::server_fn::codec::GetUrl;

    use super::{ClientConfig, Occupancy};
    use crate::protocol::room_name::RoomName;
    use crate::server::State;

    /// What the page should know of its server before a room is joined.
    ///
    /// # Errors
    /// Only those of the way to the server.
    #[server(name = AskConfiguration, prefix = "/api", endpoint = "configuration", input = GetUrl)]
    pub async fn configuration() -> Result<ClientConfig, ServerFnError> {
        let state = expect_context::<State>();
        Ok(ClientConfig { relay: state.turn.is_some() || state.ice.has_relay() })
    }

    /// How full the room of that name is; `None` when the text is no room name.
    ///
    /// # Errors
    /// Only those of the way to the server.
    #[server(name = AskOccupancy, prefix = "/api", endpoint = "occupancy", input = GetUrl)]
    pub async fn occupancy(
        #[doc = "The name as it was typed."] name: String,
    ) -> Result<Option<Occupancy>, ServerFnError> {
        let state = expect_context::<State>();
        Ok(RoomName::parse(&name).ok().map(|name| state.hub.occupancy(&name.key())))
    }
}

#[cfg(not(feature = "ssr"))]
pub use in_the_page::{configuration, occupancy};

#[cfg(not(feature = "ssr"))]
mod in_the_page {
    use super::{ClientConfig, NoAnswer, Occupancy};

    /// What the page should know of its server before a room is joined.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn configuration() -> Result<ClientConfig, NoAnswer> {
        ask("/api/configuration", "").await.ok_or(NoAnswer)
    }

    /// How full the room of that name is; `None` when the text is no room name.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn occupancy(name: String) -> Result<Option<Occupancy>, NoAnswer> {
        ask("/api/occupancy?name=", &name).await.ok_or(NoAnswer)
    }

    #[cfg(feature = "hydrate")]
    use crate::browser::question::ask;

    /// Without a browser there is nobody to ask.
    #[cfg(not(feature = "hydrate"))]
    async fn ask<A>(_path: &str, _value: &str) -> Option<A> {
        None
    }
}
