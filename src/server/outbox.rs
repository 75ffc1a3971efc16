//! What waits for a client to read it: so many messages, and so many bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use futures::StreamExt;
use futures::channel::mpsc;

use crate::protocol::FRAME_MAX_BYTES;
use crate::protocol::signal::SIGNALS_MAX;

/// How many messages may wait. A join brings all its signals at once, before the reader gets a turn; who has not read two
/// such joins does not read at all.
const MESSAGES_MAX: usize = 2 * SIGNALS_MAX;

/// How many bytes may wait. A join's signals come in one frame, and are passed on in about as much; one large frame more may
/// begin while there is room at all.
const BYTES_MAX: usize = 4 * FRAME_MAX_BYTES;

/// What a session has to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// One frame.
    Text(Utf8Bytes),
    /// Nothing more: the seat is somebody else's now.
    Moved,
    /// Nothing more: the client did not answer when it was asked to.
    Deaf,
    /// Nothing more: the server stops.
    Stopping,
}

impl Outgoing {
    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Moved | Self::Deaf | Self::Stopping => 0,
        }
    }
}

/// The end that is filled.
#[derive(Debug)]
pub struct Outbox {
    messages: mpsc::Sender<Outgoing>,
    bytes: Arc<AtomicUsize>,
}

/// The end that is emptied.
#[derive(Debug)]
pub struct Unread {
    messages: mpsc::Receiver<Outgoing>,
    bytes: Arc<AtomicUsize>,
}

/// The client has not read what was there before, or has gone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody reads what was there before")]
pub struct Full;

/// The two ends of one.
pub fn outbox() -> (Outbox, Unread) {
    // The channel has one more place for each sender.
    let (sender, receiver) = mpsc::channel(MESSAGES_MAX - 1);
    let bytes = Arc::default();
    (Outbox { messages: sender, bytes: Arc::clone(&bytes) }, Unread { messages: receiver, bytes })
}

impl Outbox {
    /// Puts something in.
    ///
    /// # Errors
    /// When too much is in it already.
    pub fn put(&mut self, outgoing: Outgoing) -> Result<(), Full> {
        let bytes = outgoing.bytes();
        // No order with anything else is needed: it only has to be right in the end.
        if self.bytes.load(Ordering::Relaxed) >= BYTES_MAX {
            return Err(Full);
        }
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.messages.try_send(outgoing).map_err(|_| Full)
    }
}

impl Unread {
    /// What is there now.
    pub fn take(&mut self) -> Option<Outgoing> {
        let next = self.messages.try_recv().ok()?;
        Some(self.taken(next))
    }

    /// What comes next; nothing more once the other end is gone and all was taken.
    pub async fn next(&mut self) -> Option<Outgoing> {
        let next = self.messages.next().await?;
        Some(self.taken(next))
    }

    fn taken(&self, outgoing: Outgoing) -> Outgoing {
        self.bytes.fetch_sub(outgoing.bytes(), Ordering::Relaxed);
        outgoing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many frames of so many bytes a client may leave unread.
    fn unread(bytes: usize) -> usize {
        let (mut outbox, _unread) = outbox();
        (0..).take_while(|_| outbox.put(Outgoing::Text("a".repeat(bytes).into())).is_ok()).count()
    }

    #[test]
    fn neither_many_messages_nor_large_ones_pile_up_for_who_does_not_read() {
        assert_eq!(unread(1), 256);
        assert_eq!(unread(65_536) * 65_536, 256 * 1024);
    }

    #[test]
    fn who_reads_gets_any_amount() {
        let (mut outbox, mut unread) = outbox();
        for _ in 0..10 {
            let large = Outgoing::Text("a".repeat(BYTES_MAX).into());
            assert_eq!(outbox.put(large.clone()), Ok(()));
            assert_eq!(outbox.put(Outgoing::Moved), Err(Full), "not before it was read");
            assert_eq!(unread.take(), Some(large));
        }
        assert_eq!(unread.take(), None);
    }

    #[test]
    fn what_ends_a_session_finds_its_place_as_long_as_there_is_any() {
        let (mut outbox, mut unread) = outbox();
        assert_eq!(outbox.put(Outgoing::Stopping), Ok(()));
        assert_eq!(unread.take(), Some(Outgoing::Stopping));
        drop(unread);
        assert_eq!(outbox.put(Outgoing::Stopping), Err(Full), "the session is gone");
    }
}
