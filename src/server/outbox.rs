//! What waits for a client to read it: so many messages, and so many bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use futures::StreamExt;
use futures::channel::mpsc;

use super::budget::{self, Account};
use super::limits::TooMuch;
use crate::protocol::FRAME_MAX_BYTES;
use crate::protocol::signal::SIGNALS_MAX;

/// How many messages may wait. A join brings all its signals at once, before the reader gets a turn; who has not read two
/// such joins does not read at all.
const MESSAGES_MAX: usize = 2 * SIGNALS_MAX;

/// How many bytes may wait, those among them that are being written. A join's signals come in one frame, and are passed on in
/// about as much.
const BYTES_MAX: usize = 4 * FRAME_MAX_BYTES;

/// What a message takes beside its text, in bytes: its place in the queue, and an allocation.
const ENTRY_BYTES: usize = 128;

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
    fn amount(&self) -> Amount {
        match self {
            Self::Text(text) => Amount { bytes: text.len(), held: text.len() + ENTRY_BYTES },
            Self::Moved | Self::Deaf | Self::Stopping => Amount::default(),
        }
    }
}

/// The end that is filled.
#[derive(Debug)]
pub struct Outbox {
    messages: mpsc::Sender<Outgoing>,
    waiting: Arc<Waiting>,
}

/// The end that is emptied.
#[derive(Debug)]
pub struct Unread {
    messages: mpsc::Receiver<Outgoing>,
    waiting: Arc<Waiting>,
    /// What was taken and is being written.
    in_hand: Amount,
}

/// What waits, and in whose name.
#[derive(Debug)]
struct Waiting {
    bytes: AtomicUsize,
    held: AtomicUsize,
    /// Whether something was not put in because too much is held elsewhere.
    is_refused: AtomicBool,
    account: Account,
}

/// Of some messages: their texts, and what they take, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    bytes: usize,
    held: usize,
}

/// The client has not read what was there before, or has gone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody reads what was there before")]
pub struct Full;

/// The two ends of one. What waits in it counts for the account.
pub fn outbox(account: Account) -> (Outbox, Unread) {
    // The channel has one more place for each sender.
    let (sender, receiver) = mpsc::channel(MESSAGES_MAX - 1);
    let (bytes, held, is_refused) = Default::default();
    let waiting = Arc::new(Waiting { bytes, held, is_refused, account });
    let unread = Unread { messages: receiver, waiting: Arc::clone(&waiting), in_hand: Amount::default() };
    (Outbox { messages: sender, waiting }, unread)
}

impl Outbox {
    /// Puts something in.
    ///
    /// # Errors
    /// When too much is in it already, or elsewhere.
    pub fn put(&mut self, outgoing: Outgoing) -> Result<(), Full> {
        let amount = outgoing.amount();
        // No order with anything else is needed: it only has to be right in the end.
        let waits = self.waiting.bytes.load(Ordering::Relaxed);
        if waits >= BYTES_MAX || (waits > 0 && waits + amount.bytes > BYTES_MAX) {
            return Err(Full);
        }
        if self.waiting.account.take(amount.held).is_err() {
            self.waiting.is_refused.store(true, Ordering::Relaxed);
            return Err(Full);
        }
        self.waiting.bytes.fetch_add(amount.bytes, Ordering::Relaxed);
        self.waiting.held.fetch_add(amount.held, Ordering::Relaxed);
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

    /// All that was taken has been written.
    pub fn written(&mut self) {
        let Amount { bytes, held } = std::mem::take(&mut self.in_hand);
        self.waiting.bytes.fetch_sub(bytes, Ordering::Relaxed);
        self.waiting.held.fetch_sub(held, Ordering::Relaxed);
        self.waiting.account.give_back(held);
    }

    /// Why nothing more comes, if that is not because the client did not read.
    pub fn refused(&self) -> Option<TooMuch> {
        self.waiting.is_refused.load(Ordering::Relaxed).then(budget::too_much)
    }

    fn taken(&mut self, outgoing: Outgoing) -> Outgoing {
        let amount = outgoing.amount();
        self.in_hand.bytes += amount.bytes;
        self.in_hand.held += amount.held;
        outgoing
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.account.give_back(*self.held.get_mut());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::budget::Budget;
    use crate::server::config::limits::LimitSettings;

    fn outbox() -> (Outbox, Unread) {
        super::outbox(Budget::new(&LimitSettings::default()).account(None))
    }

    /// How many frames of so many bytes a client may leave unread.
    fn unread(bytes: usize) -> usize {
        let (mut outbox, _unread) = outbox();
        (0..).take_while(|_| outbox.put(Outgoing::Text("a".repeat(bytes).into())).is_ok()).count()
    }

    #[test]
    fn neither_many_messages_nor_large_ones_pile_up_for_who_does_not_read() {
        assert_eq!(unread(1), 256);
        assert_eq!(unread(65_536) * 65_536, 256 * 1024);
        assert!(unread(40_000) * 40_000 <= 256 * 1024, "not one more either");
    }

    #[test]
    fn who_reads_gets_any_amount() {
        let (mut outbox, mut unread) = outbox();
        for _ in 0..10 {
            let large = Outgoing::Text("a".repeat(BYTES_MAX).into());
            assert_eq!(outbox.put(large.clone()), Ok(()));
            assert_eq!(outbox.put(Outgoing::Moved), Err(Full), "not before it was read");
            assert_eq!(unread.take(), Some(large));
            assert_eq!(outbox.put(Outgoing::Moved), Err(Full), "not before it was written");
            unread.written();
        }
        assert_eq!(unread.take(), None);
    }

    #[test]
    fn what_waits_counts_until_it_is_written_or_nobody_is_left_to_read_it() {
        let budget = Budget::new(&LimitSettings { max_held_bytes: Some(1_000), ..LimitSettings::default() });
        let (mut outbox, mut unread) = super::outbox(budget.account(None));
        let text = Outgoing::Text("a".repeat(500).into());
        assert_eq!(outbox.put(text.clone()), Ok(()));
        assert_eq!(outbox.put(text.clone()), Err(Full));
        assert!(unread.refused().is_some(), "it is not the client's fault");
        assert_eq!(unread.take(), Some(text.clone()));
        assert_eq!(budget.held(), 500 + ENTRY_BYTES);
        unread.written();
        assert_eq!(budget.held(), 0);
        assert_eq!(outbox.put(text), Ok(()));
        drop((outbox, unread));
        assert_eq!(budget.held(), 0);
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
