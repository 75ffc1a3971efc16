//! The files of the other page: taken if the person wants them, checked and written block by block. Nothing that comes is
//! trusted: a block counts only where it is expected, as long as it must be, and with the digest that was told for it.

use std::collections::VecDeque;

use super::message::{Block, Digest, Message, Offer, Taking, Why};
use super::name;
use super::pace::Pace;
use super::{Command, End, LISTED_MAX, MEDIA_MAX_BYTES, News, OPEN_MAX, State, WINDOW_BLOCKS, is_boundary, length_at};

/// A file that the other page offered.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) key: u32,
    /// The other page's number of it, while that page is the one we speak to.
    id: Option<u32>,
    pub(super) name: String,
    pub(super) media: String,
    pub(super) size: u64,
    pub(super) state: State,
    /// Before this everything is written.
    pub(super) written: u64,
    /// Where the next block must begin.
    next: u64,
    /// The block that was asked for once more: there is no third time.
    asked: Option<u64>,
    /// Complete blocks, the first of which is being dealt with.
    blocks: VecDeque<Block>,
    step: Step,
    /// The person must save it from where it lies.
    pub(super) kept: bool,
    pub(super) pace: Pace,
}

/// What is being done with the first block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Idle,
    Checking,
    Writing,
    /// All blocks are written, and the file is being closed.
    Finishing,
}

/// The block whose frames are arriving.
#[derive(Debug, Clone, Copy)]
struct Arriving {
    /// The file it is for; none if its frames are to be passed over.
    key: Option<u32>,
    block: Block,
    /// So much of it is there, in bytes.
    come: u32,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    pub(super) files: Vec<Incoming>,
    arriving: Option<Arriving>,
    /// The highest number that was offered.
    latest: u32,
}

impl Inbox {
    /// The other page offers a file. `size_max` is how much can be kept here.
    pub(super) fn offered(&mut self, key: u32, offer: Offer, size_max: u64, commands: &mut Vec<Command>) {
        let Offer { id, name, size, media } = offer;
        if let Some(known) = self.files.iter().find(|file| file.id == Some(id)) {
            commands.extend(known.answer().map(Command::Say));
            return;
        }
        let refuse = |why| Command::Say(Message::Refuse { id, why });
        if id <= self.latest {
            // It was given up so long ago that nothing is remembered of it.
            return commands.push(refuse(Why::Person));
        }
        self.latest = id;
        let open = self.files.iter().filter(|file| !file.state.is_final()).count();
        // What was received and not saved stays in the list, which must end somewhere.
        if open >= OPEN_MAX || self.files.len() >= LISTED_MAX + OPEN_MAX {
            return commands.push(refuse(Why::TooMany));
        }
        let name = name::safe(&name);
        let media = if media.len() <= MEDIA_MAX_BYTES { name::safe_media(&media) } else { name::safe_media("") };
        let too_large = size > size_max;
        if too_large {
            let end = End::Here(Why::TooLarge);
            commands.extend([
                refuse(Why::TooLarge),
                Command::Tell(News::Ended { name: name.clone(), end, outgoing: false }),
            ]);
        } else {
            commands.push(Command::Tell(News::Offered(name.clone())));
        }
        self.files.push(Incoming {
            key,
            id: Some(id),
            name,
            media: media.into(),
            size,
            state: if too_large { State::Ended(End::Here(Why::TooLarge)) } else { State::Offered },
            written: 0,
            next: 0,
            asked: None,
            blocks: VecDeque::new(),
            step: Step::Idle,
            kept: false,
            pace: Pace::default(),
        });
    }

    /// The person wants it, and there is a place to write it to.
    pub(super) fn accept(&mut self, key: u32, commands: &mut Vec<Command>) {
        let offered = self.files.iter_mut().find(|file| file.key == key && file.state == State::Offered);
        let Some((file, id)) = offered.and_then(|file| file.id.map(|id| (file, id))) else {
            // It was withdrawn while the place was being chosen.
            return commands.push(Command::Forget { key });
        };
        file.state = State::Moving;
        commands.push(Command::Say(Message::Accept { id, from: 0 }));
        file.work(commands);
    }

    /// It is not wanted any more, or cannot be had.
    pub(super) fn end(&mut self, key: u32, end: End, commands: &mut Vec<Command>) {
        if let Some(file) = self.files.iter_mut().find(|file| file.key == key) {
            file.end(end, commands);
        }
    }

    /// The sender takes it back.
    pub(super) fn cancelled(&mut self, id: u32, why: Why, commands: &mut Vec<Command>) {
        if let Some(file) = self.numbered(id) {
            file.end(End::There(why), commands);
        }
    }

    /// A block begins; whatever came before it is over.
    pub(super) fn begin(&mut self, block: Block, commands: &mut Vec<Command>) {
        let expected = self.numbered(block.id).and_then(|file| file.expects(&block, commands).then_some(file.key));
        if expected.is_some() {
            commands.push(Command::Begin { length: block.length });
        }
        self.arriving = Some(Arriving { key: expected, block, come: 0 });
    }

    /// Content of the block that began.
    pub(super) fn frame(&mut self, length: u32, commands: &mut Vec<Command>) {
        let Some(arriving) = &mut self.arriving else { return };
        let (key, block) = (arriving.key, arriving.block);
        arriving.come = arriving.come.saturating_add(length);
        let come = arriving.come;
        if come >= block.length {
            self.arriving = None;
        }
        let Some(file) = self.files.iter_mut().find(|file| Some(file.key) == key) else { return };
        if file.state != State::Moving {
            return;
        }
        if come > block.length {
            return file.end(End::Here(Why::Nonsense), commands);
        }
        commands.push(Command::Keep);
        if come == block.length {
            commands.push(Command::Complete { key: file.key, offset: block.offset });
            file.next = block.offset + u64::from(block.length);
            file.blocks.push_back(block);
            file.work(commands);
        }
    }

    /// A block's digest was taken.
    pub(super) fn checked(&mut self, key: u32, offset: u64, digest: Option<Digest>, commands: &mut Vec<Command>) {
        let Some(file) = self.at(key, offset, Step::Checking) else { return };
        if digest.is_some() && digest == file.blocks.front().map(|block| block.digest) {
            file.step = Step::Writing;
            return commands.push(Command::Write { key, offset });
        }
        if file.asked == Some(offset) {
            return file.end(End::Here(Why::Damaged), commands);
        }
        file.blocks.clear();
        file.step = Step::Idle;
        commands.push(Command::Drop { key, from: 0 });
        file.ask_again(offset, commands);
        // The rest of what is arriving comes once more, behind that block.
        if let Some(arriving) = self.arriving.as_mut().filter(|arriving| arriving.key == Some(key)) {
            arriving.key = None;
        }
    }

    /// A block is written.
    pub(super) fn written(&mut self, key: u32, offset: u64, commands: &mut Vec<Command>) {
        let Some(file) = self.at(key, offset, Step::Writing) else { return };
        file.step = Step::Idle;
        file.written += file.blocks.pop_front().map_or(0, |block| u64::from(block.length));
        file.asked = file.asked.filter(|asked| *asked >= file.written);
        if file.written < file.size {
            commands.extend(file.got());
        }
        file.work(commands);
    }

    /// The file is closed. `kept`: where the person must save it from.
    pub(super) fn finished(&mut self, key: u32, kept: bool, commands: &mut Vec<Command>) {
        let Some(file) = self.files.iter_mut().find(|file| file.key == key && file.step == Step::Finishing) else {
            return;
        };
        if file.state == State::Moving {
            (file.state, file.step, file.kept) = (State::Done, Step::Idle, kept);
            commands.extend(file.got());
            commands.push(Command::Tell(News::Received { name: file.name.clone(), kept }));
        }
    }

    /// The line is down: what has not arrived whole is lost, and what waits is sent again.
    pub(super) fn interrupt(&mut self, commands: &mut Vec<Command>) {
        self.arriving = None;
        for file in &mut self.files {
            file.pace.forget();
            let in_hand = usize::from(matches!(file.step, Step::Checking | Step::Writing));
            if file.blocks.len() > in_hand {
                file.blocks.truncate(in_hand);
                commands.push(Command::Drop { key: file.key, from: file.ahead() });
            }
            file.next = file.ahead();
        }
    }

    /// What the other page is to know about its files.
    pub(super) fn taking(&self) -> Vec<Taking> {
        let open = self.files.iter().filter(|file| !file.state.is_final());
        open.filter_map(|file| {
            let from = (file.state == State::Moving).then_some(file.written);
            Some(Taking { id: file.id?, from })
        })
        .collect()
    }

    /// The other page is another one, which counts from the beginning.
    pub(super) fn forget_numbers(&mut self) {
        self.files.iter_mut().for_each(|file| file.id = None);
        self.latest = 0;
        self.arriving = None;
    }

    /// How much of it is here.
    pub(super) fn moved(&self, file: &Incoming) -> u64 {
        if file.state != State::Moving {
            return file.written;
        }
        let arriving = self.arriving.filter(|arriving| arriving.key == Some(file.key));
        file.next + arriving.map_or(0, |arriving| u64::from(arriving.come))
    }

    fn numbered(&mut self, id: u32) -> Option<&mut Incoming> {
        self.files.iter_mut().find(|file| file.id == Some(id))
    }

    fn at(&mut self, key: u32, offset: u64, step: Step) -> Option<&mut Incoming> {
        self.files.iter_mut().find(|file| {
            file.key == key && file.step == step && file.blocks.front().is_some_and(|block| block.offset == offset)
        })
    }
}

impl Incoming {
    /// What became of it, for a sender who offers it again.
    fn answer(&self) -> Option<Message> {
        let id = self.id?;
        match self.state {
            State::Offered => None,
            State::Moving => Some(Message::Accept { id, from: self.written }),
            State::Done => Some(Message::Got { id, up_to: self.size }),
            State::Ended(End::Here(why)) => Some(Message::Refuse { id, why }),
            State::Ended(End::There(_) | End::Gone | End::CallOver) => Some(Message::Refuse { id, why: Why::Person }),
        }
    }

    fn got(&self) -> Option<Command> {
        Some(Command::Say(Message::Got { id: self.id?, up_to: self.written }))
    }

    /// Where the blocks in hand end.
    fn ahead(&self) -> u64 {
        self.blocks.back().map_or(self.written, |block| block.offset + u64::from(block.length))
    }

    /// Whether a block is the next one, as it must be; says or ends what is due if not.
    fn expects(&mut self, block: &Block, commands: &mut Vec<Command>) -> bool {
        if self.state == State::Done {
            commands.extend(self.got());
        }
        if self.state != State::Moving {
            return false;
        }
        let sound = block.offset < self.size
            && is_boundary(block.offset, self.size)
            && block.length == length_at(block.offset, self.size);
        if !sound {
            self.end(End::Here(Why::Nonsense), commands);
            return false;
        }
        if block.offset > self.next && self.asked != Some(self.next) {
            // One is missing. What comes until it does is passed over.
            self.ask_again(self.next, commands);
        }
        if block.offset == self.next && self.blocks.len() >= WINDOW_BLOCKS as usize {
            self.end(End::Here(Why::Nonsense), commands);
            return false;
        }
        block.offset == self.next
    }

    fn ask_again(&mut self, offset: u64, commands: &mut Vec<Command>) {
        self.asked = Some(offset);
        self.next = offset;
        commands.extend(self.id.map(|id| Command::Say(Message::Again { id, offset })));
    }

    /// Begins what is due with the first block, or closes the file.
    fn work(&mut self, commands: &mut Vec<Command>) {
        if self.step != Step::Idle || self.state != State::Moving {
            return;
        }
        let key = self.key;
        if let Some(block) = self.blocks.front() {
            self.step = Step::Checking;
            commands.push(Command::Check { key, offset: block.offset });
        } else if self.written == self.size {
            self.step = Step::Finishing;
            commands.push(Command::Finish { key });
        }
    }

    fn end(&mut self, end: End, commands: &mut Vec<Command>) {
        if self.state.is_final() {
            return;
        }
        self.state = State::Ended(end);
        self.blocks.clear();
        self.step = Step::Idle;
        commands.push(Command::Forget { key: self.key });
        let why = match end {
            End::Here(why) => Some(why),
            End::CallOver => Some(Why::Person),
            End::There(_) | End::Gone => None,
        };
        if let (Some(id), Some(why)) = (self.id, why) {
            commands.push(Command::Say(Message::Refuse { id, why }));
        }
        if end.is_news() {
            commands.push(Command::Tell(News::Ended { name: self.name.clone(), end, outgoing: false }));
        }
    }
}
