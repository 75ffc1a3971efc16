//! What happens to the rooms. A room's name is read where that is said, because it may be long and nobody else shall wait for it.

use super::SocketId;
use crate::protocol::ClientMessage;
use crate::protocol::room_name::{RoomKey, RoomName, RoomNameError};
use crate::protocol::signal::Passing;
use crate::server::network::Network;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A client said something.
    Said(SocketId, Said),
    /// A socket was closed, or has been silent for too long.
    Lost(SocketId),
    /// The time of [`super::Rooms::deadline`] has come.
    Woke,
    /// The server is about to stop: no new rooms.
    Drain,
}

/// What a client said, from where, and the room that it named.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub(super) message: ClientMessage<Passing>,
    pub(super) room: Option<Result<Named, RoomNameError>>,
    /// Absent where nothing is counted by address.
    pub(super) from: Option<Network>,
}

/// A room by its name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) name: RoomName,
    pub(super) key: RoomKey,
}

impl Input {
    /// A client there said this. Reads the name of a room, which takes up to some ten microseconds: not to be done while others
    /// wait.
    pub fn said(socket: SocketId, from: Option<Network>, message: ClientMessage<Passing>) -> Self {
        let name = match &message {
            ClientMessage::Join(join) => Some(&join.name),
            ClientMessage::Knock { name } => Some(name),
            _ => None,
        };
        let room = name.map(|name| RoomName::parse(name).map(|name| Named { key: name.key(), name }));
        Self::Said(socket, Said { message, room, from })
    }
}
