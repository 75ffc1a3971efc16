//! The files of this page that the other may have: offered at once, sent one after another, block by block.

use super::drain::Drain;
use super::message::{Block, Digest, Message, Offer, Taking, Why};
use super::pace::Pace;
use super::{BLOCK_BYTES, Command, End, News, OPEN_MAX, SIZE_MAX_BYTES, State, WINDOW_BLOCKS, is_boundary, length_at};
use crate::clock::Millis;

/// A file that is offered.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) key: u32,
    pub(super) name: String,
    pub(super) size: u64,
    media: String,
    pub(super) state: State,
    /// Where the next block begins that is to be read.
    next: u64,
    /// Before this everything is stored on the other side.
    stored: u64,
    pub(super) pace: Pace,
}

/// The block that is just being sent.
#[derive(Debug, Clone, Copy)]
struct Sending {
    key: u32,
    length: u32,
    /// So much of it is on its way.
    gone: u32,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    pub(super) files: Vec<Outgoing>,
    sending: Option<Sending>,
    /// The block that is being read. One at a time, through all connections: what was read lies in one place.
    reading: Option<(u32, u64)>,
    drain: Drain,
}

impl Outbox {
    /// Offers a file. Its key is also its number for the other page.
    pub(super) fn offer(&mut self, key: u32, name: String, size: u64, media: String) -> Result<Command, Why> {
        if size > SIZE_MAX_BYTES {
            return Err(Why::TooLarge);
        }
        if self.files.iter().filter(|file| !file.state.is_final()).count() >= OPEN_MAX {
            return Err(Why::TooMany);
        }
        let file =
            Outgoing { key, name, size, media, state: State::Offered, next: 0, stored: 0, pace: Pace::default() };
        let offer = file.offer();
        self.files.push(file);
        Ok(offer)
    }

    /// The person does not want to send it any more, or the page cannot.
    pub(super) fn end(&mut self, key: u32, end: End, commands: &mut Vec<Command>) {
        let Some(file) = self.files.iter_mut().find(|file| file.key == key && !file.state.is_final()) else { return };
        file.state = State::Ended(end);
        commands.push(Command::Forget { key });
        match end {
            End::Here(why) => commands.push(Command::Say(Message::Cancel { id: key, why })),
            End::CallOver => commands.push(Command::Say(Message::Cancel { id: key, why: Why::Person })),
            End::There(_) | End::Gone => {}
        }
        if end.is_news() {
            commands.push(Command::Tell(News::Ended { name: file.name.clone(), end, outgoing: true }));
        }
        self.abandon(key);
    }

    /// The other page wants it.
    pub(super) fn accepted(&mut self, id: u32, from: u64) {
        if let Some(file) = self.open(id) {
            file.resume(from);
            self.abandon(id);
        }
    }

    /// The other page stored everything before `up_to`.
    pub(super) fn stored(&mut self, id: u32, up_to: u64, commands: &mut Vec<Command>) {
        let Some(file) = self.open(id) else { return };
        // A file that is offered again may be there in full: an empty one needs no content.
        let counts = file.state == State::Moving || file.state == State::Offered && up_to == file.size;
        if !counts || up_to < file.stored || !is_boundary(up_to, file.size) {
            return;
        }
        file.stored = up_to;
        file.next = file.next.max(up_to);
        if up_to == file.size {
            file.state = State::Done;
            commands.extend([Command::Forget { key: id }, Command::Tell(News::Sent(file.name.clone()))]);
            self.abandon(id);
        }
    }

    /// The other page asks for it from there once more.
    pub(super) fn again(&mut self, id: u32, offset: u64) {
        if let Some(file) = self.open(id)
            && file.state == State::Moving
            && offset <= file.next
            && is_boundary(offset, file.size)
        {
            (file.next, file.stored) = (offset, file.stored.min(offset));
            self.abandon(id);
        }
    }

    /// The line is down: what was on its way is lost.
    pub(super) fn interrupt(&mut self) {
        self.sending = None;
        self.drain = Drain::default();
        self.files.iter_mut().for_each(|file| file.pace.forget());
    }

    /// The line is there again, and the other page has told what it has.
    pub(super) fn reconcile(&mut self, taking: &[Taking], commands: &mut Vec<Command>) {
        self.sending = None;
        // First what makes room there for what is offered then.
        for Taking { id, .. } in taking {
            let file = self.files.iter().find(|file| file.key == *id);
            if let Some(why) = file.map_or(Some(Why::Person), Outgoing::withdrawn) {
                commands.push(Command::Say(Message::Cancel { id: *id, why }));
            }
        }
        for file in self.files.iter_mut().filter(|file| !file.state.is_final()) {
            match taking.iter().find(|taking| taking.id == file.key) {
                // It never came, or what became of it did not: whoever knows it says so again.
                None => {
                    (file.state, file.next, file.stored) = (State::Offered, 0, 0);
                    commands.push(file.offer());
                }
                Some(Taking { from: None, .. }) => file.state = State::Offered,
                Some(Taking { from: Some(from), .. }) => file.resume(*from),
            }
        }
    }

    /// A block is read, and its digest taken; none if it could not be.
    pub(super) fn read(&mut self, key: u32, offset: u64, digest: Option<Digest>, commands: &mut Vec<Command>) {
        self.reading = None;
        let Some(digest) = digest else { return self.end(key, End::Here(Why::Unreadable), commands) };
        let Some(file) = self.open(key) else { return };
        // Meanwhile it may have been asked for from somewhere else, or another connection is being made.
        if file.state == State::Moving && file.next == offset && offset < file.size {
            let length = length_at(offset, file.size);
            file.next += u64::from(length);
            commands.push(Command::Say(Message::Block(Block { id: key, offset, length, digest })));
            self.sending = Some(Sending { key, length, gone: 0 });
        }
    }

    /// Sends as much as the line takes and has the next block read. `buffered` bytes wait in the channel, which takes
    /// messages of `message_max` bytes.
    pub(super) fn pump(&mut self, now: Millis, buffered: u32, message_max: u32, commands: &mut Vec<Command>) {
        self.drain.look(now, buffered);
        commands.extend(self.drain.new_mark().map(Command::WakeAt));
        if self.fill(buffered, message_max, commands) && self.reading.is_none() {
            self.read_next(commands);
        }
    }

    /// Sends of the block that was read what the line takes; whether that was all.
    fn fill(&mut self, mut buffered: u32, message_max: u32, commands: &mut Vec<Command>) -> bool {
        let (frame, ahead, low) =
            (self.drain.frame_bytes(message_max), self.drain.ahead_bytes(), self.drain.low_bytes());
        while let Some(sending) = &mut self.sending {
            let (start, end) = (sending.gone, sending.length.min(sending.gone.saturating_add(frame)));
            // Only above that mark something tells when there is room again.
            if buffered > low && buffered.saturating_add(end - start) > ahead {
                return false;
            }
            commands.push(Command::Frame { start, end });
            self.drain.give(end - start);
            buffered = buffered.saturating_add(end - start);
            sending.gone = end;
            if end == sending.length {
                self.sending = None;
            }
        }
        true
    }

    fn read_next(&mut self, commands: &mut Vec<Command>) {
        let moving = || self.files.iter().filter(|file| file.state == State::Moving);
        let under_way: u64 = moving().map(|file| file.next - file.stored).sum();
        let Some(file) = moving().find(|file| file.next < file.size) else { return };
        if under_way < u64::from(WINDOW_BLOCKS) * u64::from(BLOCK_BYTES) {
            let (key, offset) = (file.key, file.next);
            self.reading = Some((key, offset));
            commands.push(Command::Read { key, offset, length: length_at(offset, file.size) });
        }
    }

    /// How much of it is on the other side, as far as this page can know.
    pub(super) fn moved(&self, file: &Outgoing, buffered: u32) -> u64 {
        if file.state != State::Moving {
            return file.stored;
        }
        let unsent =
            self.sending.filter(|sending| sending.key == file.key).map_or(0, |sending| sending.length - sending.gone);
        file.next.saturating_sub(u64::from(unsent) + u64::from(buffered)).max(file.stored)
    }

    fn open(&mut self, id: u32) -> Option<&mut Outgoing> {
        self.files.iter_mut().find(|file| file.key == id && !file.state.is_final())
    }

    /// Goes on with something else than the block of this file that is being sent.
    fn abandon(&mut self, key: u32) {
        self.sending = self.sending.filter(|sending| sending.key != key);
    }
}

impl Outgoing {
    fn offer(&self) -> Command {
        let (name, media) = (self.name.clone(), self.media.clone());
        Command::Say(Message::Offer(Offer { id: self.key, name, size: self.size, media }))
    }

    /// Why it cannot be had any more, if it cannot.
    fn withdrawn(&self) -> Option<Why> {
        match self.state {
            State::Ended(End::Here(why)) => Some(why),
            state => state.is_final().then_some(Why::Person),
        }
    }

    fn resume(&mut self, from: u64) {
        if is_boundary(from, self.size) {
            self.state = State::Moving;
            (self.next, self.stored) = (from, from);
        }
    }
}
