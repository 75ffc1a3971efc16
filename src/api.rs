//! What the server has beside its socket: `documents`, and server functions.
//!
//! Server functions are single questions with a single answer. Everything that has an order goes over the socket.
//!
//! On the server they are leptos' own. The page asks for the same addresses with a plain `fetch`: leptos' client of server
//! functions would be a sixth of the whole page, for two questions that carry one word each.

/// The server has no answer, or cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server did not answer")]
pub struct NoAnswer;

#[cfg(feature = "ssr")]
pub mod documents;

/// What the answers need of the server.
#[cfg(feature = "ssr")]
pub trait Answers: Send + Sync {
    /// How many people hold a seat in a room.
    fn occupancy(&self, room: &crate::protocol::room_name::RoomName) -> crate::protocol::occupancy::Occupancy;

    /// What the page should know of the server before a room is joined.
    fn configuration(&self) -> crate::protocol::occupancy::ClientConfig;
}

/// The server that a request came to: a context of each.
#[cfg(feature = "ssr")]
pub type Server = std::sync::Arc<dyn Answers>;

#[cfg(feature = "ssr")]
pub use on_the_server::{configuration, occupancy};

#[cfg(feature = "ssr")]
#[expect(unreachable_pub, reason = "re-exported above; the macro wants public functions")]
mod on_the_server {
    use leptos::prelude::*;
    use leptos::server_fn::codec::GetUrl;

    use super::Server;
    use crate::protocol::occupancy::{ClientConfig, Occupancy};
    use crate::protocol::room_name::RoomName;

    /// What the page should know of its server before a room is joined.
    ///
    /// # Errors
    /// Only those of the way to the server.
    #[server(name = AskConfiguration, prefix = "/api", endpoint = "configuration", input = GetUrl)]
    pub async fn configuration() -> Result<ClientConfig, ServerFnError> {
        Ok(expect_context::<Server>().configuration())
    }

    /// How full the room of that name is; `None` when the text is no room name.
    ///
    /// # Errors
    /// Only those of the way to the server.
    #[server(name = AskOccupancy, prefix = "/api", endpoint = "occupancy", input = GetUrl)]
    pub async fn occupancy(
        #[doc = "The name as it was typed."] name: String,
    ) -> Result<Option<Occupancy>, ServerFnError> {
        Ok(RoomName::parse(&name).ok().map(|name| expect_context::<Server>().occupancy(&name)))
    }
}

#[cfg(not(feature = "ssr"))]
pub use in_the_page::{configuration, occupancy};

#[cfg(not(feature = "ssr"))]
mod in_the_page {
    use super::NoAnswer;
    use crate::protocol::occupancy::{ClientConfig, Occupancy};

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
