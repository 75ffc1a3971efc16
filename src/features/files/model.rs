//! Files between the two people: offered, taken, sent in blocks that are checked, and gone on with after the connection was
//! made anew. Everything is decided here: what happens goes in as an event, and what is to be done comes out as commands.
//! The adapters of `transfer` read, write and send.
//!
//! The protocol, and why the limits are what they are: `docs/files.md`.
//!
//! # Layout
//! - [`message`]: what the two pages say to each other
//! - `outgoing`, `incoming`: the files of this page, and those of the other
//! - [`name`]: what a file may be called
//! - `pace`: how fast it comes along
//! - `drain`: how much the line is given at once

mod drain;
mod incoming;
pub mod message;
pub mod name;
mod outgoing;
mod pace;
#[cfg(test)]
mod tests;

use incoming::Inbox;
use message::{Digest, Hello, Message, Session, Why};
use outgoing::Outbox;

use crate::clock::Millis;

/// The largest file, in bytes: 2 GiB, what browsers keep for a page on a phone with some space left.
pub const SIZE_MAX_BYTES: u64 = 2 << 30;

/// The largest file that is kept in memory, in bytes: what a phone's browser gives a page without ending it.
pub const MEMORY_MAX_BYTES: u64 = 256 << 20;

/// Content is checked and acknowledged in blocks of this size, in bytes: the digest of one takes a millisecond or two, and
/// no more than this is lost when a connection breaks.
pub const BLOCK_BYTES: u32 = 1 << 20;

/// So many blocks may be on their way or not yet written. With 4 MiB a line of 100 Mbit/s and a round trip of 300 ms is
/// kept busy, and it is the most that a slow disk makes the receiver hold in memory.
pub const WINDOW_BLOCKS: u32 = 4;

/// Nothing more is sent while more than this waits in the channel, in bytes, however fast the line is: 20 ms of 100 Mbit/s.
pub const BUFFERED_MAX_BYTES: u32 = 256 * 1024;

/// When so little waits in a channel that is new, in bytes, sending goes on. Later [`Command::WakeAt`] says when.
pub const BUFFERED_LOW_BYTES: u32 = FRAME_SAFE_BYTES / 4;

/// The largest frame, in bytes. Larger ones are no faster, and others wait for them.
pub const FRAME_MAX_BYTES: u32 = 64 * 1024;

/// The frame that every browser takes from every other, in bytes (RFC 8831 section 6.6): the first ones, and those of a
/// narrow line.
pub const FRAME_SAFE_BYTES: u32 = 16 * 1024;

/// The smallest frame, in bytes, whatever a connection says of itself.
const FRAME_MIN_BYTES: u32 = 1024;

/// So many files may be offered or moving in each direction: what a person can oversee.
pub const OPEN_MAX: usize = 16;

/// So many files are listed. The oldest that nothing more can happen to make place for others.
pub const LISTED_MAX: usize = 64;

/// The longest media type that is looked at, in bytes.
const MEDIA_MAX_BYTES: usize = 64;

/// Something that happened. Files are known by a key that is used once in the life of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The channel is open, for messages of at most that size, in bytes.
    Opened(Option<u32>),
    /// It is closed.
    Closed,
    /// What waited in it has become little.
    Drained,
    /// The other page said something.
    Heard(Message),
    /// A frame came, of that length in bytes.
    Frame(u32),
    /// The person chose files to offer.
    Chosen(Vec<Chosen>),
    /// A block is read for sending, with its digest; without if it could not be read.
    Read {
        /// The file.
        key: u32,
        /// Where the block begins.
        offset: u64,
        /// Its SHA-256.
        digest: Option<Digest>,
    },
    /// The person wants an offered file, and there is a place for it.
    Accepted(u32),
    /// The person does not want a file, or not any more.
    Cancelled(u32),
    /// A file cannot be written.
    NotStored(u32),
    /// The digest of a block that came.
    Checked {
        /// The file.
        key: u32,
        /// Where the block begins.
        offset: u64,
        /// Its SHA-256; none if it could not be taken.
        digest: Option<Digest>,
    },
    /// A block is written.
    Written {
        /// The file.
        key: u32,
        /// Where the block begins.
        offset: u64,
    },
    /// A file is written and closed.
    Finished {
        /// The file.
        key: u32,
        /// It lies where only the page can reach it: the person must save it.
        kept: bool,
    },
    /// The person saved what was kept.
    Saved(u32),
    /// Nobody else is in the room.
    Alone,
    /// The call is over.
    CallOver,
}

/// A file that the person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// As their system has it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Its media type; may be empty.
    pub media: String,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Say it to the other page.
    Say(Message),
    /// Keep the chosen file of that place in the list under this key.
    Hold {
        /// The file.
        key: u32,
        /// Its place among those that were chosen.
        nth: usize,
    },
    /// Read a block and take its digest.
    Read {
        /// The file.
        key: u32,
        /// Where it begins.
        offset: u64,
        /// In bytes.
        length: u32,
    },
    /// Send a part of the block that was read last.
    Frame {
        /// Where it begins in the block.
        start: u32,
        /// Where it ends.
        end: u32,
    },
    /// Tell when no more than so many bytes wait in the channel.
    WakeAt(u32),
    /// A block is about to come: make room for it, in place of one that did not come whole.
    Begin {
        /// In bytes.
        length: u32,
    },
    /// The frame that just came belongs to the block, at its end.
    Keep,
    /// The block is complete: keep it until it is written.
    Complete {
        /// The file.
        key: u32,
        /// Where it begins.
        offset: u64,
    },
    /// Take the digest of a complete block.
    Check {
        /// The file.
        key: u32,
        /// Where it begins.
        offset: u64,
    },
    /// Write a complete block.
    Write {
        /// The file.
        key: u32,
        /// Where it begins.
        offset: u64,
    },
    /// Throw complete blocks of a file away.
    Drop {
        /// The file.
        key: u32,
        /// Those that begin here or later.
        from: u64,
    },
    /// All is written: close the file.
    Finish {
        /// The file.
        key: u32,
    },
    /// Nothing more is needed of a file that is sent or will not be complete.
    Forget {
        /// The file.
        key: u32,
    },
    /// Tell the person.
    Tell(News),
}

/// What is worth telling while the person may look elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The other person offers a file.
    Offered(String),
    /// The other person has a file now.
    Sent(String),
    /// A file is here.
    Received {
        /// What it is called.
        name: String,
        /// The person must save it.
        kept: bool,
    },
    /// A file will not be complete.
    Ended {
        /// What it is called.
        name: String,
        /// Why.
        end: End,
        /// It is this page's.
        outgoing: bool,
    },
    /// A chosen file, or more of them, was not offered.
    NotOffered {
        /// What they are called.
        name: String,
        /// Too large, or too many.
        why: Why,
    },
    /// A file that was received could not be saved from where the page kept it.
    NotSaved(String),
}

/// How a file ended that is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// This side ended it.
    Here(Why),
    /// The other side ended it.
    There(Why),
    /// The other page is gone, and with it what it knew of the file.
    Gone,
    /// The call is over.
    CallOver,
}

impl End {
    /// Whether it surprises the person.
    fn is_news(self) -> bool {
        !matches!(self, Self::Here(Why::Person) | Self::CallOver)
    }
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The receiver has not said yet whether they want it.
    Offered,
    /// It is on its way, or waits for its turn.
    Moving,
    /// It is complete on the receiver's side.
    Done,
    /// It will not be.
    Ended(End),
}

impl State {
    /// Whether nothing more can happen.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Ended(_))
    }
}

/// What a person sees of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which file it is.
    pub key: u32,
    /// It is this page's.
    pub outgoing: bool,
    /// What it is called, safe to show and to store.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// How much of it is there, in bytes.
    pub moved: u64,
    /// In bytes a second; 0 while that is not known.
    pub per_second: u64,
    /// How far it has come.
    pub state: State,
    /// There is no line to the other page at the moment.
    pub paused: bool,
    /// It is here, and the person must save it.
    pub kept: bool,
    /// They have.
    pub saved: bool,
    /// As what a browser may take it.
    pub media: String,
}

impl Row {
    /// Whether something is lost if the page goes now. `alone`: nobody else is in the room, and perhaps nobody comes back.
    /// Then only what lies here counts: a file that is not saved, or the part of one that has come.
    pub fn is_at_stake(&self, alone: bool) -> bool {
        let counts = !alone || (!self.outgoing && self.moved > 0);
        (self.state == State::Moving && counts) || (self.kept && !self.saved)
    }
}

/// Whether there is somebody to speak to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Down,
    /// The channel is open; whether the other page has opened its end is not known.
    Greeting,
    /// The other page was heard and told what is here. What it tells was said before it heard this one, and may be about
    /// the page that was here before.
    Answered,
    /// Each was told what is on the other side.
    Up,
}

/// All files of a page, in both directions.
#[derive(Debug)]
pub struct Files {
    session: Session,
    /// The page that was heard last.
    other: Option<Session>,
    line: Line,
    message_max_bytes: u32,
    keep_max_bytes: u64,
    latest_key: u32,
    /// The latest key when the channel opened: what was chosen since is for the page at its other end, heard or not.
    opened_at: u32,
    outbox: Outbox,
    inbox: Inbox,
    saved: Vec<u32>,
}

impl Files {
    /// A received file may have up to so many bytes here, from now on.
    pub fn keep_at_most(&mut self, bytes: u64) {
        self.keep_max_bytes = bytes.min(SIZE_MAX_BYTES);
    }

    /// No files yet. `session` is random; a received file may have up to `keep_max_bytes`.
    pub fn new(session: Session, keep_max_bytes: u64) -> Self {
        Self {
            session,
            other: None,
            line: Line::Down,
            message_max_bytes: FRAME_SAFE_BYTES,
            keep_max_bytes: keep_max_bytes.min(SIZE_MAX_BYTES),
            latest_key: 0,
            opened_at: 0,
            outbox: Outbox::default(),
            inbox: Inbox::default(),
            saved: Vec::new(),
        }
    }

    /// Deals with an event, while `buffered` bytes wait in the channel.
    pub fn handle(&mut self, now: Millis, buffered: u32, event: Event) -> Vec<Command> {
        let mut commands = Vec::new();
        self.take(event, &mut commands);
        if self.line == Line::Up {
            self.outbox.pump(now, buffered, self.message_max_bytes, &mut commands);
        } else {
            // Before this page has answered the other's hello nobody would hear it: what matters of it is in that answer. A
            // block that was read meanwhile is read again, from where the other page wants it. An offer is made when the other
            // has told what it has, in its turn: behind a later one it would be taken for one that was given up.
            let answered = self.line == Line::Answered;
            commands.retain(|command| match command {
                Command::Say(Message::Block(_) | Message::Offer(_)) => false,
                Command::Say(message) => answered || matches!(message, Message::Hello(_)),
                _ => true,
            });
        }
        self.trim(&mut commands);
        commands
    }

    /// What a person sees: the oldest first.
    pub fn rows(&mut self, now: Millis, buffered: u32) -> Vec<Row> {
        let paused = self.line != Line::Up;
        let mut rows = Vec::new();
        for at in 0..self.outbox.files.len() {
            let moved = self.outbox.moved(&self.outbox.files[at], buffered);
            let file = &mut self.outbox.files[at];
            rows.push(Row {
                key: file.key,
                outgoing: true,
                name: file.name.clone(),
                size: file.size,
                moved,
                per_second: file.pace.measure(now, moved),
                state: file.state,
                paused,
                kept: false,
                saved: false,
                media: String::new(),
            });
        }
        for at in 0..self.inbox.files.len() {
            let moved = self.inbox.moved(&self.inbox.files[at]);
            let file = &mut self.inbox.files[at];
            let row = Row {
                key: file.key,
                outgoing: false,
                name: file.name.clone(),
                size: file.size,
                moved,
                per_second: file.pace.measure(now, moved),
                state: file.state,
                paused,
                kept: file.kept,
                saved: self.saved.contains(&file.key),
                media: file.media.clone(),
            };
            // Both are in the order of their keys. To sort them would cost three kilobytes of program.
            let place = rows.iter().position(|before| before.key > row.key).unwrap_or(rows.len());
            rows.insert(place, row);
        }
        rows
    }

    fn take(&mut self, event: Event, commands: &mut Vec<Command>) {
        match event {
            Event::Opened(message_max) => {
                self.message_max_bytes = message_max.unwrap_or(FRAME_SAFE_BYTES).max(FRAME_MIN_BYTES);
                self.interrupt(commands);
                self.opened_at = self.latest_key;
                self.line = Line::Greeting;
                commands.push(self.hello(false));
            }
            Event::Closed => {
                self.interrupt(commands);
                self.line = Line::Down;
            }
            Event::Drained => {}
            Event::Heard(Message::Hello(hello)) if self.line != Line::Down => self.greeted(&hello, commands),
            // Before its hello it can mean anything.
            Event::Heard(message) if self.line == Line::Up => self.heard(message, commands),
            Event::Heard(_) => {}
            Event::Frame(length) => self.inbox.frame(length, commands),
            Event::Chosen(chosen) => self.offer(chosen, commands),
            Event::Read { key, offset, digest } => self.outbox.read(key, offset, digest, commands),
            Event::Accepted(key) => self.inbox.accept(key, commands),
            Event::Cancelled(key) => self.end(key, Why::Person, commands),
            Event::NotStored(key) => self.end(key, Why::NotStored, commands),
            Event::Checked { key, offset, digest } => self.inbox.checked(key, offset, digest, commands),
            Event::Written { key, offset } => self.inbox.written(key, offset, commands),
            Event::Finished { key, kept } => self.inbox.finished(key, kept, commands),
            Event::Saved(key) if !self.saved.contains(&key) => self.saved.push(key),
            Event::Saved(_) => {}
            // Whoever comes next may be somebody else, and nothing tells: no page was heard that could be known again.
            Event::Alone if self.other.is_none() => self.end_all(End::Gone, u32::MAX, commands),
            Event::Alone => {}
            Event::CallOver => self.end_all(End::CallOver, u32::MAX, commands),
        }
    }

    fn greeted(&mut self, hello: &Hello, commands: &mut Vec<Command>) {
        if self.other != Some(hello.session) {
            if self.other.replace(hello.session).is_some() {
                self.end_all(End::Gone, self.opened_at, commands);
                self.inbox.forget_numbers();
            }
            self.line = Line::Greeting;
        }
        if !hello.heard || self.line == Line::Greeting {
            commands.push(self.hello(true));
        }
        if self.line == Line::Greeting {
            self.line = Line::Answered;
        }
        // Only one that heard this page is about this page's files as they are now. A second one says nothing new.
        if hello.heard && self.line == Line::Answered {
            self.line = Line::Up;
            self.outbox.reconcile(&hello.taking, commands);
        }
    }

    fn heard(&mut self, message: Message, commands: &mut Vec<Command>) {
        match message {
            Message::Hello(_) => {}
            Message::Offer(offer) => {
                let key = self.next_key();
                self.inbox.offered(key, offer, self.keep_max_bytes, commands);
            }
            Message::Accept { id, from } => self.outbox.accepted(id, from),
            Message::Refuse { id, why } => self.outbox.end(id, End::There(why), commands),
            Message::Cancel { id, why } => self.inbox.cancelled(id, why, commands),
            Message::Block(block) => self.inbox.begin(block, commands),
            Message::Got { id, up_to } => self.outbox.stored(id, up_to, commands),
            Message::Again { id, offset } => self.outbox.again(id, offset),
        }
    }

    fn offer(&mut self, chosen: Vec<Chosen>, commands: &mut Vec<Command>) {
        let mut left_out = Vec::new();
        for (nth, Chosen { name, size, media }) in chosen.into_iter().enumerate() {
            let (key, name) = (self.next_key(), name::safe(&name));
            match self.outbox.offer(key, name.clone(), size, media) {
                Ok(offer) => commands.extend([Command::Hold { key, nth }, offer]),
                Err(Why::TooMany) => left_out.push(name),
                Err(why) => commands.push(Command::Tell(News::NotOffered { name, why })),
            }
        }
        if !left_out.is_empty() {
            commands.push(Command::Tell(News::NotOffered { name: name::list(left_out), why: Why::TooMany }));
        }
    }

    fn end(&mut self, key: u32, why: Why, commands: &mut Vec<Command>) {
        self.outbox.end(key, End::Here(why), commands);
        self.inbox.end(key, End::Here(why), commands);
    }

    /// Ends all files of the other page, and those of this one up to a key.
    fn end_all(&mut self, end: End, up_to: u32, commands: &mut Vec<Command>) {
        let outgoing: Vec<u32> = self.outbox.files.iter().map(|file| file.key).filter(|key| *key <= up_to).collect();
        outgoing.into_iter().for_each(|key| self.outbox.end(key, end, commands));
        let incoming: Vec<u32> = self.inbox.files.iter().map(|file| file.key).collect();
        incoming.into_iter().for_each(|key| self.inbox.end(key, end, commands));
    }

    fn interrupt(&mut self, commands: &mut Vec<Command>) {
        self.outbox.interrupt();
        self.inbox.interrupt(commands);
    }

    fn hello(&self, heard: bool) -> Command {
        Command::Say(Message::Hello(Hello { session: self.session, heard, taking: self.inbox.taking() }))
    }

    fn next_key(&mut self) -> u32 {
        self.latest_key = self.latest_key.wrapping_add(1);
        self.latest_key
    }

    /// Keeps the list short. A file that the person has not saved stays.
    fn trim(&mut self, commands: &mut Vec<Command>) {
        let (outgoing, incoming) = (&mut self.outbox.files, &mut self.inbox.files);
        while outgoing.len() > LISTED_MAX {
            let Some(at) = outgoing.iter().position(|file| file.state.is_final()) else { break };
            outgoing.remove(at);
        }
        while incoming.len() > LISTED_MAX {
            let is_over =
                |file: &incoming::Incoming| file.state.is_final() && (!file.kept || self.saved.contains(&file.key));
            let Some(at) = incoming.iter().position(is_over) else { break };
            let key = incoming.remove(at).key;
            self.saved.retain(|saved| *saved != key);
            commands.push(Command::Forget { key });
        }
    }
}

/// Whether a block may begin there, or the file ends there.
fn is_boundary(offset: u64, size: u64) -> bool {
    offset == size || (offset < size && offset.is_multiple_of(u64::from(BLOCK_BYTES)))
}

/// How long the block is that begins there, in bytes.
fn length_at(offset: u64, size: u64) -> u32 {
    // Not more than a block, which fits.
    size.saturating_sub(offset).min(u64::from(BLOCK_BYTES)) as u32
}
