//! One WebSocket from its first to its last frame.
//!
//! It is generic over the socket, so that silence and slowness can be tested in virtual time.

use std::convert::Infallible;
use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, close_code};
use futures::{Sink, SinkExt, Stream, StreamExt};
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout};

use super::budget::Account;
use super::config::limits::{LimitSettings, seconds};
use super::connection::Carried;
use super::hub::{Connection, Hub};
use super::limits::{Limits, Pace, Place, TooMuch};
use super::metrics::{By, Ended, Limited, Metrics};
use super::network::Network;
use super::outbox::{Outgoing, Unread};
use super::relay::TicketId;
use super::websocket::{Heard, SocketError};
use crate::protocol::signal::Passing;
use crate::protocol::{
    ClientMessage, ErrorCode, HEARTBEAT_MS, IceServer, PROTOCOL_VERSION, Refusal, ServerMessage, codec,
};

/// The most messages that are read, or written, in one go: whoever says much must still be answered, pinged and ended.
const TOGETHER_MAX: u32 = 32;

/// How long it may take to turn somebody away.
const TURN_AWAY_MAX: Duration = Duration::from_secs(2);

/// How long somebody who was told that it is over has to hear it. Closed with something left unread, the system resets the
/// connection (RFC 2525 section 2.17), and the words are lost on their way.
const LINGER_MAX: Duration = Duration::from_secs(2);

/// How much of what they still say is read meanwhile, in bytes: what waits on the way there, and no more of a flood.
const LINGER_MAX_BYTES: usize = 8 * 1024 * 1024;

/// What a frame costs to be read besides its content, in bytes.
const FRAME_COST_BYTES: usize = 64;

/// Who has the socket, and how much they may take.
#[derive(Debug)]
pub struct Visitor {
    network: Option<Network>,
    limits: Arc<Limits>,
    pace: Pace,
    /// In whose name the server holds what they say and do not read.
    account: Account,
    /// How long they may be silent.
    silence: Duration,
    /// A frame that cannot be written for so long goes to a client that does not read.
    write: Duration,
    /// What is theirs until they go.
    _place: Place,
    _carried: Option<Carried>,
}

impl Visitor {
    /// Somebody from that network, whose connection lasts as long as `carried`.
    ///
    /// # Errors
    /// [`TooMuch`] if there are as many sockets as may be, in all or from there.
    pub fn new(
        network: Option<Network>,
        limits: &Arc<Limits>,
        settings: &LimitSettings,
        account: Account,
        carried: Option<Carried>,
    ) -> Result<Self, TooMuch> {
        Ok(Self {
            network,
            account,
            pace: Pace::new(settings),
            silence: seconds(settings.max_silence_seconds),
            write: seconds(settings.max_write_seconds),
            _place: limits.sockets.take(network)?,
            limits: Arc::clone(limits),
            _carried: carried,
        })
    }

    /// Takes so many bytes of a message, and the message if it has ended.
    fn says(&self, bytes: usize, has_ended: bool) -> Result<(), TooMuch> {
        if has_ended {
            self.pace.check(bytes)?;
        } else {
            self.pace.check_bytes(bytes)?;
        }
        self.limits.said(self.network, bytes, has_ended)
    }
}

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
    /// The client does not speak RFC 6455.
    Foreign,
    /// The client said too much.
    Hasty(TooMuch),
    /// More would be held for the client than may be.
    Held(TooMuch),
    /// Nothing came for as long as may be, or no answer when one was wanted sooner.
    Silent,
    /// The client does not read.
    Slow,
    /// The seat is another socket's now.
    Moved,
    /// The server stops.
    Stopping,
}

impl From<SocketError> for End {
    fn from(error: SocketError) -> Self {
        match error {
            SocketError::TooLarge => Self::Broke(ErrorCode::TooLarge),
            SocketError::Slow => Self::Silent,
            SocketError::TooMuch(why) => Self::Held(why),
            SocketError::NoText => Self::Broke(ErrorCode::Malformed),
            SocketError::Protocol => Self::Foreign,
            SocketError::Io(_) => Self::Gone,
        }
    }
}

impl From<End> for Ended {
    fn from(end: End) -> Self {
        match end {
            End::Gone => Self::Gone,
            End::Broke(_) | End::Foreign => Self::Broke,
            End::Hasty(_) => Self::Hasty,
            End::Held(_) => Self::Held,
            End::Silent => Self::Silent,
            End::Slow => Self::Slow,
            End::Moved => Self::Moved,
            End::Stopping => Self::Stopping,
        }
    }
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
            Self::Foreign => Some(close_code::PROTOCOL),
            Self::Hasty(_) | Self::Held(_) => Some(close_code::AGAIN),
            Self::Silent => Some(close::SILENT),
            Self::Slow => Some(close::SLOW),
            Self::Moved => Some(close::MOVED),
            Self::Stopping => Some(close_code::RESTART),
        }
    }
}

/// What every socket is told of the server.
#[derive(Debug)]
pub struct Greeting<F> {
    /// The name of the page's build, if it has one.
    pub build: Option<Arc<str>>,
    /// The ICE servers for who has this ticket, with passwords of this moment.
    pub ice_servers: F,
}

/// Serves one socket until either side ends it.
pub fn run<S, E>(
    socket: S,
    hub: Arc<Hub>,
    visitor: Visitor,
    greeting: Greeting<impl Fn(Option<TicketId>) -> Vec<IceServer>>,
) -> impl Future<Output = ()>
where
    S: Stream<Item = Result<Heard, E>> + Sink<Message>,
    SocketError: From<E>,
{
    // Not inside: the future would keep room for the whole socket beside its halves, for as long as it lasts.
    let (mut sink, mut stream) = socket.split();
    async move {
        let (connection, outgoing) = hub.connect(visitor.account.clone());
        let asked = Notify::new();
        let end = tokio::select! {
            // What has come is read first, so that the answers go out together.
            biased;
            end = read(&mut stream, &connection, &visitor, &asked) => end,
            Err(end) = write(&mut sink, outgoing, &connection, &visitor, &greeting, &asked) => end,
        };
        // The rooms must not wait for a farewell that may never be read.
        drop(connection);
        hub.metrics().ended.get_or_create(&By(end.into())).inc();
        match end {
            End::Hasty(_) => hub.metrics().limit(Limited::Messages),
            End::Held(_) => hub.metrics().limit(Limited::Bytes),
            _ => {}
        }
        farewell(&mut sink, end, visitor.write).await;
        if matches!(end, End::Hasty(_) | End::Held(_) | End::Broke(_) | End::Foreign | End::Moved) {
            linger(&mut stream).await;
        }
        tracing::debug!(?end, "session over");
    }
}

/// Tells somebody for whom there is no place when to come again.
pub async fn turn_away<E>(socket: impl Stream<Item = Result<Heard, E>> + Sink<Message>, why: TooMuch) {
    let (mut sink, mut stream) = socket.split();
    farewell(&mut sink, End::Hasty(why), TURN_AWAY_MAX).await;
    linger(&mut stream).await;
}

/// Waits until the client has heard that it is over, and closes its side.
async fn linger<E>(stream: &mut (impl Stream<Item = Result<Heard, E>> + Unpin)) {
    let reading = async {
        let (mut bytes, mut together) = (0, 0);
        while let Some(Ok(heard)) = stream.next().await {
            bytes += FRAME_COST_BYTES + heard.bytes;
            if bytes >= LINGER_MAX_BYTES {
                // It may hear what was said to it, but says no more.
                pending::<()>().await;
            }
            together += 1;
            if together >= TOGETHER_MAX {
                together = 0;
                yield_now().await;
            }
        }
    };
    let _ = timeout(LINGER_MAX, reading).await;
}

/// Says why it is over, and that it is.
async fn farewell(sink: &mut (impl Sink<Message> + Unpin), end: End, patience: Duration) {
    let last = match end {
        End::Broke(code) => Some(ServerMessage::Error { code }),
        End::Hasty(why) | End::Held(why) => Some(ServerMessage::Later { retry_after_ms: why.retry_after_ms() }),
        End::Gone | End::Foreign | End::Silent | End::Slow | End::Moved | End::Stopping => None,
    };
    if let Some(last) = last {
        let _ = timeout(patience, sink.send(text(&last))).await;
    }
    match end.close_code() {
        Some(code) => {
            let frame = Message::Close(Some(CloseFrame { code, reason: "".into() }));
            drop(timeout(patience, sink.send(frame)).await);
        }
        // Sends the answer to the client's own close frame (RFC 6455 section 5.5.1).
        None => drop(timeout(patience, sink.close()).await),
    }
}

async fn read<E>(
    stream: &mut (impl Stream<Item = Result<Heard, E>> + Unpin),
    connection: &Connection,
    visitor: &Visitor,
    asked: &Notify,
) -> End
where
    SocketError: From<E>,
{
    let mut heard = Instant::now();
    let mut silence = pin!(sleep(visitor.silence));
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
                silence.as_mut().reset(heard + visitor.silence);
                if heard.elapsed() >= visitor.silence {
                    return End::Silent;
                }
                continue;
            }
        };
        let next = match next {
            Some(Ok(next)) => next,
            Some(Err(error)) => return SocketError::from(error).into(),
            None => return End::Gone,
        };
        if let Err(why) = visitor.says(next.bytes, next.message.is_some()) {
            return End::Hasty(why);
        }
        let frame = match next.message {
            Some(Message::Text(text)) => text,
            Some(Message::Binary(_)) => return End::Broke(ErrorCode::Binary),
            // Not a sign of life: a proxy may say it.
            Some(Message::Ping(_) | Message::Pong(_)) => continue,
            Some(Message::Close(_)) => return End::Gone,
            // The socket itself sees to it that a message goes on and ends.
            None => {
                heard = Instant::now();
                continue;
            }
        };
        heard = Instant::now();
        match codec::decode_client(&frame) {
            Ok(message) => {
                if message == ClientMessage::Refresh {
                    // However often it is asked before there is time to answer, one answer will do.
                    asked.notify_one();
                }
                match too_many_joins(&message, visitor, connection.metrics()) {
                    Some(refused) => connection.tell(refused),
                    None => connection.said(message, visitor.network, &frame),
                }
            }
            Err(error) => return End::Broke(error.into()),
        }
    }
}

/// The answer to a join that comes too soon after others from the same network.
fn too_many_joins(message: &ClientMessage<Passing>, visitor: &Visitor, metrics: &Metrics) -> Option<ServerMessage> {
    let (ClientMessage::Join(_) | ClientMessage::Knock { .. }) = message else { return None };
    let why = visitor.limits.joins.check(visitor.network).err()?;
    metrics.limit(Limited::Joins);
    Some(ServerMessage::Refused { reason: Refusal::Limit { retry_after_ms: why.retry_after_ms() } })
}

async fn write(
    sink: &mut (impl Sink<Message> + Unpin),
    mut outgoing: Unread,
    connection: &Connection,
    visitor: &Visitor,
    greeting: &Greeting<impl Fn(Option<TicketId>) -> Vec<IceServer>>,
    asked: &Notify,
) -> Result<Infallible, End> {
    let first = Instant::now() + until_first_heartbeat(connection.number());
    let mut heartbeat = interval_at(first, Duration::from_millis(HEARTBEAT_MS));
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut frame = text(&ServerMessage::Welcome {
        version: PROTOCOL_VERSION,
        heartbeat_ms: HEARTBEAT_MS,
        ice_servers: (greeting.ice_servers)(connection.ticket()),
        build: greeting.build.as_deref().map(str::to_owned),
    });
    let mut together = 0;
    loop {
        in_time(visitor.write, sink.feed(frame)).await?;
        together += 1;
        let waits = if together < TOGETHER_MAX { outgoing.take() } else { None };
        frame = if let Some(next) = waits {
            written(next)?
        } else {
            in_time(visitor.write, sink.flush()).await?;
            outgoing.written();
            connection.metrics().waited.observe(f64::from(together));
            together = 0;
            tokio::select! {
                next = outgoing.next() => {
                    written(next.ok_or_else(|| outgoing.refused().map_or(End::Slow, End::Held))?)?
                }
                () = asked.notified() => text(&ServerMessage::IceServers { ice_servers: (greeting.ice_servers)(connection.ticket()) }),
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

async fn in_time<E>(patience: Duration, writing: impl Future<Output = Result<(), E>>) -> Result<(), End> {
    timeout(patience, writing).await.map_err(|_| End::Slow)?.map_err(|_| End::Gone)
}

fn text(message: &ServerMessage) -> Message {
    Message::Text(codec::encode(message).into())
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
