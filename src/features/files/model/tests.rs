//! Two pages with files between them, over a line that breaks.

mod history;
mod limits;
mod line;

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;
use serde_json::Value;

use super::message::{Digest, Message, Taking, Why};
use super::*;
use crate::protocol::codec::{encode, read};

const BLOCK: u64 = BLOCK_BYTES as u64;

enum Packet {
    Text(String),
    Bytes(Vec<u8>),
}

impl Packet {
    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

/// Between two events so much time passes, in milliseconds: a fast line.
const EVENT_MS: u64 = 5;

/// What the adapters hold for one page.
struct Page {
    files: Files,
    /// What waits in the channel. Of the first packet so many bytes have left it.
    line: VecDeque<Packet>,
    left: usize,
    /// When no more than this waits, in bytes, the page is told.
    low: u32,
    now: Millis,
    /// So much time passes at each event, in milliseconds.
    tick: u64,
    todo: VecDeque<Event>,
    content: BTreeMap<u32, Vec<u8>>,
    loaded: Vec<u8>,
    frame: Vec<u8>,
    arriving: Vec<u8>,
    blocks: BTreeMap<(u32, u64), Vec<u8>>,
    written: BTreeMap<u32, Vec<u8>>,
    news: Vec<News>,
    held: u32,
    choosing: Vec<Vec<u8>>,
    /// How many of the coming digests are wrong.
    damaged: u32,
}

/// A digest of sorts: of some of the bytes, for the tests' sake.
fn digest(bytes: &[u8]) -> Digest {
    let mut sum = [0_u8; 32];
    for (at, byte) in bytes.iter().step_by(997).chain(bytes.last()).enumerate() {
        sum[at % 32] = sum[at % 32].wrapping_mul(31).wrapping_add(*byte);
    }
    sum.into()
}

impl Page {
    fn new(session: u8) -> Self {
        Self {
            files: Files::new([session; 8].into(), SIZE_MAX_BYTES),
            line: VecDeque::new(),
            left: 0,
            low: BUFFERED_LOW_BYTES,
            now: Millis(0),
            tick: EVENT_MS,
            todo: VecDeque::new(),
            content: BTreeMap::new(),
            loaded: Vec::new(),
            frame: Vec::new(),
            arriving: Vec::new(),
            blocks: BTreeMap::new(),
            written: BTreeMap::new(),
            news: Vec::new(),
            held: 0,
            choosing: Vec::new(),
            damaged: 0,
        }
    }

    fn handle(&mut self, event: Event) {
        self.now = self.now.after(self.tick);
        if matches!(event, Event::Opened(_)) {
            self.low = BUFFERED_LOW_BYTES;
        }
        for command in self.files.handle(self.now, self.waiting(), event) {
            self.perform(command);
        }
        let in_memory = self.blocks.len();
        assert!(in_memory <= OPEN_MAX * WINDOW_BLOCKS as usize, "{in_memory} blocks in memory");
    }

    fn waiting(&self) -> u32 {
        (self.line.iter().map(Packet::len).sum::<usize>().saturating_sub(self.left)) as u32
    }

    /// The first packet leaves, and the page is told if little is left.
    fn send(&mut self) -> Option<Packet> {
        let before = self.waiting();
        let packet = self.line.pop_front()?;
        self.left = 0;
        if before > self.low && self.waiting() <= self.low {
            self.handle(Event::Drained);
        }
        Some(packet)
    }

    fn perform(&mut self, command: Command) {
        match command {
            Command::Say(message) => self.line.push_back(Packet::Text(encode(&message))),
            Command::Hold { key, nth } => drop(self.content.insert(key, self.choosing[nth].clone())),
            Command::Read { key, offset, length } => {
                let content = &self.content[&key];
                self.held += 1;
                assert_eq!(self.held, 1, "one block is read at a time");
                let block = &content[offset as usize..][..length as usize];
                self.todo.push_back(Event::Read { key, offset, digest: Some(digest(block)) });
            }
            Command::Frame { start, end } => {
                self.line.push_back(Packet::Bytes(self.loaded[start as usize..end as usize].to_vec()));
            }
            Command::WakeAt(low) => self.low = low,
            Command::Begin { length } => self.arriving = Vec::with_capacity(length as usize),
            Command::Keep => self.arriving.append(&mut self.frame),
            Command::Complete { key, offset } => {
                drop(self.blocks.insert((key, offset), std::mem::take(&mut self.arriving)));
            }
            Command::Check { key, offset } => {
                let mut sum = digest(&self.blocks[&(key, offset)]);
                if self.damaged > 0 {
                    self.damaged -= 1;
                    sum = [0; 32].into();
                }
                self.todo.push_back(Event::Checked { key, offset, digest: Some(sum) });
            }
            Command::Write { key, offset } => {
                let block = self.blocks.remove(&(key, offset)).expect("a block is written once");
                let written = self.written.entry(key).or_default();
                assert_eq!(written.len() as u64, offset, "blocks are written in their order");
                written.extend(block);
                self.todo.push_back(Event::Written { key, offset });
            }
            Command::Drop { key, from } => self.blocks.retain(|(of, offset), _| *of != key || *offset < from),
            Command::Finish { key } => self.todo.push_back(Event::Finished { key, kept: true }),
            Command::Forget { key } => {
                self.blocks.retain(|(of, _), _| *of != key);
                if self.row(key).is_none_or(|row| row.outgoing || row.state != State::Done) {
                    self.written.remove(&key);
                }
            }
            Command::Tell(news) => self.news.push(news),
        }
    }

    fn choose(&mut self, contents: &[Vec<u8>]) {
        self.choosing = contents.to_vec();
        let name = |at| format!("file {at}.txt");
        let chosen = contents.iter().enumerate();
        let chosen =
            chosen.map(|(at, content)| Chosen { name: name(at), size: content.len() as u64, media: "".into() });
        self.handle(Event::Chosen(chosen.collect()));
    }

    fn row(&mut self, key: u32) -> Option<Row> {
        self.rows().into_iter().find(|row| row.key == key)
    }

    fn rows(&mut self) -> Vec<Row> {
        self.files.rows(Millis(0), 0)
    }

    fn states(&mut self) -> Vec<State> {
        self.rows().into_iter().map(|row| row.state).collect()
    }

    fn accept_all(&mut self) {
        for row in self.rows() {
            if !row.outgoing && row.state == State::Offered {
                self.handle(Event::Accepted(row.key));
            }
        }
    }

    /// Does the oldest piece of its own work; whether there was any.
    fn work(&mut self) -> bool {
        self.work_as(|event| event)
    }

    /// The same, with what comes of it.
    fn work_as(&mut self, outcome: fn(Event) -> Event) -> bool {
        let Some(event) = self.todo.pop_front().map(outcome) else { return false };
        if let Event::Read { key, offset, .. } = event {
            self.held -= 1;
            let content = &self.content[&key];
            self.loaded = content[offset as usize..][..length_at(offset, content.len() as u64) as usize].to_vec();
        }
        self.handle(event);
        true
    }

    fn hear(&mut self, packet: Packet) {
        match packet {
            Packet::Text(text) => {
                if let Ok(message) = read::<Value, Message>(&text) {
                    self.handle(Event::Heard(message));
                }
            }
            Packet::Bytes(bytes) => {
                let length = bytes.len() as u32;
                self.frame = bytes;
                self.handle(Event::Frame(length));
            }
        }
    }
}

struct Pair(Page, Page);

impl Pair {
    fn new() -> Self {
        Self(Page::new(1), Page::new(2))
    }

    fn connected() -> Self {
        let mut pair = Self::new();
        pair.open();
        pair.settle();
        pair
    }

    fn open(&mut self) {
        self.0.handle(Event::Opened(None));
        self.1.handle(Event::Opened(Some(u32::MAX)));
    }

    fn close(&mut self) {
        self.0.line.clear();
        self.1.line.clear();
        self.0.handle(Event::Closed);
        self.1.handle(Event::Closed);
    }

    /// Ben accepts all, and the first file comes as far as into its second block.
    fn come_to_the_second_block(&mut self) {
        self.1.accept_all();
        while self.1.rows()[0].moved < BLOCK + 1 {
            assert!(self.step());
        }
    }

    /// One step of whoever has something to do; whether anything happened.
    fn step(&mut self) -> bool {
        self.0.work() | self.1.work() | self.deliver()
    }

    /// Brings each what the other sent first; whether there was anything.
    fn deliver(&mut self) -> bool {
        let Self(ann, ben) = self;
        let mut moved = false;
        if let Some(packet) = ann.send() {
            ben.hear(packet);
            moved = true;
        }
        if let Some(packet) = ben.send() {
            ann.hear(packet);
            moved = true;
        }
        moved
    }

    fn settle(&mut self) {
        for _ in 0..100_000 {
            if !self.step() {
                return;
            }
        }
        panic!("they never come to rest");
    }
}

fn content(length: u64, seed: u8) -> Vec<u8> {
    let pattern: Vec<u8> = (0..251).map(|at| at ^ seed).collect();
    pattern.iter().copied().cycle().take(length as usize).collect()
}

fn received(page: &mut Page) -> Vec<Vec<u8>> {
    let done: Vec<u32> = page.rows().iter().filter(|row| row.state == State::Done).map(|row| row.key).collect();
    done.into_iter().map(|key| page.written.get(&key).cloned().unwrap_or_default()).collect()
}

#[test]
fn files_of_every_size_arrive_as_they_were() {
    let files = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK].map(|length| content(length, 7));
    let mut pair = Pair::connected();
    pair.0.choose(&files);
    pair.settle();
    assert_eq!(pair.1.states(), [State::Offered; 6], "nothing comes unasked");
    pair.1.accept_all();
    pair.settle();
    assert_eq!(received(&mut pair.1), files);
    assert_eq!(pair.0.states(), [State::Done; 6]);
}

#[test]
fn files_go_both_ways_at_once() {
    let (mine, yours) = (content(2 * BLOCK + 5, 1), content(BLOCK + 9, 2));
    let mut pair = Pair::connected();
    pair.0.choose(std::slice::from_ref(&mine));
    pair.1.choose(std::slice::from_ref(&yours));
    pair.settle();
    pair.0.accept_all();
    pair.1.accept_all();
    pair.settle();
    assert!(pair.1.written.values().any(|written| *written == mine));
    assert!(pair.0.written.values().any(|written| *written == yours));
}

#[test]
fn what_is_offered_before_the_other_page_listens_is_offered_when_it_does() {
    let mut pair = Pair::new();
    pair.0.choose(&[content(5, 1)]);
    pair.0.handle(Event::Opened(None));
    // Nobody has made the other end yet.
    pair.0.line.clear();
    pair.1.handle(Event::Opened(None));
    pair.settle();
    assert_eq!(pair.1.states(), [State::Offered]);
}

/// Ann's file came so far that Ben has it whole and is closing it; then the line broke, and was made again.
fn about_to_be_closed() -> Pair {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(BLOCK, 1)]);
    pair.settle();
    pair.1.accept_all();
    while !pair.1.todo.iter().any(|event| matches!(event, Event::Finished { .. })) {
        assert!(pair.step());
    }
    pair.close();
    pair.open();
    pair
}

#[test]
fn what_happens_to_a_file_while_the_pages_greet_each_other_reaches_the_other() {
    let mut pair = about_to_be_closed();
    assert!(pair.1.work(), "closes the file");
    pair.settle();
    assert_eq!(pair.0.states(), [State::Done]);

    let mut pair = about_to_be_closed();
    let key = pair.1.rows()[0].key;
    pair.1.handle(Event::Cancelled(key));
    pair.settle();
    assert_eq!(pair.0.states(), [State::Ended(End::There(Why::Person))]);

    let mut pair = Pair::connected();
    pair.0.choose(&[content(5, 1)]);
    pair.settle();
    pair.close();
    pair.open();
    pair.1.accept_all();
    pair.settle();
    assert_eq!(pair.0.states(), [State::Done], "the acceptance is not lost");
}

#[test]
fn a_file_of_a_new_page_is_not_taken_for_one_of_the_page_before() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(3 * BLOCK, 1)]);
    pair.settle();
    pair.come_to_the_second_block();
    pair.close();
    pair.0 = Page::new(3);
    let file = content(2 * BLOCK, 5);
    pair.0.choose(std::slice::from_ref(&file));
    pair.open();
    pair.settle();
    assert_eq!(pair.1.states(), [State::Ended(End::Gone), State::Offered]);
    pair.1.accept_all();
    pair.settle();
    assert_eq!(received(&mut pair.1), [file]);
}

#[test]
fn a_refused_file_is_refused_on_both_sides_also_while_the_line_is_down() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(5, 1), content(6, 1)]);
    pair.settle();
    let keys: Vec<u32> = pair.1.rows().iter().map(|row| row.key).collect();
    pair.1.handle(Event::Cancelled(keys[0]));
    pair.close();
    pair.1.handle(Event::Cancelled(keys[1]));
    pair.open();
    pair.settle();
    assert_eq!(pair.0.states(), [State::Ended(End::There(Why::Person)); 2]);
    assert_eq!(pair.1.states(), [State::Ended(End::Here(Why::Person)); 2]);
}

#[test]
fn a_file_chosen_while_the_pages_greet_each_other_does_not_push_out_the_one_before_it() {
    let mut pair = Pair::new();
    pair.0.choose(&[content(5, 1)]);
    pair.open();
    // Ann has answered Ben's hello and not heard his answer.
    assert!(pair.deliver());
    pair.0.choose(&[content(6, 1)]);
    pair.settle();
    assert_eq!(pair.1.states(), [State::Offered; 2]);
    assert_eq!(pair.0.states(), [State::Offered; 2]);
}

#[test]
fn a_file_chosen_before_a_new_page_is_heard_is_offered_to_that_page() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(5, 1)]);
    pair.settle();
    pair.close();
    pair.0.choose(&[content(6, 1)]);
    pair.1 = Page::new(3);
    // Its extras come a second later, when Ann sees the person already.
    pair.0.handle(Event::Opened(None));
    pair.0.line.clear();
    pair.0.choose(&[content(7, 1)]);
    pair.1.handle(Event::Opened(None));
    pair.settle();
    let gone = State::Ended(End::Gone);
    assert_eq!(pair.0.states(), [gone, gone, State::Offered]);
    assert_eq!(pair.1.rows()[0].size, 7);
}

#[test]
fn an_offer_that_nobody_heard_is_not_made_to_the_next_person_who_comes() {
    let mut pair = Pair::new();
    pair.0.handle(Event::Opened(None));
    pair.0.line.clear();
    pair.0.choose(&[content(5, 1)]);
    pair.0.handle(Event::Alone);
    assert_eq!(pair.0.states(), [State::Ended(End::Gone)]);
    pair.open();
    pair.settle();
    assert_eq!(pair.1.states(), []);
    // Whoever was heard is known again: alone or not, the file waits for them.
    pair.0.choose(&[content(6, 1)]);
    pair.settle();
    pair.close();
    pair.0.handle(Event::Alone);
    pair.open();
    pair.settle();
    assert_eq!(pair.0.states()[1], State::Offered);
}

#[test]
fn alone_in_the_room_only_what_lies_here_is_at_stake() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(3 * BLOCK, 1), content(5, 1)]);
    pair.settle();
    let at_stake = |page: &mut Page, alone| page.rows().iter().map(|row| row.is_at_stake(alone)).collect::<Vec<_>>();
    assert_eq!(at_stake(&mut pair.1, false), [false; 2], "it has not begun");
    pair.come_to_the_second_block();
    assert_eq!((at_stake(&mut pair.0, false), at_stake(&mut pair.1, false)), (vec![true; 2], vec![true; 2]));
    assert_eq!((at_stake(&mut pair.0, true), at_stake(&mut pair.1, true)), (vec![false; 2], vec![true, false]));
    pair.settle();
    assert_eq!(
        (at_stake(&mut pair.0, true), at_stake(&mut pair.1, true)),
        (vec![false; 2], vec![true; 2]),
        "not saved"
    );
}

#[test]
fn files_withdrawn_while_the_line_was_down_make_room_for_those_chosen_meanwhile() {
    let mut pair = Pair::connected();
    pair.0.choose(&vec![content(5, 1); OPEN_MAX]);
    pair.settle();
    pair.close();
    for row in pair.0.rows() {
        pair.0.handle(Event::Cancelled(row.key));
    }
    pair.0.choose(&vec![content(6, 1); OPEN_MAX]);
    pair.open();
    pair.settle();
    assert_eq!(pair.1.states()[OPEN_MAX..], [State::Offered; OPEN_MAX]);
}

#[test]
fn a_file_that_cannot_be_read_while_the_line_is_down_ends_with_that_word_on_both_sides() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(5, 1)]);
    pair.settle();
    pair.1.accept_all();
    assert!(pair.deliver(), "she begins to read it");
    pair.close();
    assert!(pair.0.work_as(|_| Event::Read { key: 1, offset: 0, digest: None }));
    pair.open();
    pair.settle();
    assert_eq!(pair.0.states(), [State::Ended(End::Here(Why::Unreadable))]);
    assert_eq!(pair.1.states(), [State::Ended(End::There(Why::Unreadable))]);
}

#[test]
fn a_file_that_the_other_page_does_not_know_any_more_waits_to_be_accepted_again() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(3 * BLOCK, 1)]);
    pair.settle();
    pair.come_to_the_second_block();
    // A second tab of Ann's took her place for a while: her own page knows nothing of that.
    pair.close();
    let ann = std::mem::replace(&mut pair.0, Page::new(3));
    pair.open();
    pair.settle();
    pair.close();
    pair.0 = ann;
    pair.open();
    pair.settle();
    assert_eq!(pair.0.states(), [State::Offered]);
    assert_eq!(pair.1.states(), [State::Ended(End::Gone), State::Offered]);
    pair.1.accept_all();
    pair.settle();
    assert_eq!(pair.0.states(), [State::Done]);
}

#[test]
fn an_empty_file_is_sent_also_if_the_line_breaks_after_it_was_accepted() {
    let mut pair = Pair::connected();
    pair.0.choose(&[Vec::new()]);
    pair.settle();
    pair.1.accept_all();
    while pair.1.work() {}
    pair.close();
    pair.open();
    pair.settle();
    assert_eq!((pair.0.states(), pair.1.states()), (vec![State::Done], vec![State::Done]));
}

#[test]
fn a_file_can_be_cancelled_in_the_middle_and_the_next_one_comes() {
    for by_sender in [true, false] {
        let second = content(BLOCK + 3, 9);
        let mut pair = Pair::connected();
        pair.0.choose(&[content(5 * BLOCK, 1), second.clone()]);
        pair.settle();
        pair.come_to_the_second_block();
        let page = if by_sender { &mut pair.0 } else { &mut pair.1 };
        let key = page.rows()[0].key;
        page.handle(Event::Cancelled(key));
        pair.settle();
        assert_eq!(received(&mut pair.1), [second]);
        let [here, there] = [State::Ended(End::Here(Why::Person)), State::Ended(End::There(Why::Person))];
        assert_eq!(pair.0.states()[0], if by_sender { here } else { there });
        assert_eq!(pair.1.states()[0], if by_sender { there } else { here });
        assert!(pair.1.blocks.is_empty(), "nothing of it stays in memory");
    }
}

#[test]
fn after_a_break_only_what_was_not_written_comes_again() {
    let file = content(12 * BLOCK, 3);
    let mut pair = Pair::connected();
    pair.0.choose(std::slice::from_ref(&file));
    pair.settle();
    pair.1.accept_all();
    while pair.1.rows()[0].moved < 9 * BLOCK {
        assert!(pair.step());
    }
    pair.close();
    assert!(pair.0.rows()[0].paused && pair.1.rows()[0].paused);
    pair.open();
    let mut frames = 0_usize;
    while pair.step() {
        frames += pair
            .0
            .line
            .iter()
            .take(1)
            .map(|packet| match packet {
                Packet::Bytes(bytes) => bytes.len(),
                Packet::Text(_) => 0,
            })
            .sum::<usize>();
    }
    assert_eq!(received(&mut pair.1), [file]);
    assert!(frames as u64 <= 8 * BLOCK, "{frames} bytes after the break");
}

#[test]
fn a_damaged_block_is_asked_for_once_more_and_then_the_file_ends() {
    let file = content(6 * BLOCK, 3);
    for damaged in [1, 2] {
        let mut pair = Pair::connected();
        pair.0.choose(std::slice::from_ref(&file));
        pair.settle();
        pair.1.accept_all();
        pair.1.damaged = damaged;
        pair.settle();
        if damaged == 1 {
            assert_eq!(received(&mut pair.1), std::slice::from_ref(&file));
        } else {
            assert_eq!(pair.1.states(), [State::Ended(End::Here(Why::Damaged))]);
            assert_eq!(pair.0.states(), [State::Ended(End::There(Why::Damaged))]);
        }
    }
}

#[test]
fn a_page_that_was_loaded_again_has_forgotten_its_files_and_both_are_told() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(5 * BLOCK, 1)]);
    pair.1.choose(&[content(5 * BLOCK, 1)]);
    pair.settle();
    pair.1.accept_all();
    pair.step();
    pair.close();
    pair.1 = Page::new(3);
    pair.open();
    pair.settle();
    assert_eq!(pair.0.states(), [State::Ended(End::Gone); 2]);
    assert!(pair.0.news.iter().any(|news| matches!(news, News::Ended { end: End::Gone, .. })));
    // Its numbers begin anew, and mean other files.
    pair.1.choose(&[content(5, 1)]);
    pair.settle();
    assert_eq!(pair.0.states().last(), Some(&State::Offered));
}

#[test]
fn when_the_call_is_over_everything_open_ends_and_the_other_knows() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(5 * BLOCK, 1)]);
    pair.settle();
    pair.1.accept_all();
    pair.1.handle(Event::CallOver);
    pair.settle();
    assert_eq!(pair.1.states(), [State::Ended(End::CallOver)]);
    assert_eq!(pair.0.states(), [State::Ended(End::There(Why::Person))]);
}

#[test]
fn too_large_and_too_many_are_said_and_not_offered() {
    let mut pair = Pair::connected();
    let chosen = |size| Chosen { name: "a".into(), size, media: String::new() };
    pair.0.choosing = vec![Vec::new(); 40];
    pair.0.handle(Event::Chosen(vec![chosen(2 * 1024 * 1024 * 1024 + 1)]));
    assert_eq!(pair.0.news, [News::NotOffered { name: "a".into(), why: Why::TooLarge }]);
    pair.0.handle(Event::Chosen([vec![chosen(2 * 1024 * 1024 * 1024)], vec![chosen(1); 39]].concat()));
    pair.settle();
    assert_eq!(pair.1.states(), [State::Offered; OPEN_MAX]);
    assert_eq!(pair.0.news.last(), Some(&News::NotOffered { name: "a, a, a, …".into(), why: Why::TooMany }));
}

#[test]
fn what_is_larger_than_can_be_kept_is_refused_in_words() {
    let mut pair = Pair::connected();
    pair.1.files.keep_max_bytes = 10;
    pair.0.choose(&[content(11, 1)]);
    pair.settle();
    assert_eq!(pair.0.states(), [State::Ended(End::There(Why::TooLarge))]);
    assert_eq!(pair.1.states(), [State::Ended(End::Here(Why::TooLarge))]);
}

#[test]
fn the_list_stays_short() {
    let mut pair = Pair::connected();
    for _ in 0..3 * LISTED_MAX {
        pair.0.choose(&[content(1, 1)]);
        pair.settle();
        let key = pair.1.rows().last().map_or(0, |row| row.key);
        pair.1.handle(Event::Cancelled(key));
        pair.settle();
    }
    assert_eq!(pair.0.rows().len(), LISTED_MAX);
    assert_eq!(pair.1.rows().len(), LISTED_MAX);
}

#[test]
fn frames_that_do_not_fit_end_the_file() {
    let mut pair = Pair::connected();
    let offer = r#"{"offer":{"id":1,"name":"a","size":10,"media":""}}"#;
    pair.1.hear(Packet::Text(offer.into()));
    pair.1.accept_all();
    let block = format!(r#"{{"block":{{"id":1,"offset":0,"length":10,"digest":"{}"}}}}"#, "0".repeat(64));
    pair.1.hear(Packet::Text(block));
    pair.1.hear(Packet::Bytes(vec![0; 11]));
    assert_eq!(pair.1.states(), [State::Ended(End::Here(Why::Nonsense))]);
}

fn any_message() -> impl Strategy<Value = Message> {
    let id = 0..4_u32;
    let offset = prop_oneof![0..4_u64, Just(BLOCK), Just(2 * BLOCK), Just(u64::MAX), Just(3 * BLOCK + 1)];
    let length = prop_oneof![0..3_u32, Just(BLOCK_BYTES), Just(u32::MAX), Just(1_u32)];
    (0..8_u8, id, offset, length).prop_map(|(kind, id, offset, length)| match kind {
        0 => Message::Hello(message::Hello {
            session: [(length % 3) as u8; 8].into(),
            heard: id == 0,
            taking: vec![Taking { id, from: (length != 0).then_some(offset) }],
        }),
        1 => Message::Offer(message::Offer { id, name: "x".into(), size: offset, media: String::new() }),
        2 => Message::Accept { id, from: offset },
        3 => Message::Refuse { id, why: Why::Person },
        4 => Message::Cancel { id, why: Why::Person },
        5 => Message::Block(message::Block { id, offset, length, digest: digest(&[]) }),
        6 => Message::Got { id, up_to: offset },
        _ => Message::Again { id, offset },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whatever_the_other_page_says_nothing_breaks(
        said in proptest::collection::vec((any_message(), 0..3_u8, any::<u32>()), 0..60),
    ) {
        let mut files = Files::new([9; 8].into(), SIZE_MAX_BYTES);
        files.handle(Millis(0), 0, Event::Opened(Some(0)));
        files.handle(Millis(0), 0, Event::Chosen(vec![Chosen { name: "a".into(), size: 2 * BLOCK + 1, media: String::new() }]));
        for (message, then, number) in said {
            let commands = files.handle(Millis(0), number % 3, Event::Heard(message));
            for command in commands {
                if let Command::Read { key, offset, .. } = command {
                    files.handle(Millis(0), 0, Event::Read { key, offset, digest: Some(digest(&[])) });
                }
            }
            match then {
                0 => drop(files.handle(Millis(0), 0, Event::Accepted(number % 5))),
                1 => drop(files.handle(Millis(0), 0, Event::Frame(number))),
                _ => drop(files.handle(Millis(0), 0, Event::Checked { key: number % 5, offset: 0, digest: None })),
            }
            files.rows(Millis(u64::from(number)), number);
        }
    }

    #[test]
    fn wherever_the_line_breaks_the_files_arrive(breaks in proptest::collection::vec(1..400_usize, 1..6), seed: u8) {
        let files = [content(3 * BLOCK + 17, seed), content(2 * BLOCK, !seed)];
        let mut pair = Pair::connected();
        pair.0.choose(&files);
        pair.settle();
        pair.1.accept_all();
        for steps in breaks {
            for _ in 0..steps {
                pair.step();
            }
            pair.close();
            // What was being read and written goes on meanwhile, or only later.
            if steps % 2 == 0 {
                while pair.1.work() {}
            }
            if steps % 3 == 0 {
                while pair.0.work() {}
            }
            pair.open();
            // The same, before the pages have heard each other again.
            if steps % 5 == 0 {
                while pair.1.work() {}
            }
        }
        pair.settle();
        prop_assert_eq!(received(&mut pair.1), files.to_vec());
        prop_assert_eq!(pair.0.states(), [State::Done; 2]);
    }
}
