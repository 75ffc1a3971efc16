//! A WebSocket (RFC 6455) of the server's side that holds no byte while nothing is said, and says what it holds while something is.
//!
//! The libraries at hand keep the largest buffer that a socket ever needed, for as long as it lasts, and know only whole messages.
//! Here buffers go when they are empty, the bytes of a message count as they come, and a message that does not end is given up. A
//! frame's head is still tungstenite's to read.

mod incoming;
mod outgoing;

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::ws::Message;
use futures::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::budget::{Account, Held};
use super::limits::TooMuch;
use incoming::{Incoming, Violation};
use outgoing::Outgoing;

/// How much is read at once, in bytes: a message is rarely longer.
const READ_BYTES: usize = 4 * 1024;

/// How much is written at once to a stream that holds more than it is asked to, in bytes.
const PART_BYTES: usize = 4 * 1024;

/// A message that was begun brings so many bytes, or its end, in each [`PROGRESS_TIME`]: the slowest line on which a call lives.
const PROGRESS_BYTES: usize = 4 * 1024;
const PROGRESS_TIME: Duration = Duration::from_secs(5);

/// How long a message may take from its first byte to its last.
const MESSAGE_TIME: Duration = Duration::from_secs(20);

/// What is read and dropped after the protocol was broken, in bytes: the client may be in the midst of its frame, and what the server
/// has left unread when it closes takes its last words away (RFC 9293 section 3.10.4).
const DROPPED_MAX_BYTES: usize = 256 * 1024;

/// Something that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// How many bytes came since the last time.
    pub bytes: usize,
    /// A whole message; none if it was a part of one.
    pub message: Option<Message>,
}

/// Why nothing more can be heard.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// A message has, or a frame announces, more bytes than a message may have.
    #[error("a message is too large")]
    TooLarge,
    /// The client sends what no client may send.
    #[error("the client breaks RFC 6455")]
    Protocol,
    /// A text is none.
    #[error("a text is not UTF-8")]
    NoText,
    /// A message was begun, and does not go on.
    #[error("a message does not end")]
    Slow,
    /// More is held already than may be.
    #[error(transparent)]
    TooMuch(TooMuch),
    /// The network failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A socket over an open stream.
#[derive(Debug)]
pub struct WebSocket<S> {
    stream: S,
    incoming: Incoming,
    outgoing: Outgoing,
    /// What came and was not told yet, in bytes.
    untold: usize,
    begun: Option<Begun>,
    end: Ending,
    /// How much is written at once, in bytes.
    write_bytes: usize,
    held: Held,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// More may come.
    Open,
    /// What comes is dropped; so many bytes were.
    Dropping(usize),
    /// Nothing more comes.
    Over,
}

/// A message that has not ended.
#[derive(Debug)]
struct Begun {
    /// When it has to have ended.
    end: Instant,
    /// When it has to have more than `from` and [`PROGRESS_BYTES`].
    next: Instant,
    from: usize,
    sleep: Pin<Box<Sleep>>,
}

impl<S> WebSocket<S> {
    /// A socket whose handshake is done; what it holds counts for the account.
    pub fn new(stream: S, account: &Account) -> Self {
        Self {
            stream,
            incoming: Incoming::default(),
            outgoing: Outgoing::default(),
            untold: 0,
            begun: None,
            end: Ending::Open,
            write_bytes: usize::MAX,
            held: account.nothing(),
        }
    }

    /// The same for a stream that says that bytes are written while it holds four times as many itself, as hyper's of HTTP/2 does:
    /// one part in h2's queue, one before it, one on the way there, one in hand.
    #[must_use]
    pub fn in_short_parts(self) -> Self {
        Self { write_bytes: PART_BYTES, ..self }
    }

    /// Counts what the buffers hold.
    fn count(&mut self) -> Result<(), TooMuch> {
        // What is being written is counted where it waited, until it was written.
        self.held.set(self.incoming.capacity())
    }

    /// Nothing that still comes will be listened to.
    fn drop_rest(&mut self) {
        self.incoming = Incoming::default();
        self.begun = None;
        self.end = Ending::Dropping(0);
        // Fewer bytes are always allowed.
        let _ = self.count();
    }

    fn fail(&mut self, error: SocketError) -> Poll<Option<Result<Heard, SocketError>>> {
        self.drop_rest();
        Poll::Ready(Some(Err(error)))
    }

    /// Whether the message that was begun goes on as it must; wakes the task when that has to be asked again.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let Some(bytes) = self.incoming.begun() else {
            self.begun = None;
            return false;
        };
        let now = Instant::now();
        let begun = self.begun.get_or_insert_with(|| Begun {
            end: now + MESSAGE_TIME,
            next: now + PROGRESS_TIME,
            from: 0,
            sleep: Box::pin(sleep_until(now + PROGRESS_TIME)),
        });
        if bytes.saturating_sub(begun.from) >= PROGRESS_BYTES {
            begun.from = bytes;
            begun.next = now + PROGRESS_TIME;
        }
        let until = begun.next.min(begun.end);
        if until <= now {
            return true;
        }
        if begun.sleep.deadline() != until {
            begun.sleep.as_mut().reset(until);
        }
        begun.sleep.as_mut().poll(context).is_ready()
    }
}

impl<S: AsyncRead + Unpin> WebSocket<S> {
    /// Reads once; nothing at the end.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut space = [const { MaybeUninit::uninit() }; READ_BYTES];
        let mut buffer = ReadBuf::uninit(&mut space);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer))?;
        let came = buffer.filled();
        if self.end == Ending::Open {
            self.incoming.push(came);
        }
        Poll::Ready(Ok(came.len()))
    }

    /// Drops what comes, until there is nothing more; never done once enough was dropped.
    fn poll_dropping(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while let Ending::Dropping(dropped) = self.end {
            if dropped >= DROPPED_MAX_BYTES {
                // It may hear what was said to it, but says no more. Who waits for its end has a time for that.
                return Poll::Pending;
            }
            self.end = match ready!(self.poll_read(context)) {
                Ok(more @ 1..) => Ending::Dropping(dropped + more),
                Ok(0) | Err(_) => Ending::Over,
            };
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> WebSocket<S> {
    /// Writes all that waits.
    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.outgoing.waits().is_empty() {
            let waits = self.outgoing.waits();
            let part = waits.get(..self.write_bytes).unwrap_or(waits);
            match ready!(Pin::new(&mut self.stream).poll_write(context, part))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => self.outgoing.written(written),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Answers what the protocol itself has to answer, if that can be written now.
    fn answer(&mut self, message: &Message, context: &mut Context<'_>) {
        match message {
            Message::Ping(bytes) => self.outgoing.pong(bytes),
            Message::Close(frame) => {
                self.outgoing.close(frame.as_ref().map(|frame| frame.code));
                self.drop_rest();
            }
            Message::Text(_) | Message::Binary(_) | Message::Pong(_) => return,
        }
        // What cannot be written now goes with what is said next.
        let _ = self.poll_flush_all(context);
    }

    fn poll_flush_all(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_write(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for WebSocket<S> {
    type Item = Result<Heard, SocketError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while this.end == Ending::Open {
            match this.incoming.next() {
                Ok(Some(message)) => {
                    // The protocol's own words between the parts of a message are not its end.
                    if !this.incoming.is_amid_message() {
                        this.begun = None;
                    }
                    this.answer(&message, context);
                    // Fewer bytes are always allowed.
                    let _ = this.count();
                    let bytes = std::mem::take(&mut this.untold);
                    return Poll::Ready(Some(Ok(Heard { bytes, message: Some(message) })));
                }
                Ok(None) => {}
                Err(Violation::TooLarge) => return this.fail(SocketError::TooLarge),
                Err(Violation::Protocol) => return this.fail(SocketError::Protocol),
                Err(Violation::NoText) => return this.fail(SocketError::NoText),
            }
            if let Err(why) = this.count() {
                return this.fail(SocketError::TooMuch(why));
            }
            if this.is_late(context) {
                return this.fail(SocketError::Slow);
            }
            match this.poll_read(context) {
                Poll::Ready(Ok(0)) => this.end = Ending::Over,
                Poll::Ready(Ok(bytes)) => this.untold += bytes,
                Poll::Ready(Err(error)) => return this.fail(error.into()),
                Poll::Pending if this.untold > 0 && this.incoming.is_amid_message() => {
                    let bytes = std::mem::take(&mut this.untold);
                    return Poll::Ready(Some(Ok(Heard { bytes, message: None })));
                }
                Poll::Pending => {
                    // An answer of the protocol's own may wait for the client to read.
                    if !this.outgoing.waits().is_empty() {
                        let _ = this.poll_flush_all(context);
                    }
                    return Poll::Pending;
                }
            }
        }
        this.poll_dropping(context).map(|()| None)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sink<Message> for WebSocket<S> {
    type Error = SocketError;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SocketError>> {
        if self.outgoing.is_full() { self.poll_write(context).map_err(Into::into) } else { Poll::Ready(Ok(())) }
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), SocketError> {
        match message {
            Message::Text(text) => self.outgoing.text(text.as_str()),
            // Nobody says these: the protocol answers by itself, and all messages are texts.
            Message::Ping(_) | Message::Pong(_) | Message::Binary(_) => {}
            Message::Close(frame) => self.outgoing.close(frame.map(|frame| frame.code)),
        }
        Ok(())
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SocketError>> {
        self.poll_flush_all(context).map_err(Into::into)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SocketError>> {
        self.outgoing.close(None);
        self.poll_flush_all(context).map_err(Into::into)
    }
}

#[cfg(test)]
#[path = "websocket_tests.rs"]
mod tests;
