//! The two, and what can happen to them.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// One of the two: their page, how its files stood when they were looked at last, and the connection of its channel.
pub(super) struct Side {
    pub(super) page: Page,
    pub(super) seen: BTreeMap<u32, State>,
    connection: Option<u32>,
}

impl Side {
    fn new(session: u8) -> Self {
        Self { page: Page::new(session), seen: BTreeMap::new(), connection: None }
    }

    /// The sizes of the files in that state, of this page or of the other one.
    pub(super) fn sizes(&mut self, outgoing: bool, state: State) -> Vec<u64> {
        let rows = self.page.rows().into_iter().filter(|row| row.outgoing == outgoing && row.state == state);
        rows.map(|row| row.size).collect()
    }
}

/// The two, and what is known of them besides. A file is known by its size, which no other has but an empty one.
pub(super) struct World {
    pub(super) sides: [Side; 2],
    behind: [Option<Side>; 2],
    /// The newest connection.
    connection: u32,
    sessions: u8,
    /// What was chosen so far.
    pub(super) chosen: Vec<Vec<u8>>,
    /// What lies whole on each side's disk.
    pub(super) stored: [Vec<u64>; 2],
    /// Files that were cancelled or refused on each side by its person.
    pub(super) unwanted: [BTreeSet<u64>; 2],
    /// A page was loaded again, or another took its place.
    pub(super) forgetful: bool,
}

impl World {
    pub(super) fn new() -> Self {
        let mut world = Self {
            sides: [Side::new(1), Side::new(2)],
            behind: [None, None],
            connection: 0,
            sessions: 2,
            chosen: Vec::new(),
            stored: Default::default(),
            unwanted: Default::default(),
            forgetful: false,
        };
        world.connect();
        world
    }

    pub(super) fn page(&mut self, who: usize) -> &mut Page {
        &mut self.sides[who].page
    }

    pub(super) fn happen(&mut self, happening: Happening) {
        match happening {
            Chooses(who, kind) => self.choose(who, kind),
            Accepts(who, nth) => self.answer(who, nth, Event::Accepted),
            FindsNoPlace(who, nth) => self.answer(who, nth, Event::NotStored),
            Cancels(who, nth) => self.cancel(who, nth),
            Arrives(who, packets) => {
                for _ in 0..packets {
                    self.deliver(who);
                    self.page(1 - who).work();
                }
            }
            Works(who) => _ = self.page(who).work(),
            Fails(who) => _ = self.page(who).work_as(failed),
            Runs(steps) => {
                [0, 1].into_iter().for_each(|who| self.open(who));
                for _ in 0..steps {
                    self.step();
                }
            }
            Breaks => self.break_off(),
            Notices(who) if self.sides[who].connection.is_some_and(|of| of != self.connection) => {
                self.sides[who].connection = None;
                self.page(who).handle(Event::Closed);
            }
            Alone(who) if self.sides[who].page.files.other.is_some() => self.page(who).handle(Event::Alone),
            Opens(who) => self.open(who),
            Notices(_) | Alone(_) => {}
            Loads(who) => drop(self.change(who, None)),
            OtherTab(who) => {
                let behind = self.behind[who].take();
                self.behind[who] = Some(self.change(who, behind));
            }
            Leaves(who) => {
                let open = self.page(who).rows().into_iter().filter(|row| !row.state.is_final());
                let open: Vec<u64> = open.map(|row| row.size).collect();
                self.unwanted[who].extend(open);
                self.page(who).handle(Event::CallOver);
                self.break_off();
            }
        }
        self.lose();
        self.check();
    }

    fn choose(&mut self, who: usize, kind: u8) {
        let sizes: &[u64] = match kind {
            0 => &[0],
            1 => &[1],
            2 => &[BLOCK - 8],
            _ => &[3 * BLOCK, 0, 1],
        };
        let contents: Vec<Vec<u8>> = sizes.iter().map(|size| self.content(*size)).collect();
        self.page(who).choose(&contents);
    }

    /// A file that is about so long, but for an empty one.
    fn content(&mut self, size: u64) -> Vec<u8> {
        let number = self.chosen.len();
        let mut content = vec![number as u8; if size == 0 { 0 } else { size as usize + number }];
        content.iter_mut().step_by(BLOCK as usize).enumerate().for_each(|(at, byte)| *byte = at as u8);
        self.chosen.push(content.clone());
        content
    }

    fn answer(&mut self, who: usize, nth: usize, answer: fn(u32) -> Event) {
        let rows = self.page(who).rows();
        let offered: Vec<&Row> = rows.iter().filter(|row| !row.outgoing && row.state == State::Offered).collect();
        if let Some(row) = offered.get(nth % offered.len().max(1)) {
            self.page(who).handle(answer(row.key));
        }
    }

    fn cancel(&mut self, who: usize, nth: usize) {
        let rows = self.page(who).rows();
        if let Some(row) = rows.get(nth % rows.len().max(1)) {
            self.unwanted[who].insert(row.size);
            self.page(who).handle(Event::Cancelled(row.key));
        }
    }

    fn break_off(&mut self) {
        self.connection += 1;
        self.lose();
    }

    fn open(&mut self, who: usize) {
        if self.sides[who].connection != Some(self.connection) {
            self.sides[who].connection = Some(self.connection);
            let message_max = [None, Some(u32::MAX)][who];
            self.page(who).handle(Event::Opened(message_max));
        }
    }

    pub(super) fn connect(&mut self) {
        self.break_off();
        for who in [0, 1] {
            self.open(who);
            self.lose();
        }
    }

    /// Another page, or a new one, has the place of the one that is returned.
    fn change(&mut self, who: usize, to: Option<Side>) -> Side {
        self.break_off();
        self.forgetful = true;
        self.sessions += 1;
        std::mem::replace(&mut self.sides[who], to.unwrap_or_else(|| Side::new(self.sessions)))
    }

    /// What is said into a connection that does not reach the other page is lost.
    fn lose(&mut self) {
        let linked = self.sides.iter().all(|side| side.connection == Some(self.connection));
        if !linked {
            self.sides.iter_mut().for_each(|side| side.page.line.clear());
        }
    }

    /// Brings the next packet, if there is one: a page hears nothing but its newest channel, and that only from its other end.
    fn deliver(&mut self, to: usize) -> bool {
        self.lose();
        let Some(packet) = self.page(1 - to).send() else { return false };
        self.page(to).hear(packet);
        true
    }

    pub(super) fn step(&mut self) -> bool {
        self.page(0).work() | self.page(1).work() | self.deliver(0) | self.deliver(1)
    }
}

/// What was to be done could not be.
fn failed(event: Event) -> Event {
    match event {
        Event::Read { key, offset, .. } => Event::Read { key, offset, digest: None },
        Event::Checked { key, offset, .. } => Event::Checked { key, offset, digest: Some([0; 32].into()) },
        Event::Written { key, .. } | Event::Finished { key, .. } => Event::NotStored(key),
        other => other,
    }
}
