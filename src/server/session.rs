//! One WebSocket from its first to its last frame.
//!
//! It is generic over the socket, so that silence and slowness can be tested in virtual time.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, close_code};
use futures::channel::mpsc;
use futures::{Sink, SinkExt, Stream, StreamExt};
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout};

use super::hub::{Connection, Hub, Outgoing};
use crate::protocol::{
    ClientMessage, ErrorCode, HEARTBEAT_MS, IceServer, PROTOCOL_VERSION, SILENCE_MAX_MS, ServerMessage, codec,
};

/// A frame that cannot be written for so long goes to a client that does not read.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// The most messages that are read, or written, in one go: whoever says much must still be answered, pinged and ended.
const TOGETHER_MAX: usize = 32;

const SILENCE_MAX: Duration = Duration::from_millis(SILENCE_MAX_MS);

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
pub fn run<S, E>(socket: S, hub: Arc<Hub>, ice_servers: impl Fn() -> Vec<IceServer>) -> impl Future<Output = ()>
where
    S: Stream<Item = Result<Message, E>> + Sink<Message>,
{
    // Not inside: the future would keep room for the whole socket beside its halves, for as long as it lasts.
    let (mut sink, stream) = socket.split();
    async move {
        let Ok((connection, outgoing)) = hub.connect() else {
            return close_with(&mut sink, close_code::AGAIN).await;
        };
        let asked = Notify::new();
        let end = tokio::select! {
            // What has come is read first, so that the answers go out together.
            biased;
            end = read(stream, &connection, &asked) => end,
            Err(end) = write(&mut sink, outgoing, until_first_heartbeat(connection.number()), &ice_servers, &asked) => end,
        };
        // The rooms must not wait for a farewell that may never be read.
        drop(connection);
        if let End::Broke(code) = end {
            let _ = timeout(WRITE_MAX, sink.send(text(&ServerMessage::Error { code }))).await;
        }
        match end.close_code() {
            Some(code) => close_with(&mut sink, code).await,
            // Sends the answer to the client's own close frame (RFC 6455 section 5.5.1).
            None => drop(timeout(WRITE_MAX, sink.close()).await),
        }
        tracing::debug!(?end, "session over");
    }
}

async fn read<E>(
    mut stream: impl Stream<Item = Result<Message, E>> + Unpin,
    connection: &Connection,
    asked: &Notify,
) -> End {
    let mut heard = Instant::now();
    let mut silence = pin!(sleep(SILENCE_MAX));
    let mut together = 0;
    loop {
        together += 1;
        if together >= TOGETHER_MAX {
            together = 0;
            yield_now().await;
        }
        let next = tokio::select! {
            biased;
            next = stream.next() => next,
            () = &mut silence => {
                // Put off only now, and not with each message.
                silence.as_mut().reset(heard + SILENCE_MAX);
                if heard.elapsed() >= SILENCE_MAX {
                    return End::Silent;
                }
                continue;
            }
        };
        let frame = match next {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Binary(_))) => return End::Broke(ErrorCode::Binary),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                heard = Instant::now();
                continue;
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
        };
        heard = Instant::now();
        match codec::decode_client(&frame) {
            Ok(message) => {
                if message == ClientMessage::Refresh {
                    // However often it is asked before there is time to answer, one answer will do.
                    asked.notify_one();
                }
                connection.said(message, &frame);
            }
            Err(error) => return End::Broke(error.into()),
        }
    }
}

async fn write(
    sink: &mut (impl Sink<Message> + Unpin),
    mut outgoing: mpsc::Receiver<Outgoing>,
    until_first_heartbeat: Duration,
    ice_servers: &impl Fn() -> Vec<IceServer>,
    asked: &Notify,
) -> Result<Infallible, End> {
    let mut heartbeat = interval_at(Instant::now() + until_first_heartbeat, Duration::from_millis(HEARTBEAT_MS));
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (version, heartbeat_ms) = (PROTOCOL_VERSION, HEARTBEAT_MS);
    let mut frame = text(&ServerMessage::Welcome { version, heartbeat_ms, ice_servers: ice_servers() });
    let mut together = 0;
    loop {
        in_time(sink.feed(frame)).await?;
        together += 1;
        let waits = if together < TOGETHER_MAX { outgoing.try_recv().ok() } else { None };
        frame = if let Some(next) = waits {
            written(next)?
        } else {
            in_time(sink.flush()).await?;
            together = 0;
            tokio::select! {
                next = outgoing.next() => written(next.ok_or(End::Slow)?)?,
                () = asked.notified() => text(&ServerMessage::IceServers { ice_servers: ice_servers() }),
                _ = heartbeat.tick() => text(&ServerMessage::Ping),
            }
        };
    }
}

/// How long to wait before the first ping. Everybody comes at once when a server has started again; that must not have all
/// of them pinged, and answering, at the same moment for ever. Multiples of the golden ratio lie evenly whatever their
/// number.
fn until_first_heartbeat(socket: u64) -> Duration {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let part = socket.wrapping_mul(GOLDEN) >> 32;
    Duration::from_millis((HEARTBEAT_MS * part) >> 32)
}

/// The frame of a message, if it has one.
fn written(outgoing: Outgoing) -> Result<Message, End> {
    match outgoing {
        Outgoing::Text(text) => Ok(Message::Text(text)),
        Outgoing::Moved => Err(End::Moved),
        Outgoing::Deaf => Err(End::Silent),
        Outgoing::Stopping => Err(End::Stopping),
    }
}

async fn in_time<E>(writing: impl Future<Output = Result<(), E>>) -> Result<(), End> {
    timeout(WRITE_MAX, writing).await.map_err(|_| End::Slow)?.map_err(|_| End::Gone)
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
