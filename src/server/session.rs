//! One WebSocket from its first to its last frame.
//!
//! It is generic over the socket, so that silence and slowness can be tested in virtual time.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, close_code};
use futures::{Sink, SinkExt, Stream, StreamExt};
use tokio::sync::{Notify, mpsc};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::hub::{Connection, Hub, Outgoing};
use crate::protocol::{
    ClientMessage, ErrorCode, HEARTBEAT_MS, IceServer, PROTOCOL_VERSION, SILENCE_MAX_MS, ServerMessage, codec,
};

/// A frame that cannot be written for so long goes to a client that does not read.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// Close codes of Duet's own, from the range that RFC 6455 section 7.4.2 leaves to applications.
pub mod close {
    /// The seat was taken by its own secret from another socket.
    pub const MOVED: u16 = 4001;
    /// The client did not read what was sent to it.
    pub const SLOW: u16 = 4002;
    /// The client was silent for too long.
    pub const SILENT: u16 = 4003;
}

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client closed the socket, or the network did.
    Gone,
    /// The client broke the protocol.
    Broke(ErrorCode),
    /// Nothing came for [`SILENCE_MAX_MS`], or no answer when one was wanted sooner.
    Silent,
    /// The client does not read.
    Slow,
    /// The seat is another socket's now.
    Moved,
    /// The server stops.
    Stopping,
}

impl End {
    fn close_code(self) -> Option<u16> {
        match self {
            Self::Gone => None,
            Self::Broke(ErrorCode::TooLarge) => Some(close_code::SIZE),
            Self::Broke(ErrorCode::Binary) => Some(close_code::UNSUPPORTED),
            Self::Broke(ErrorCode::Malformed | ErrorCode::UnknownType) => Some(close_code::INVALID),
            Self::Broke(ErrorCode::NotSeated | ErrorCode::AlreadyJoined | ErrorCode::WrongSender) => {
                Some(close_code::POLICY)
            }
            Self::Silent => Some(close::SILENT),
            Self::Slow => Some(close::SLOW),
            Self::Moved => Some(close::MOVED),
            Self::Stopping => Some(close_code::RESTART),
        }
    }
}

/// Serves one socket until either side ends it.
pub async fn run<S, E>(socket: S, hub: &Arc<Hub>, ice_servers: impl Fn() -> Vec<IceServer>)
where
    S: Stream<Item = Result<Message, E>> + Sink<Message>,
{
    let (mut sink, stream) = socket.split();
    let Ok((connection, outgoing)) = hub.connect() else {
        close_with(&mut sink, close_code::AGAIN).await;
        return;
    };
    let asked = Notify::new();
    let end = tokio::select! {
        end = write(&mut sink, outgoing, &ice_servers, &asked) => end,
        end = read(stream, &connection, &asked) => end,
    };
    // The rooms must not wait for a farewell that may never be read.
    drop(connection);
    if let End::Broke(code) = end {
        let _ = timeout(WRITE_MAX, sink.send(text(&ServerMessage::Error { code }))).await;
    }
    if let Some(code) = end.close_code() {
        close_with(&mut sink, code).await;
    }
    tracing::debug!(?end, "session over");
}

async fn read<E>(
    mut stream: impl Stream<Item = Result<Message, E>> + Unpin,
    connection: &Connection,
    asked: &Notify,
) -> End {
    loop {
        let Ok(next) = timeout(Duration::from_millis(SILENCE_MAX_MS), stream.next()).await else {
            return End::Silent;
        };
        let message = match next {
            Some(Ok(Message::Text(text))) => codec::decode_client(&text),
            Some(Ok(Message::Binary(_))) => return End::Broke(ErrorCode::Binary),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
        };
        match message {
            Ok(message) => {
                if message == ClientMessage::Refresh {
                    // However often it is asked before there is time to answer, one answer will do.
                    asked.notify_one();
                }
                connection.said(message);
            }
            Err(error) => return End::Broke(error.into()),
        }
    }
}

async fn write(
    sink: &mut (impl Sink<Message> + Unpin),
    mut outgoing: mpsc::Receiver<Outgoing>,
    ice_servers: &impl Fn() -> Vec<IceServer>,
    asked: &Notify,
) -> End {
    let mut heartbeat = interval(Duration::from_millis(HEARTBEAT_MS));
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (version, heartbeat_ms) = (PROTOCOL_VERSION, HEARTBEAT_MS);
    let mut frame = text(&ServerMessage::Welcome { version, heartbeat_ms, ice_servers: ice_servers() });
    // The first tick of an interval comes at once, where the welcome is enough.
    heartbeat.tick().await;
    loop {
        match timeout(WRITE_MAX, sink.send(frame)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return End::Gone,
            Err(_) => return End::Slow,
        }
        frame = tokio::select! {
            next = outgoing.recv() => match next {
                Some(Outgoing::Text(text)) => Message::Text(text.into()),
                Some(Outgoing::Moved) => return End::Moved,
                Some(Outgoing::Deaf) => return End::Silent,
                Some(Outgoing::Stopping) => return End::Stopping,
                None => return End::Slow,
            },
            () = asked.notified() => text(&ServerMessage::IceServers { ice_servers: ice_servers() }),
            _ = heartbeat.tick() => text(&ServerMessage::Ping),
        };
    }
}

fn text(message: &ServerMessage) -> Message {
    Message::Text(codec::encode(message).into())
}

async fn close_with(sink: &mut (impl Sink<Message> + Unpin), code: u16) {
    let frame = Message::Close(Some(CloseFrame { code, reason: "".into() }));
    let _ = timeout(WRITE_MAX, sink.send(frame)).await;
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
